"""What an installation fetches from elsewhere and runs (`install-script-download`).

In: a `Case`. Out: errors for hooks whose own command downloads or runs external content, and for calls in phase install that do; notes
where only a file is fetched from a host that the package declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mcp_sast.dataflow.facts import Reached
from mcp_sast.dataflow.values import Constant, Source, Value
from mcp_sast.detection.case import Case
from mcp_sast.detection.package_findings import finding_at
from mcp_sast.detection.registry_hosts import host_in
from mcp_sast.detection.rule import Rule
from mcp_sast.detection.shell_actions import Fetch, fetches_in
from mcp_sast.findings.finding import Finding, Level, Phase, Related
from mcp_sast.findings.place import Place
from mcp_sast.packages.supply import Hook

NAME = "install-downloads"
_SCRIPT_FILE = re.compile(r"(?:\.{0,2}/)?[\w@./-]+\.(?:sh|bash|cmd|bat|ps1)\b|(?:\./|\.\./)[\w@./-]+")
_RUNNERS = frozenset({"process", "code"})
# Tools that only check or arrange things, and builders that npm has at hand: what `npx` starts in nearly every honest hook.
_DECLARED = {
    "npx", "node-gyp", "node-gyp-build", "node-pre-gyp", "prebuild-install", "husky", "patch-package", "npm", "tsc", "only-allow",
    "lefthook",
    "simple-git-hooks", "is-ci", "check-node-version", "opencollective-postinstall",
}  # fmt: skip
_WORDS: dict[str, str] = {
    "runs-download": "downloads {} and runs it",
    "download": "downloads {}",
    "runs-package": "fetches and runs the package {}, which no dependency declares",
    "installs-package": "installs the package {}, which no dependency declares, at whatever version is the newest",
}


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """The hooks' own commands, the shell scripts they run, then the code they run."""
    declared = frozenset({one.name.lower() for one in case.package.dependencies} | {case.package.name.lower()} | _DECLARED)
    for hook in case.supply.hooks:
        if hook.kind == "npm-script" or (hook.kind == "pth" and hook.command):
            yield from _of_command(rule, case, hook, declared)
    yield from _of_code(rule, case, declared)


def _of_command(rule: Rule, case: Case, hook: Hook, declared: frozenset[str]) -> Iterator[Finding]:
    text = hook.command if hook.kind == "npm-script" else f"python -c '{hook.command}'"
    phase: Phase = "install" if hook.kind == "npm-script" else "import"
    for fetch in fetches_in(text, declared):
        message = f"The hook {hook.name} {_WORDS[fetch.kind].format(fetch.what)}."
        yield finding_at(rule, _level(case, fetch), hook.place, message, subject=hook.name, other=fetch.what, phase=phase)
    seen: set[str] = set()
    waiting = _script_paths(case, text)
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        script = case.files[path].decode("utf-8", "replace")
        related = (Related(hook.place, f"the hook {hook.name} runs it"),)
        for fetch in fetches_in(script, declared):
            message = f"{path}, which the hook {hook.name} runs, {_WORDS[fetch.kind].format(fetch.what)}."
            start, end = (len(script[:at].encode()) if not script.isascii() else at for at in (fetch.start, fetch.end))
            yield finding_at(
                rule,
                _level(case, fetch),
                Place(path, start, end),
                message,
                subject=hook.name,
                other=fetch.what,
                phase=phase,
                related=related,
            )
        waiting += _script_paths(case, script)


def _script_paths(case: Case, text: str) -> list[str]:
    """The shell scripts of the package that a command names."""
    prefix = f"{case.package.root}/" if case.package.root else ""
    names = (prefix + match[0].removeprefix("./") for match in _SCRIPT_FILE.finditer(text))
    return [
        name
        for name in dict.fromkeys(names)
        if name in case.files and (name.endswith((".sh", ".bash", ".cmd", ".bat", ".ps1")) or _is_shell(case, name))
    ]


def _is_shell(case: Case, path: str) -> bool:
    return re.match(rb"#!.*\b(?:ba|z|da|k)?sh\b", case.files[path][:80]) is not None


def _level(case: Case, fetch: Fetch) -> Level:
    """What is only kept, from a host that the package declares, is an ordinary prebuilt file."""
    host = host_in(fetch.what)
    if fetch.kind == "download" and host and case.declarations.judge_host(host, fetch.what).declared:
        return "note"
    return "error"


def _of_code(rule: Rule, case: Case, declared: frozenset[str]) -> Iterator[Finding]:
    for one in case.reached:
        sink = one.event.api.sink
        if one.root.phase != "install" or sink is None or sink.kind not in (*_RUNNERS, "file-write"):
            continue
        place = case.place_of(one.event.site)
        call = one.event.path.rstrip("()")
        values = (*one.event.arguments.positional, *(value for _, value in one.event.arguments.keywords))
        answers = [
            trace.leaf for value in values for trace in case.traces(value, lambda v: isinstance(v, Source) and v.kind == "response")
        ]
        for leaf in answers[:1]:
            assert isinstance(leaf, Source)
            fetched_at = case.place_of(leaf.site)
            if sink.kind == "file-write":
                level: Level = "note" if _is_from_declared(case, leaf) else "error"
                message = f"Installation downloads a file and keeps it ({call})."
                yield _finding(rule, case, one, level, fetched_at, message, Related(place, "kept here"))
            else:
                message = f"Installation downloads code and runs it ({call})."
                yield _finding(rule, case, one, "error", place, message, Related(fetched_at, "downloaded here"))
        if sink.kind == "process" and not answers:
            yield from _of_process(rule, case, one, values, declared)


def _of_process(rule: Rule, case: Case, one: Reached, values: tuple[Value, ...], declared: frozenset[str]) -> Iterator[Finding]:
    """A command line that the code starts: one text, or a program and its words."""
    constants: list[str] = []
    for value in values:
        for trace in case.traces(value, lambda v: isinstance(v, Constant) and isinstance(v.value, str)):
            if isinstance(trace.leaf, Constant) and isinstance(trace.leaf.value, str):
                constants.append(trace.leaf.value)
    if not constants:
        return
    text = constants[0] if " " in constants[0].strip() else " ".join(_quoted(word) for word in constants)
    for fetch in fetches_in(text, declared)[:1]:
        message = f"Installation starts a program that {_WORDS[fetch.kind].format(fetch.what)}."
        yield _finding(rule, case, one, _level(case, fetch), case.place_of(one.event.site), message, None)


def _quoted(word: str) -> str:
    return word if re.fullmatch(r"[\w@%+=:,./-]+", word) else "'" + word.replace("'", "'\\''") + "'"


def _is_from_declared(case: Case, leaf: Source) -> bool:
    """Whether every destination of the call that the answer came from is declared."""
    found = [d for effect in case.effects if effect.site == leaf.site for d in effect.destinations]
    return bool(found) and all(d.judgement is not None and d.judgement.declared for d in found)


def _finding(rule: Rule, case: Case, one: Reached, level: Level, place: Place, message: str, related: Related | None) -> Finding:
    base = finding_at(
        rule,
        level,
        place,
        message,
        subject=one.event.path,
        phase="install",
        related=(related,) if related is not None else (),
        confidence="medium",
    )
    sink = next((case.place_of(effect.given_host_at) for effect in case.effects if case.place_of(effect.site) == place), None)
    return replace(base, function=case.function_of(one.event.site), sink=sink)
