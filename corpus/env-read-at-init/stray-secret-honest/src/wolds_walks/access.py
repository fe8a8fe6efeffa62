import os
from dataclasses import dataclass, field


def _first(*names: str) -> str:
    for name in names:
        # ok: env-exfiltration
        if name in os.environ:
            return name
    return ""


@dataclass
class Access:
    # ok: env-read-at-init
    token: str = os.getenv("WOLDS_WALKS_TOKEN", "")
    chosen: str = field(default_factory=lambda: _first("WOLDS_WALKS_TOKEN"))
