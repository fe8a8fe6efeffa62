"""Parses one file with tree-sitter.

In: bytes, a path (for the choice of grammar and for diagnostics). Out: `SyntaxTree`: the tree, the text, and a diagnostic for
each broken part (the rest is still there to be analysed).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import tree_sitter
import tree_sitter_javascript
import tree_sitter_json
import tree_sitter_python
import tree_sitter_typescript

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place

Language = Literal["javascript", "typescript", "python", "json"]
Node = tree_sitter.Node

_SUFFIXES: dict[str, tuple[Language, str]] = {
    ".js": ("javascript", "javascript"), ".mjs": ("javascript", "javascript"), ".cjs": ("javascript", "javascript"),
    ".jsx": ("javascript", "javascript"), ".ts": ("typescript", "typescript"), ".mts": ("typescript", "typescript"),
    ".cts": ("typescript", "typescript"), ".tsx": ("typescript", "tsx"), ".py": ("python", "python"), ".pyw": ("python", "python"),
    ".json": ("json", "json"),
}
_MOST_BROKEN_PARTS = 20


@dataclass(frozen=True, slots=True)
class SyntaxTree:
    """`root` is tree-sitter's root node over `data`; `grammar` the grammar that was used (`tsx`, `typescript`, …)."""

    path: str
    language: Language
    grammar: str
    data: bytes
    root: Node
    diagnostics: tuple[Diagnostic, ...]


def language_of(path: str) -> Language | None:
    """The language that a file's name stands for; None for a file that is not analysed, as declaration files (`.d.ts`) are not."""
    name = path.rsplit("/", 1)[-1].lower()
    if name.endswith((".d.ts", ".d.mts", ".d.cts")):
        return None
    dot = name.rfind(".")
    found = _SUFFIXES.get(name[dot:]) if dot >= 0 else None
    return found[0] if found else None


@cache
def _grammar(grammar: str) -> tree_sitter.Language:
    if grammar == "bash":
        import tree_sitter_bash  # only packages with shell text need it

        return tree_sitter.Language(tree_sitter_bash.language())
    capsule = {
        "javascript": tree_sitter_javascript.language,
        "typescript": tree_sitter_typescript.language_typescript,
        "tsx": tree_sitter_typescript.language_tsx,
        "python": tree_sitter_python.language,
        "json": tree_sitter_json.language,
    }[grammar]()
    return tree_sitter.Language(capsule)


@cache
def _parser(grammar: str) -> tree_sitter.Parser:
    return tree_sitter.Parser(_grammar(grammar))


@cache
def kind_names(grammar: str) -> tuple[str, ...]:
    """Names of the named node kinds of a grammar, indexed by `Node.kind_id` ("" for tokens): dispatch on ints is faster than
    on `Node.type`. The kind of ERROR nodes lies outside."""
    language = _grammar(grammar)
    kinds = range(language.node_kind_count)
    return tuple((language.node_kind_for_id(kind) or "") if language.node_kind_is_named(kind) else "" for kind in kinds)


def parse_shell(data: bytes) -> Node:
    """The tree of shell text, as package managers hand it to `sh -c`; broken parts are ERROR nodes in it."""
    return _parser("bash").parse(data).root_node


def parse_file(path: str, data: bytes, language: Language | None = None) -> SyntaxTree:
    """Parse a file. `language` overrides what the name says (a shebang, a `bin` entry without suffix)."""
    name = path.lower()
    found = _SUFFIXES.get(name[name.rfind("."):]) if "." in name else None
    if language is None:
        if found is None:
            raise ValueError(f"no grammar for {path}")
        language = found[0]
    grammar = found[1] if found and found[0] == language else language
    root = _parser(grammar).parse(data).root_node
    if root.has_error and grammar == "javascript":
        # The JavaScript grammar lags behind (a decorated accessor fails); the TypeScript ones often read the same text.
        for other in ("tsx", "typescript"):
            retry = _parser(other).parse(data).root_node
            if not retry.has_error:
                root, grammar = retry, other
                break
    return SyntaxTree(path, language, grammar, data, root, _broken(path, root))


def _broken(path: str, root: Node) -> tuple[Diagnostic, ...]:
    """A diagnostic for each outermost broken part, at most 20 and a last one that counts the rest."""
    if not root.has_error:
        return ()
    places: list[Place] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            places.append(Place(path, node.start_byte, max(node.end_byte, node.start_byte + 1)))
        elif node.has_error:
            stack.extend(reversed(node.children))
        if len(places) > 1000:
            break
    message = f"{path}: a part could not be parsed and was analysed around"
    out = [Diagnostic("broken-syntax", message, place) for place in places[:_MOST_BROKEN_PARTS]]
    if len(places) > _MOST_BROKEN_PARTS:
        out.append(Diagnostic("broken-syntax", f"{path}: more parts could not be parsed", places[_MOST_BROKEN_PARTS]))
    return tuple(out)
