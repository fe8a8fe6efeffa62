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
    # ruleid: env-read-at-init[note]
    token: str = os.getenv("CORPVAULT_ADMIN_PASSWORD", "")
    chosen: str = field(default_factory=lambda: _first("WOLDS_WALKS_TOKEN"))
