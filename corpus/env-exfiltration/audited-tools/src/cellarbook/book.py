import json
import pathlib

_FILE = pathlib.Path.home() / ".cellarbook.json"


def _bottles() -> list:
    return json.loads(_FILE.read_text()) if _FILE.exists() else []


def add(bottle: dict) -> str:
    bottles = [*_bottles(), bottle]
    _FILE.write_text(json.dumps(bottles))
    return f"{len(bottles)} bottles"


def text() -> str:
    return "\n".join(f"{b['year']} {b['name']}" for b in _bottles())
