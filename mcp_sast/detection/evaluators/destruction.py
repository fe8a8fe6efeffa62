"""What is deleted or overwritten for good (`destructive-action`).

In: a `Case`. Out: a finding for each deletion or overwriting of a home directory, a disk, a repository's history or all files of a kind
that happens at installation, load or start, or on a hidden trigger. The server's own storage is its own business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.dataflow.facts import Reached
from mcp_sast.dataflow.values import Site, Source, Value, alternatives
from mcp_sast.detection.case import Case, chain_of, phase_of_root
from mcp_sast.detection.phases import Phases
from mcp_sast.detection.rule import Rule
from mcp_sast.detection.triggers import Hidden
from mcp_sast.effects.commands import Simple, text_of_parts
from mcp_sast.findings.finding import Finding, Step

NAME = "destruction"
_HOMES = frozenset({"home", "HOME", "USERPROFILE"})
_SINGLE = frozenset({"unlink", "unlinkSync", "truncate", "truncateSync"})

_USERS = r"(?:~|…|\$HOME|\$\{HOME\}|%USERPROFILE%|/home/[^/]+|/Users/[^/]+|/root|C:/Users/[^/]+)"
_FOLDERS = r"(?:\*+|\.|…|Documents|Desktop|Downloads|Pictures|Projects|src|code)"
_HOME = re.compile(rf"{_USERS}(?:/{_FOLDERS}?/?(?:\*+|…)?)?$|/(?:\*|home/?|Users/?)?$|[A-Za-z]:/?\*?$")
_DISK = re.compile(r"^/dev/(?:sd|hd|nvme|vd|xvd|mmcblk|disk|mapper)|^\\\\\.\\PhysicalDrive", re.IGNORECASE)
_HISTORY = re.compile(r"(?:^|/)\.git(?:/(?:objects|refs|HEAD|\*))?/?$")
_KIND = re.compile(r"(?:^|/)\*\*?/?\*?\.\w+$|^\*$")
_RECURSIVE = re.compile(r"^-\w*[rRf]\w*$|^--(?:recursive|force)$|^/[sq]$")
_WIPERS = re.compile(
    r"^(?:mkfs|format [a-z]:|diskpart|shred |wipefs |cipher /w|git push\b.*(?:--force\b|--mirror|-f\b)|git reset --hard \S*[~^]"
    r"|git filter-branch|git reflog expire|git update-ref -d)|^find (?:~|/|\$HOME|…)\S*.* -delete\b",
    re.IGNORECASE | re.DOTALL,
)


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each deletion, each write over a device, each command that does so."""
    phases, hidden = Phases(case), Hidden(case)
    for change in case.file_changes:
        if change.kind == "file-delete" and change.reached.event.path.rpartition(".")[2] in _SINGLE:
            continue  # one file, whichever it is
        what = next((w for path in change.paths if (w := _what(case, path, change.kind, change.values))), "")
        if what and (when := _when(case, phases, hidden, change.reached)):
            yield _finding(rule, case, change.reached, change.site, what, when)
    for execution in case.executions:
        for command in (c for line in execution.commands for c in line):
            what = _of_command(case, command)
            if what and (when := _when(case, phases, hidden, execution.reached)):
                yield _finding(rule, case, execution.reached, execution.site, what, when)


def _what(case: Case, path: str, kind: str, values: tuple[Value, ...]) -> str:
    text = path.replace("\\", "/") if not path.startswith("\\\\.") else path
    if _DISK.search(text):
        return f"a disk ({path})"
    if kind != "file-delete":
        return ""
    if _HISTORY.search(text):
        return f"a repository's history ({path})"
    if _KIND.search(text):
        return f"all files of a kind ({path})"
    if text == "…" and not any(isinstance(one, Source) and one.name in _HOMES for value in values for one in alternatives(value)):
        return ""
    if _HOME.fullmatch(text) and ("…" not in text or _is_of_home(case, values)):
        return f"a home directory ({path})"
    return ""


def _is_of_home(case: Case, values: tuple[Value, ...]) -> bool:
    return any(case.traces(v, lambda one: isinstance(one, Source) and one.name in _HOMES) for v in values)


def _of_command(case: Case, command: Simple) -> str:
    shown = " ".join(map(text_of_parts, command.words))
    if _WIPERS.search(shown):
        return f"what `{shown[:60]}` reaches"
    given = [text_of_parts(word) for word in command.arguments]
    if command.program == "dd" or any(_DISK.search(text_of_parts(word)) for _, word in command.redirects):
        target = next((g[3:] for g in given if g.startswith("of=")), "")
        return f"a disk ({target})" if _DISK.search(target) or command.program != "dd" else ""
    if command.program not in ("rm", "del", "rd", "rmdir", "remove-item", "unlink") or not any(_RECURSIVE.match(g) for g in given):
        return ""
    values = tuple(part for word in command.words for part in word if not isinstance(part, str))
    return next((w for g in given if not g.startswith("-") and (w := _what(case, g, "file-delete", values))), "")


def _when(case: Case, phases: Phases, hidden: Hidden, reached: Reached) -> str:
    """At which early phase, or on which hidden trigger it happens, "" for neither."""
    early = phases.early(reached.root)
    if early is not None:
        return {"install": "when the package is installed", "import": "when it is loaded"}.get(early, "when it starts")
    atoms = hidden.before_addition(case.triggers.always(reached))
    return f"on a hidden trigger ({atoms[0].text or atoms[0].kind})" if atoms else ""


def _finding(rule: Rule, case: Case, reached: Reached, site: Site, what: str, when: str) -> Finding:
    call = reached.event.path.rstrip("()").lstrip("?.")
    return Finding(
        rule=rule.id,
        level="error",
        message=f"{call} deletes or overwrites {what} {when}.",
        place=case.place_of(site),
        function=case.function_of(site),
        phase=phase_of_root(reached.root),
        steps=(Step(case.place_of(site), f"deletes or overwrites {what}"),),
        chain=chain_of(case, reached, site),
        source=what,
        destination=call,
        confidence="high",
        tools=tuple(t for t in (case.tool_of(reached),) if t),
    )
