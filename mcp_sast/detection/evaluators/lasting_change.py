"""What outlives the server (`persistence`).

In: a `Case`. Out: a finding for each write to a place from which something is started, trusted or told to an agent later: shell profiles,
cron, autostart, authorized_keys, agents' hooks and instruction files, other MCP clients' configuration. Not in a setup command of its
own, nor where the call names the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.dataflow.facts import Reached
from mcp_sast.dataflow.values import Library, Object, Site, Source, Value
from mcp_sast.detection.case import Case, chain_of, phase_of_root
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.commands import Simple, text_of_parts
from mcp_sast.findings.finding import Finding, Step

NAME = "lasting-change"

_PLACES = (
    ("a shell profile", re.compile(
        r"(?:^|/)\.(?:bashrc|bash_profile|bash_login|bash_logout|zshrc|zprofile|zshenv|zlogin|profile|kshrc|cshrc|xinitrc|xprofile|xsessionrc)$"
        r"|fish/(?:config\.fish|conf\.d/)|powershell_profile\.ps1$|^/etc/(?:profile|bash\.bashrc|zshrc)", re.IGNORECASE)),
    ("a schedule or autostart folder", re.compile(
        r"^/etc/cron|/var/spool/cron|(?:^|/)launch(?:agents|daemons)/|systemd/(?:user|system)/|(?:^|/)autostart/"
        r"|programs/startup|^/etc/(?:rc\.local|init\.d)|sitecustomize\.py$|site-packages/.*\.pth$", re.IGNORECASE)),
    ("the keys that may log in", re.compile(r"\.ssh/(?:authorized_keys|rc)", re.IGNORECASE)),
    ("the configuration of an MCP client", re.compile(
        r"claude_desktop_config\.json$|\.cursor/mcp\.json$|\.vscode/mcp\.json$|(?:^|/)\.mcp\.json$|\.claude\.json$|mcp_config\.json$"
        r"|mcp_settings\.json$|\.codex/config\.toml$|\.gemini/settings\.json$|mcp-servers\.json$", re.IGNORECASE)),
    ("the hooks of an agent", re.compile(r"\.(?:claude|cursor|gemini|codex)/(?:settings(?:\.local)?\.json|hooks)", re.IGNORECASE)),
    ("the instructions of an agent", re.compile(
        r"(?:^|/)(?:CLAUDE(?:\.local)?|AGENTS|GEMINI)\.md$|(?:^|/)\.(?:cursorrules|windsurfrules|clinerules)|copilot-instructions\.md$"
        r"|\.cursor/rules/|\.claude/(?:agents|commands|skills)/")),
)  # fmt: skip
_COMMAND_LINES = (
    "process.argv", "sys.argv", "argparse.", "click.", "typer.", "commander", "yargs", "minimist", "util.parseArgs", "meow", "arg(", "cac",
)  # fmt: skip
_SCHEDULERS = re.compile(
    r"^(?:schtasks\b.*/create|launchctl (?:load|bootstrap|submit)|systemctl\b.*\benable|reg add\b.*\\run\b|at now)",
    re.IGNORECASE | re.DOTALL,
)


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each write, each command that writes or schedules."""
    for change in case.file_changes:
        if change.kind != "file-write" or _is_asked_for(case, change.reached, change.values):
            continue
        for path in change.paths:
            what = _place(path)
            if what:
                yield _finding(rule, case, change.reached, change.site, what, path)
                break
    for execution in case.executions:
        for command in (c for line in execution.commands for c in line):
            found = _of_command(command)
            if found and not _is_asked_for(case, execution.reached, execution.values):
                yield _finding(rule, case, execution.reached, execution.site, *found)


def _place(path: str) -> str:
    text = path.replace("\\", "/")
    return next((what for what, pattern in _PLACES if pattern.search(text)), "")


def _of_command(command: Simple) -> tuple[str, str] | None:
    shown = " ".join(map(text_of_parts, command.words))
    written = [word for _, word in command.redirects]
    if command.program == "tee":
        written.extend(command.arguments)
    for word in written:
        what = _place(text_of_parts(word))
        if what:
            return what, text_of_parts(word)
    given = [text_of_parts(word) for word in command.arguments]
    if command.program == "crontab" and "-l" not in given and "-r" not in given:
        return "a schedule or autostart folder", "crontab"
    return ("a schedule or autostart folder", shown[:80]) if _SCHEDULERS.search(shown) else None


def _is_asked_for(case: Case, reached: Reached, path: tuple[Value, ...]) -> bool:
    """Does a command of its own ask for it (a subcommand or a flag), or does the call name the folder?"""
    for guard in reached.guards:
        if guard.holds and case.traces(guard.condition, lambda v: _is_of_the_command_line(case, v)):
            return True
    if any(reached.root.event is not None and reached.root.event.path.startswith(one) for one in _COMMAND_LINES):
        return True
    return any(case.traces(value, lambda v: isinstance(v, Source) and v.kind in ("tool-argument", "arguments")) for value in path)


def _is_of_the_command_line(case: Case, value: Value) -> bool:
    """An argument of the program, plain or as a library reads it."""
    if isinstance(value, Source):
        return value.kind == "arguments" or (value.kind == "library" and value.name.startswith(_COMMAND_LINES))
    if isinstance(value, Object) and case.analysis is not None:
        return case.analysis.heap[value.id].path.startswith(_COMMAND_LINES)
    return isinstance(value, Library) and value.path.startswith(_COMMAND_LINES)


def _finding(rule: Rule, case: Case, reached: Reached, site: Site, what: str, path: str) -> Finding:
    call = reached.event.path.rstrip("()").lstrip("?.")
    return Finding(
        rule=rule.id,
        level="warning",
        message=f"{call} changes {what} ({path}), which lasts beyond the server.",
        place=case.place_of(site),
        function=case.function_of(site),
        phase=phase_of_root(reached.root),
        steps=(Step(case.place_of(site), f"writes to {path}"),),
        chain=chain_of(case, reached, site),
        source=what,
        destination=path,
        confidence="high",
        tools=tuple(t for t in (case.tool_of(reached),) if t),
    )
