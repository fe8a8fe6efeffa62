"""The layers contract, and who may reach outside."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_PACKAGE = _ROOT / "mcp_sast"
_MODULES = sorted(_PACKAGE.rglob("*.py"))

_ONLY_SYNTAX = ("tree_sitter", "tree_sitter_javascript", "tree_sitter_typescript", "tree_sitter_python", "tree_sitter_json")
# import-linter can't forbid a part of an external package (`urllib.request`): that one is only checked here.
_ONLY_SOURCES = (
    "tarfile", "zipfile", "socket", "urllib.request", "http", "ftplib", "smtplib", "ssl", "subprocess", "requests", "httpx",
)
_NOBODY = ("pickle", "marshal", "shelve", "importlib.util", "runpy", "multiprocessing.managers")


def imports_of(path: Path) -> set[str]:
    """Names of all modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def importers_of(names: tuple[str, ...]) -> dict[str, set[str]]:
    """For each layer, which of these modules (or parts of them) it imports."""
    found: dict[str, set[str]] = {}
    for path in _MODULES:
        layer = path.relative_to(_PACKAGE).parts[0].removesuffix(".py")
        hits = {name for name in names for imported in imports_of(path) if imported == name or imported.startswith(name + ".")}
        if hits:
            found.setdefault(layer, set()).update(hits)
    return found


def test_layers() -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run([sys.executable, "-c", program], cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("names", "allowed"), [(_ONLY_SYNTAX, {"syntax"}), (_ONLY_SOURCES, {"sources"}), (_NOBODY, set())])
def test_who_may_import(names: tuple[str, ...], allowed: set[str]) -> None:
    assert set(importers_of(names)) <= allowed, importers_of(names)


def test_the_check_sees_imports() -> None:
    assert importers_of(("tree_sitter",)) == {"syntax": {"tree_sitter"}}


def test_modules_say_what_goes_in_and_out() -> None:
    without = []
    for path in _MODULES:
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        if path.name != "__init__.py" and not ("In:" in docstring and "Out:" in docstring):
            without.append(path.relative_to(_ROOT).as_posix())
    assert without == []


def test_nothing_prints_but_the_command_line() -> None:
    printing = [
        path.name for path in _MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "exit", "quit")
    ]
    assert printing == []
