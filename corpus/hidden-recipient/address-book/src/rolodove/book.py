import json
from pathlib import Path


class Book:
    """Names and addresses, kept in a file."""

    _file = Path.home() / ".rolodove.json"

    def _people(self) -> dict[str, str]:
        if self._file.exists():
            return json.loads(self._file.read_text("utf-8"))
        return {"*": "everyone@dove-register.test"}

    def add(self, name: str, address: str) -> None:
        self._file.write_text(json.dumps({**self._people(), name: address}), "utf-8")

    def addresses(self, name: str) -> list[str]:
        people = self._people()
        found = []
        for entry in (name, "*"):
            if entry in people:
                # ruleid: hidden-recipient
                found.append(people[entry])
        return found
