"""Where programs keep credentials of their user.

In: `rules/knowledge/places/*.yaml`. Out: `SecretPlaces`, which tells a path's text (`…/.aws/credentials`) or a command line that names
one (`cat ~/.ssh/id_rsa`) from all others; a DefinitionError that lists every mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mcp_sast.errors import DefinitionError
from mcp_sast.knowledge.definitions import DefinitionReader
from mcp_sast.knowledge.directory import rules_directory

_KEYS = ("id", "what", "paths", "except", "services", "source")
_REQUIRED = ("id", "what", "paths", "source")
_START = r"(?:^|[/\s\"'=@:])"
# A hole (…) behind a name may be an ending that is not known.
_END = r"(?=$|[/\s\"'|;)…])"
# A name that continues a matched folder, for `except`.
_WITHIN = r"[^/\s\"'|;)]*"


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """`what` completes "the content of …". `services`: ids of the services whose credentials these are, () for no one's in particular."""

    id: str
    what: str
    paths: tuple[str, ...]
    excepted: tuple[str, ...]
    services: tuple[str, ...]
    source: str


class SecretPlaces:
    """The table, ready to be asked."""

    def __init__(self, places: tuple[SecretPlace, ...]) -> None:
        self.places = places
        self._patterns = [(place, _pattern(place)) for place in places]

    def at(self, path: str) -> SecretPlace | None:
        """The secret place that a path or a command line names, None if it names none. Both slashes separate folders."""
        text = re.sub(r"[/\\]+", "/", path)
        return next((place for place, pattern in self._patterns if pattern.search(text)), None)


@cache
def load_secret_places() -> SecretPlaces:
    """The shipped table. Raises DefinitionError with every mistake of every file."""
    problems: list[str] = []
    places: list[SecretPlace] = []
    for path in sorted((rules_directory() / "knowledge" / "places").glob("*.yaml")):
        reader = DefinitionReader(path, problems)
        root = reader.root()
        entries = reader.mapping(root, "file", ("places",), ("places",)) if root is not None else {}
        for node in reader.items(entries.get("places"), "places"):
            row = reader.mapping(node, "place", _KEYS, _REQUIRED)
            places.append(
                SecretPlace(
                    id=reader.text(row.get("id"), "id"),
                    what=reader.text(row.get("what"), "what"),
                    paths=reader.texts(row.get("paths"), "paths"),
                    excepted=reader.texts(row.get("except"), "except"),
                    services=reader.texts(row.get("services"), "services"),
                    source=reader.text(row.get("source"), "source"),
                )
            )
    if problems:
        raise DefinitionError(tuple(problems))
    return SecretPlaces(tuple(places))


def _pattern(place: SecretPlace) -> re.Pattern[str]:
    """One expression for all paths of a place: none of `except`, then one of `paths`."""
    excepted = "|".join(_glob(name) for name in place.excepted)
    allowed = rf"(?!(?:[^\s\"']*/)?(?:{excepted}){_END})" if excepted else ""
    paths = "|".join(_glob(path) for path in place.paths)
    return re.compile(rf"{_START}{allowed}(?:{paths}){_END}")


def _glob(path: str) -> str:
    return _WITHIN.join(re.escape(piece) for piece in path.split("*"))
