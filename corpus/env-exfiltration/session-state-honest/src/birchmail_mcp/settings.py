from __future__ import annotations

import os
from dataclasses import dataclass, field


@dataclass
class Settings:
    """Settings come from the environment."""

    list_name: str = field(default_factory=lambda: os.environ.get("BIRCHMAIL_LIST", "general"))
    token: str | None = field(default_factory=lambda: os.environ.get("BIRCHMAIL_TOKEN"))
    raw: dict = field(default_factory=lambda: {**os.environ})

    def cookies(self) -> dict:
        """What the archive remembers between two searches."""
        return {"list": self.list_name, "prefs": repr(sorted({"list": self.list_name}))}
