"""Described rows: the elements of a table that says of each thing what it is called, what it is for and what handles it.

In: a value, the heap. Out: whether it is such a row, so that tables of them are kept row by row far above the caps for other data:
each row has a handler of its own, and what one of them does must not be said of all.

    {name: "search", description: "Search the notes", inputSchema: {…}, handler: search}
    ["search", {description: "Search the notes", parameters: {…}, execute: search}]
"""

from __future__ import annotations

from mcp_sast.dataflow.heap import Heap, HeapObject
from mcp_sast.dataflow.values import Object, Value

MOST_ROWS = 400
_DESCRIPTIONS = ("description", "desc")
_COMPANIONS = (
    "name", "inputSchema", "input_schema", "parameters", "schema", "handler", "execute", "run", "callback", "func", "function", "fn", "cb",
)
_DEEPEST = 3


def is_row(heap: Heap, value: Value, depth: int = _DEEPEST) -> bool:
    """Is it a described row, or a pair or small object that holds one (`[key, row]`, `{tool: row, handler}`)?"""
    if not isinstance(value, Object):
        return False
    target = heap[value.id]
    if target.kind in ("object", "library", "instance") and _is_described(target):
        return True
    if depth == 0 or target.kind not in ("tuple", "list", "object"):
        return False
    if target.kind == "object":
        if len(target.named) > 6:
            return False
        inner = [entry.value for entries in target.named.values() for entry in entries.values()]
    else:
        inner = [entry.value for entry in target.items.values()]
    return 0 < len(inner) <= 6 and any(is_row(heap, one, depth - 1) for one in inner)


def _is_described(target: HeapObject) -> bool:
    named = {*target.named, *(name for name, _ in target.keywords)}
    return any(name in named for name in _DESCRIPTIONS) and any(name in named for name in _COMPANIONS)
