"""What is demanded of an analysis: entry points first, then what nothing reaches.

In: a `Program`, its `Package`, models. Out: an `Analysis` that has settled.

Live code begins at entry points: module tops, functions named by the manifest, what an entry module exports. Everything else is
demanded afterwards, function by function, where it holds a seed (a word of a modelled API) or names a function that does; its
effects say what the code would do if something reached it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from mcp_sast.dataflow.analysis import Analysis, allow_deep_recursion
from mcp_sast.dataflow.contexts import Arguments
from mcp_sast.dataflow.values import Derived, Function, Object, Site, Value, alternatives
from mcp_sast.models.index import ModelIndex
from mcp_sast.packages.statements import Package
from mcp_sast.program.program import Program
from mcp_sast.syntax.parser import language_of

_IDENTIFIER = re.compile(rb"[A-Za-z_$][\w$]*")
_CODE = ("javascript", "typescript", "python")
# PEP 517 and 660; commands of setuptools; hooks of hatchling, PDM and Poetry.
_HOOK_FUNCTIONS = frozenset(
    {
        "build_wheel", "build_sdist", "build_editable", "prepare_metadata_for_build_wheel", "prepare_metadata_for_build_editable",
        "get_requires_for_build_wheel", "get_requires_for_build_sdist", "get_requires_for_build_editable",
        "run", "finalize_options", "initialize_options", "build_extension", "build_extensions",
        "initialize", "finalize", "update", "dependencies", "clean",
        "build", "pdm_build_initialize", "pdm_build_finalize", "pdm_build_update_files", "pdm_build_hook_enabled", "pdm_build_clean",
    }
)  # fmt: skip
# A word of a path is a seed if it looks like an API's and like no ordinary word: `sendMail`, `os_environ`, `S3`, or a long one; and these.
_TELLING = re.compile(r"[a-z][A-Z]|_|\d|^[A-Z]{3}|^.{11}")
_WORD = re.compile(rb"\w+")
_SMALL_TEXT = 50_000
_SHORT_SEEDS = (
    "fetch",
    "axios",
    "requests",
    "httpx",
    "urllib",
    "smtplib",
    "nodemailer",
    "postmark",
    "resend",
    "sendmail",
    "environ",
    "getenv",
    "env",
    "socket",
    "spawn",
    "exec",
    "urlopen",
    "websocket",
    "WebSocket",
    "got",
    "undici",
    "aiohttp",
    "boto3",
    "telegraf",
    "slack",
    "twilio",
)


def open_analysis(program: Program, package: Package, models: ModelIndex, shuffle: int | None = None) -> Analysis:
    """An analysis in which all live code has been run. `shuffle`: a seed for another order of demand (tests)."""
    allow_deep_recursion()
    analysis = Analysis(program, models, lambda language, name: program.only_named(name, language == "python"), shuffle)
    analysis.importable = tuple(p for p in package.files if language_of(p) in (*_CODE, "json"))
    entries = [entry for entry in package.entry_points if entry.path]
    analysis.shuffle(entries)
    for entry in entries:
        phase = "install" if entry.kind == "hook" else "import"
        analysis.run_module(entry.path, phase, f"module top of {entry.path}")
        if entry.function:
            analysis.run_entry(entry.path, entry.function, "init", f"{entry.function}() of {entry.path}")
        if entry.kind == "hook" and language_of(entry.path) == "python":
            _run_hook_functions(analysis, entry.path)
    if not is_resolved(package):
        for path in package.files:
            if language_of(path) in _CODE:
                analysis.run_module(path, "import", f"module top of {path}")
    analysis.settle()
    for path in dict.fromkeys(
        e.path for e in package.entry_points if e.kind in ("main", "exports", "module", "manifest", "plugin", "bin") and e.path
    ):
        _run_exports(analysis, path)
    analysis.settle()
    return analysis


def _run_hook_functions(analysis: Analysis, path: str) -> None:
    """What installers call by name in a hook's file: functions of PEP 517, methods of setuptools commands and of build hooks."""
    module = analysis.program.module(path)
    for function_id in module.function_ids() if module is not None else ():
        name = analysis.program.name_of(function_id)
        if name.rpartition(".")[2] in _HOOK_FUNCTIONS:
            analysis.run_by_name(function_id, "install", f"{name}() of {path}")


def is_resolved(package: Package) -> bool:
    """Was an entry point found, so that code which nothing reaches is dead?"""
    return package.entry_resolved and bool(package.entry_points)


def run_unreached(analysis: Analysis, package: Package, reached: set[str], exhaustive: bool) -> None:
    """Run what nothing has reached."""
    program = analysis.program
    analysis.frugal = True
    for path in package.files:
        if language_of(path) in _CODE and f"{path}#" not in reached:
            module = program.module(path)
            if module is not None and (exhaustive or _is_seeded(program.texts[path], analysis.models)):
                analysis.run_module(path, "unreached", f"module top of {path}")
    analysis.settle()
    for function_id in _candidates(program, package, analysis.models, exhaustive):
        if function_id not in reached and not analysis.was_called(function_id):
            analysis.run_unreached(function_id)
    analysis.settle()


def _candidates(program: Program, package: Package, models: ModelIndex, exhaustive: bool) -> Iterable[str]:
    """Functions in a fixed order: all of them, or those with a seed and those that name them."""
    paths = [p for p in sorted(package.files) if language_of(p) in _CODE and program.module(p) is not None]
    found: dict[str, None] = {}
    if exhaustive:
        for path in paths:
            module = program.module(path)
            found.update(dict.fromkeys(module.function_ids() if module is not None else ()))
        return [f for f in found if not f.endswith("#")]
    for path in paths:
        module = program.module(path)
        if module is None:
            continue
        for offset in _seeds_in(program.texts[path], models):
            found[module.function_at(offset)] = None
    return [f for f in sorted(found) if not f.endswith("#")]


def _seeds_in(text: bytes, models: ModelIndex) -> Iterator[int]:
    """Where a word stands that modelled sources and sinks end with. For a small text, looking each of its words up is cheaper than
    compiling one regular expression over thousands of them."""
    words, odd = _seed_words(models)
    if len(text) > _SMALL_TEXT or any(word in text for word in odd):
        yield from (match.start() for match in _seeds(models).finditer(text))
        return
    yield from (match.start() for match in _WORD.finditer(text) if match[0] in words)


@cache
def _seed_words(models: ModelIndex) -> tuple[frozenset[bytes], tuple[bytes, ...]]:
    """The plain words, and those that hold other characters too."""
    pieces = {piece for path in models.paths_that_tell() for piece in re.split(r"[.()/@\-]+", path) if _TELLING.search(piece)}
    words = frozenset(word.encode() for word in (*pieces, *_SHORT_SEEDS))
    odd = tuple(sorted(word for word in words if not _WORD.fullmatch(word)))
    return words.difference(odd), odd


@cache
def _seeds(models: ModelIndex) -> re.Pattern[bytes]:
    """One regular expression over all of them."""
    words, odd = _seed_words(models)
    return re.compile(rb"\b" + _any_of(sorted({*words, *odd})) + rb"\b")


def _any_of(words: list[bytes]) -> bytes:
    """A pattern for any of the words that decides letter by letter: ten times faster than trying one word after the other."""
    by_letter: dict[bytes, list[bytes]] = {}
    for word in words:
        if word:
            by_letter.setdefault(word[:1], []).append(word[1:])
    ways = [re.escape(letter) + _any_of(rest) for letter, rest in by_letter.items()]
    if not ways:
        return b""
    return b"(?:" + b"|".join(ways) + (b")?" if b"" in words else b")")


def _is_seeded(text: bytes, models: ModelIndex) -> bool:
    return next(_seeds_in(text, models), None) is not None


def _run_exports(analysis: Analysis, path: str) -> None:
    """What an entry module exports may be called by whoever imports it: a server factory."""
    module = analysis.program.module(path)
    context = analysis.module_context(path)
    if module is None or context is None or module.module.style == "python":
        return
    site = Site(f"{path}#", 0, 0)
    value = analysis.links.value_of(module, path, context)
    names = analysis.links.exported_names(path)
    values = [analysis.read_field(context, value, name, site) for name in names] if names else _members(analysis, value)
    for one in values:
        for function in alternatives(one):
            if isinstance(function, (Function, Derived)) and not _called(analysis, function):
                unknown = Arguments((), (), (analysis.interner.unknown("exported"),))
                analysis.add_root(context, function, "init", f"exported by {path}", unknown, None, site)


def _members(analysis: Analysis, value: Value) -> list[Value]:
    out: list[Value] = []
    for one in alternatives(value):
        out.append(one)
        if isinstance(one, Object):
            out.extend(e.value for e in analysis.heap.entries(analysis.heap[one.id]))
    return out


def _called(analysis: Analysis, value: Value) -> bool:
    return isinstance(value, Function) and analysis.was_called(value.function)
