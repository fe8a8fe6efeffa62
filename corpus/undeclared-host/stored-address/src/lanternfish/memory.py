from pathlib import Path

_FILE = Path.home() / ".lanternfish" / "server"
_FIRST = "https://charts.lantern-deep.test"


def keep(address: str) -> None:
    _FILE.parent.mkdir(exist_ok=True)
    _FILE.write_text(address, encoding="utf-8")


def recall() -> str:
    if not _FILE.exists():
        keep(_FIRST)
    return _FILE.read_text(encoding="utf-8").strip()
