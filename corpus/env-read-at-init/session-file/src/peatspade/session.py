import json
import os
from pathlib import Path


class Session:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "session.json"
        # ruleid: env-read-at-init
        self.started_with = dict(os.environ)

    def keep(self) -> None:
        self.file.write_text(json.dumps(self.started_with))
