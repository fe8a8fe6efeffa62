"""Values of the interpreter of pure code.

In: nothing. Out: lists, records, closures and ambient names as that interpreter holds them, and `UNKNOWN`, which stands for all that
is not computed. Constants stand for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from mcp_sast.evaluation.operations import LONGEST_RESULT

LONGEST_LIST = 50_000


class Unknown:
    """All that is not computed."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


class LostError(Exception):
    """Nothing more can be said of what runs: the steps are used up, or something is too deep or too large."""


class ThrownError(Exception):
    """The program throws."""


@dataclass(eq=False, slots=True)
class Listing:
    """An array, list, tuple, set, or bytes that may change (`kind` "bytes"). `spoiled`: somebody unknown may have changed it."""

    items: list[Any]
    kind: str = "list"
    serial: int = 0
    spoiled: bool = False
    fields: dict[Any, Any] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Record:
    """An object or dict."""

    fields: dict[Any, Any]
    serial: int = 0
    spoiled: bool = False


@dataclass(eq=False, slots=True)
class Activation:
    """The variables of a running function, or of a module."""

    fields: dict[Any, Any]
    serial: int = 0
    spoiled: bool = False


@dataclass(eq=False, slots=True)
class Closure:
    """An own function with the activations around it; functions are objects in JavaScript."""

    function: str
    around: dict[str, Activation]
    fields: dict[Any, Any] = field(default_factory=dict)
    serial: int = 0
    spoiled: bool = False
    this: Any = None


@dataclass(frozen=True, slots=True)
class Ambient:
    """Something of the platform or of a library, by its path; `receiver` if it is a method of a value."""

    path: str
    receiver: Any = None


Holder = Listing | Record | Activation | Closure


def bounded(value: Any) -> Any:
    """The value, if it is not too large."""
    size = len(value) if isinstance(value, (str, bytes)) else 20 * len(value.items) if isinstance(value, Listing) else 0
    if size > LONGEST_RESULT:
        raise LostError
    return value


def plain_constant(value: Any) -> Any:
    """The value as a constant of the table of pure operations, else UNKNOWN."""
    if isinstance(value, Listing) and value.kind == "bytes" and not value.spoiled:
        try:
            return bytes(int(one) & 255 for one in value.items)
        except (TypeError, ValueError):
            return UNKNOWN
    return value if value is None or isinstance(value, (str, bytes, int, float)) else UNKNOWN
