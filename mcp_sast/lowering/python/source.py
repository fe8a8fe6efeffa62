"""The text under a syntax tree, sliced fast.

In: a `SyntaxTree`. Out: `Source`: the text, name or dotted name of a node.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mcp_sast.lowering.python.literals import identifier_name
from mcp_sast.syntax.parser import Node

_GLOBAL_STATEMENT = re.compile(rb"\bglobal[ \t]+([^\n#;]+)")
_WALRUS = re.compile(rb":=")


class ImportedName(NamedTuple):
    """`name as alias` of a `from` import, with the node of the name."""

    name: str
    alias: str
    node: Node


class Source:
    """The text of one module. Bytes are kept as Latin-1 so that offsets are indices; text beyond ASCII is decoded when sliced."""

    __slots__ = ("data", "latin", "walrus_offsets")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.latin = data.decode("latin-1")
        self.walrus_offsets = [found.start() for found in _WALRUS.finditer(data)]

    def text(self, node: Node) -> str:
        """The source text of a node."""
        return self.slice(node.start_byte, node.end_byte)

    def slice(self, start: int, end: int) -> str:
        """The source text between two offsets."""
        text = self.latin[start:end]
        return text if text.isascii() else text.encode("latin-1").decode("utf-8", "replace")

    def name(self, node: Node) -> str:
        """The name that an identifier stands for."""
        text = self.latin[node.start_byte:node.end_byte]
        return text if text.isascii() else identifier_name(self.text(node))

    def dotted(self, node: Node) -> str:
        """A dotted or relative module name, without the blanks and comments that may stand inside."""
        out: list[str] = []
        stack = [node]
        while stack:
            part = stack.pop()
            if part.type in {"identifier", ".", "__future__"}:
                out.append(self.name(part))
            else:
                stack.extend(reversed(part.children))
        return "".join(out)

    def from_import(self, node: Node) -> tuple[str, list[ImportedName]]:
        """Specifier and names of a `from … import …`; a star import has no names."""
        specifier = ""
        names: list[ImportedName] = []
        behind = False
        for child in node.children:
            kind = child.type
            if kind == "import":
                behind = True
            elif not behind and kind in {"dotted_name", "relative_import", "__future__"}:
                specifier = self.dotted(child)
            elif behind and kind == "dotted_name":
                name = self.dotted(child)
                names.append(ImportedName(name, name, child))
            elif behind and kind == "aliased_import":
                names.append(ImportedName(self.dotted(child.children[0]), self.name(child.children[-1]), child))
        return specifier, names

    def alias_name(self, node: Node) -> Node | None:
        """The identifier that a `type X = …` binds."""
        found: Node | None = node.children[1] if node.child_count > 1 else None
        while found is not None and found.type in {"type", "generic_type"}:
            found = found.children[0] if found.children else None
        return found if found is not None and found.type == "identifier" else None

    def names_declared_global(self) -> list[str]:
        """Names that some `global` statement of the module may declare (words in comments and strings count too)."""
        out: dict[str, None] = {}
        for found in _GLOBAL_STATEMENT.finditer(self.data):
            for part in found[1].decode("utf-8", "replace").split(","):
                name = identifier_name(part.strip())
                if name.isidentifier():
                    out[name] = None
        return list(out)
