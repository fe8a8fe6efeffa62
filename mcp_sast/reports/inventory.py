"""Inventories for people and programs.

In: `Inventory`s. Out: text, JSON (docs/schemas/inventory-v1.json), Markdown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from mcp_sast.inventories.inventory import Inventory, inventory_to_plain
from mcp_sast.reports.plain import plain

Row = tuple[str, ...]
Section = tuple[str, Row, list[Row]]


def render(form: str, found: Sequence[Inventory]) -> str:
    """The inventories in the format text, json or markdown."""
    if form == "json":
        document = {"schemaVersion": 1, "packages": [inventory_to_plain(one) for one in found]}
        return json.dumps(document, ensure_ascii=True, indent=2) + "\n"
    lines = [line for one in found for line in (_markdown(one) if form == "markdown" else _text(one))]
    return "\n".join(lines) + "\n"


def _sections(one: Inventory) -> Iterator[Section]:
    yield "Tools", ("tool", "takes", "documented"), [
        (tool.name, ", ".join(p.name for p in tool.parameters), "yes" if tool.documented else "no") for tool in one.tools
    ]  # fmt: skip
    yield "Hosts", ("host", "declared as", "is sent", "by"), [
        (host.host, host.tier or "chosen at run time", ", ".join(host.data), ", ".join(host.phases)) for host in one.hosts
    ]  # fmt: skip
    yield "Environment", ("variable", "whose", "read by", "goes to"), [
        (v.name, v.owner, ", ".join(v.readers), ", ".join(v.domains)) for v in one.variables
    ]  # fmt: skip
    yield "Recipients of messages", ("recipient", "sent to by"), [(r.address, ", ".join(r.tools)) for r in one.recipients]
    yield "On this machine", ("does", "where", "which"), [(c.kind, c.where, ", ".join(c.details)) for c in one.capabilities]
    yield "Installation hooks", ("hook", "runs"), [(hook.name, hook.command) for hook in one.hooks]
    yield "Could not be resolved", ("what",), [(what,) for what in one.unresolved]


def _text(one: Inventory) -> list[str]:
    lines = [f"{plain(one.name) or '(no name)'} {plain(one.version)}".strip()]
    for title, head, rows in _sections(one):
        if not rows:
            continue
        table = [head, *(tuple(plain(cell) for cell in row) for row in rows)]
        widths = [min(60, max(len(row[i]) for row in table)) for i in range(len(head))]
        lines += ["", title]
        lines += ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in table]
    return [*lines, ""]


def _markdown(one: Inventory) -> list[str]:
    lines = [f"## {_cell(one.name) or 'package'} {_cell(one.version)}".rstrip(), ""]
    for title, head, rows in _sections(one):
        if rows:
            lines += [f"### {title}", "", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
            lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
            lines.append("")
    return lines


def _cell(text: str) -> str:
    out = plain(text).replace("\n", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "\\`|*_[]":
        out = out.replace(mark, f"&#{ord(mark)};")
    return out
