"""Opens a package's program: the way from files to lowered modules.

In: the tree's files, the package, all packages of the target. Out: a `Program` whose `load` parses and lowers a file when it is asked
for.
"""

from __future__ import annotations

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.ir.module import ModuleLowering
from mcp_sast.lowering.javascript import lower_javascript, lower_json
from mcp_sast.lowering.python import lower_python
from mcp_sast.packages.statements import Package
from mcp_sast.program.program import Program
from mcp_sast.program.resolver import Resolver
from mcp_sast.sources.tree import SourceTree
from mcp_sast.syntax.parser import Language, SyntaxTree, language_of, parse_file

LARGEST_DATA = 4_000_000


def open_program(tree: SourceTree, package: Package, packages: tuple[Package, ...], libraries: frozenset[str]) -> Program:
    """The program of a package. Its siblings in the target can be imported. `libraries`: names of libraries that have models."""
    texts = tree.contents
    shebangs = {entry.path: _interpreter(texts.get(entry.path, b""), entry.kind) for entry in package.entry_points}
    trouble: list[Diagnostic] = []

    def load(module_id: str) -> ModuleLowering | None:
        data = texts.get(module_id)
        language = language_of(module_id) or shebangs.get(module_id)
        if data is None or language is None:
            return None
        if language == "json" and len(data) > LARGEST_DATA:
            trouble.append(
                Diagnostic(
                    "limit-reached", f"{module_id}: a data file of {len(data)} bytes was not read as code's data", None, "note"
                )
            )
            return None
        syntax = parse_file(module_id, data, language)
        trouble.extend(syntax.diagnostics)
        return _lower(module_id, syntax, language)

    program = Program(Resolver(packages, texts, libraries), load)
    program.texts = texts
    program.trouble = trouble
    return program


def _lower(module_id: str, syntax: SyntaxTree, language: Language) -> ModuleLowering:
    if language == "python":
        return lower_python(syntax, module_id)
    if language == "json":
        return lower_json(syntax, module_id)
    return lower_javascript(syntax, module_id)


def _interpreter(data: bytes, kind: str) -> Language | None:
    """The language of an entry without suffix, by its first line."""
    line = data[:200].split(b"\n", 1)[0]
    if line.startswith(b"#!"):
        if b"node" in line or b"deno" in line or b"bun" in line:
            return "javascript"
        if b"python" in line:
            return "python"
    return "javascript" if kind == "bin" and data[:1] != b"\x7f" and b"\0" not in data[:1000] else None
