"""Code of the package that nobody can read (`opaque-code`).

In: a `Case`. Out: a finding for each call that loads a native add-on, WebAssembly, bytecode or marshalled code of the package itself whose
sources are not in the package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.dataflow.values import Constant, Derived, Source, Value, leaves
from mcp_sast.detection.case import Case, chain_of, phase_of_root
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.execution import Execution
from mcp_sast.effects.paths import PACKAGE
from mcp_sast.findings.finding import Finding, Step

NAME = "unreadable-code"

_OPAQUE = re.compile(r"\.(?:node|wasm|jsc|pyc|pyd|so|dll|dylib)$", re.IGNORECASE)
_SOURCES = re.compile(r"\.(?:c|cc|cpp|cxx|rs|go|zig|pyx|wat|as|f90|asm)$|(?:^|/)(?:binding\.gyp|Cargo\.toml|CMakeLists\.txt)$", re.I)
_SYSTEM = ("/usr/", "/lib", "/System/", "C:\\Windows")


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each call that loads something."""
    files = case.declarations.package.files
    if any(_SOURCES.search(path) for path in files):
        return
    for execution in case.executions:
        what = _what(case, execution, files)
        if what:
            yield _finding(rule, case, execution, what)


def _what(case: Case, execution: Execution, files: tuple[str, ...]) -> str:
    if execution.kind == "code":
        return "marshalled code" if any(_is_marshalled(v) for v in execution.values) else ""
    if execution.kind not in ("load", "native"):
        return ""
    texts = [*execution.paths, *_files_read(case, execution)]
    for path in texts:
        if _OPAQUE.search(path) and not path.startswith(_SYSTEM) and _is_own(path, files):
            return path
    return ""


def _files_read(case: Case, execution: Execution) -> Iterator[str]:
    """Paths of the files whose content is loaded."""
    for value in execution.values:
        for trace in case.traces(value, lambda v: isinstance(v, Source) and v.kind == "file"):
            assert isinstance(trace.leaf, Source)
            yield from case.path_texts(trace.leaf.origin) if trace.leaf.origin is not None else (trace.leaf.name,)


def _is_own(path: str, files: tuple[str, ...]) -> bool:
    """Is it a file of the package, or one that lies where the package's code lies?"""
    name = path.rpartition("/")[2]
    return path.startswith((PACKAGE, "./", "../")) or any(known.rpartition("/")[2] == name for known in files)


def _is_marshalled(value: Value) -> bool:
    """Loaded by marshal from what is written in the package."""
    if not isinstance(value, Derived):
        return False
    if value.operation == "marshal.loads":
        return all(isinstance(leaf, Constant) and not leaf.history for leaf in leaves(value))
    return any(_is_marshalled(part) for part in value.parts)


def _finding(rule: Rule, case: Case, execution: Execution, what: str) -> Finding:
    one, call = execution.reached, execution.reached.event.path.rstrip("()")
    return Finding(
        rule=rule.id,
        level="warning",
        message=f"{call} loads {what}, whose source is not in the package: nobody can read what it does.",
        place=case.place_of(execution.site),
        function=case.function_of(execution.site),
        phase=phase_of_root(one.root),
        steps=(Step(case.place_of(execution.site), f"loads {what}"),),
        chain=chain_of(case, one, execution.site),
        source=what,
        destination=call,
        confidence="high",
        tools=tuple(t for t in (case.tool_of(one),) if t),
    )
