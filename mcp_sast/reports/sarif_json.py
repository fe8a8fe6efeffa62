"""Writes sarif-om objects as JSON.

In: a tree of sarif-om objects, dicts, lists and plain values. Out: dicts ready for `json.dumps`.

sarif-om's usual serialiser drops `level: warning` because it equals the default, which turns a warning of a rule whose default is
error into an error; it also copies the whole tree once a level. This one leaves out what is None or -1 ("not set") and the defaults
that say nothing to any reader, never a level, and keeps the order in which the classes declare their attributes.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import attr

_SAY_NOTHING = frozenset((
    ("contents", "localizedData"), ("enabled", "True"), ("importance", "important"), ("kind", "fail"), ("language", "en-US"),
    ("newlineSequences", "default"),
))


def as_json(value: Any) -> Any:
    """The value in JSON's types. The depth is that of our own document, never of an input."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    out = {}
    for attribute, name, is_factory in _attributes(value.__class__):
        item = getattr(value, attribute)
        if item is None or is_factory or _says_nothing(name, item):
            continue
        out[name] = as_json(item)
    return out


def _says_nothing(name: str, item: Any) -> bool:
    if isinstance(item, int | float) and not isinstance(item, bool) and item == -1:
        return True
    return isinstance(item, str | bool) and (name, str(item)) in _SAY_NOTHING


@cache
def _attributes(kind: type) -> tuple[tuple[str, str, bool], ...]:
    """Attribute, its name in SARIF, and whether it is one of the lists (`contents`, `newlineSequences`) that are never set here."""
    return tuple(
        (field.name, field.metadata["schema_property_name"], isinstance(field.default, attr.Factory))  # type: ignore[arg-type]
        for field in attr.fields(kind)
    )
