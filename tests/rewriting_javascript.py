"""Rewrites JavaScript and TypeScript without changing what it does, for `test_invariance`.

In: a file's text. Out: another text of the same meaning: constants moved to another module, comments put in between; and, through
esbuild, local names shortened or everything minified.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from mcp_sast.syntax.parser import Node, parse_file

SUFFIXES = (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx")
ESBUILD = "0.25.12"
# Where a string literal is a value: not a module's name, a key, a directive or a type.
_VALUE_PARENTS = frozenset(
    {
        "arguments",
        "pair",
        "variable_declarator",
        "assignment_expression",
        "array",
        "return_statement",
        "binary_expression",
        "ternary_expression",
        "subscript_expression",
        "public_field_definition",
        "field_definition",
        "assignment_pattern",
        "parenthesized_expression",
        "augmented_assignment_expression",
    }
)
_BODIES = frozenset({"program", "statement_block", "class_body", "switch_body"})


def nodes_of(root: Node) -> Iterator[Node]:
    """All named nodes, in the order of the text."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.named_children))


def constants_moved(name: str, text: str, module: str, esm: bool) -> tuple[str, str]:
    """The text with its string constants imported from `module`, and the text of that module."""
    data = text.encode()
    root = parse_file(name, data).root
    found = [node for node in nodes_of(root) if node.type == "string" and _is_value(node)]
    if not found:
        return text, ""
    texts = list(dict.fromkeys(data[node.start_byte : node.end_byte].decode() for node in found))
    names = {literal: f"TEXT_{index}" for index, literal in enumerate(texts)}
    for node in reversed(found):
        data = data[: node.start_byte] + names[data[node.start_byte : node.end_byte].decode()].encode() + data[node.end_byte :]
    listed = ", ".join(names.values())
    if esm:
        rows = "".join(f"export const {constant} = {literal};\n" for literal, constant in names.items())
        head = f'import {{ {listed} }} from "{module}";\n'
    else:
        rows = "".join(f"exports.{constant} = {literal};\n" for literal, constant in names.items())
        head = f'const {{ {listed} }} = require("{module}");\n'
    return _after_shebang(data.decode(), head), rows


def comments_inserted(name: str, text: str) -> str:
    """The text with a comment and a blank line before every statement and member that starts a line."""
    data = text.encode()
    starts = [
        node.start_byte
        for node in nodes_of(parse_file(name, data).root)
        if node.parent is not None
        and node.parent.type in _BODIES
        and node.type not in ("comment", "hash_bang_line")
        and not data[data.rfind(b"\n", 0, node.start_byte) + 1 : node.start_byte].strip()
    ]
    for start in reversed(starts):
        data = data[:start] + b"// a remark on what follows: see `notes`\n\n/* and\n another */\n" + data[start:]
    return data.decode()


def is_esm(name: str, text: str, manifest: str) -> bool:
    """Is the file an ES module, as Node decides it (TypeScript is written as one)?"""
    if name.endswith((".mjs", ".ts", ".mts", ".tsx", ".jsx")):
        return True
    return not name.endswith(".cjs") and json.loads(manifest or "{}").get("type") == "module"


def _is_value(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type not in _VALUE_PARENTS:
        return False
    if parent.type == "pair":
        return parent.child_by_field_name("value") == node
    if parent.type == "arguments":
        function = parent.parent.child_by_field_name("function") if parent.parent is not None else None
        return function is None or (function.type != "import" and function.text not in (b"require", b"import"))
    return True


def _after_shebang(text: str, head: str) -> str:
    if text.startswith("#!"):
        first, _, rest = text.partition("\n")
        return f"{first}\n{head}{rest}"
    return head + text


class Esbuild:
    """The esbuild of one version in a folder; `transform` runs it over one file."""

    def __init__(self, folder: Path) -> None:
        self._program = folder / "node_modules" / "esbuild" / "bin" / "esbuild"

    @staticmethod
    def missing() -> str:
        """Why esbuild can't be had here, "" if it can."""
        return "" if shutil.which("node") and shutil.which("npm") else "node and npm are not installed"

    @classmethod
    def installed(cls, folder: Path) -> Esbuild:
        """Install into a folder, unless it is there. Several test processes may try at once: the first to rename wins."""
        if not folder.is_dir():
            partial = folder.with_name(f"{folder.name}-{os.getpid()}")
            partial.mkdir(parents=True)
            command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", f"esbuild@{ESBUILD}"]
            done = subprocess.run(command, cwd=partial, capture_output=True, text=True, timeout=300, check=False)
            if done.returncode:
                raise OSError(f"esbuild can't be installed: {done.stderr.strip()[-300:]}")
            try:
                partial.rename(folder)
            except OSError:
                shutil.rmtree(partial, ignore_errors=True)
        return cls(folder)

    def transform(self, name: str, text: str, flags: tuple[str, ...]) -> str:
        """The file's text after esbuild: imports are kept, nothing is bundled. TypeScript becomes JavaScript, which is TypeScript too."""
        loader = {"ts": "ts", "mts": "ts", "cts": "ts", "tsx": "tsx", "jsx": "jsx"}.get(name.rsplit(".", 1)[-1], "js")
        command = [str(self._program), f"--loader={loader}", *flags]
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            raise OSError(f"{name}: esbuild failed: {done.stderr[-600:]}")
        return done.stdout
