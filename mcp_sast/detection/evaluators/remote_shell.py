"""Shells that somebody else drives (`reverse-shell`).

In: a `Case`. Out: a finding for each call by which a socket's bytes get to a shell, or a shell's streams are a socket's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.dataflow.values import Library, Object, Source, Value, leaves
from mcp_sast.detection.case import Case, chain_of, phase_of_root
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.commands import Simple, is_waiting, text_of_parts
from mcp_sast.effects.execution import Execution
from mcp_sast.findings.finding import Finding, Step

NAME = "remote-shell"

_SOCKETS = ("socket.socket()", "socket.create_connection()", "net.connect()", "net.createConnection()", "net.Socket()", "tls.connect()")
_STREAMS = frozenset({"stdin", "stdout", "stderr", "stdio"})
_COMMANDS = re.compile(
    r"/dev/(?:tcp|udp)/|\bn(?:c|cat|etcat)\b[^|;&]*\s(?:-\w*[ec]\b|--exec\b|--sh-exec\b)|\bsocat\b.*\bexec:|mkfifo\b.*\|\s*n(?:c|cat)\b"
    r"|socket\.socket\(.*(?:dup2|pty\.spawn)|net\.sockets\.tcpclient",
    re.IGNORECASE | re.DOTALL,
)


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each process that is started or written to, each stream that is joined to another."""
    joined = {e.reached.context.id: e for e in case.executions if e.kind == "redirect" and _has_socket(case, e.values)}
    shells = [e for e in case.executions if e.kind == "process" and any(is_waiting(c) or _is_shell(c) for line in e.commands for c in line)]
    for execution in case.executions:
        how = _how(case, execution)
        other = joined.get(execution.reached.context.id)
        if not how and execution in shells and other is not None and other.reached.event.path == "os.dup2":
            how = "a socket was made its input"
        if not how and execution.kind == "redirect" and execution in joined.values():
            ends = any(isinstance(leaf, Object) and _path(case, leaf).startswith("child_process.spawn()") for leaf in _leaves(execution))
            how = "its streams are a socket's" if ends and not _reads_a_shell(case, execution) else ""
        if how:
            yield _finding(rule, case, execution, how)


def from_socket(value: Value) -> bool:
    """Data that came out of a socket."""
    return isinstance(value, Source) and value.kind == "response" and value.name == "socket"


def _how(case: Case, execution: Execution) -> str:
    if execution.kind != "process":
        return ""
    for line in execution.commands:
        text = " ".join(" ".join(map(text_of_parts, c.words)) + " ".join(text_of_parts(w) for _, w in c.redirects) for c in line)
        if _COMMANDS.search(text):
            return "a command joins it to a socket"
    event = execution.reached.event
    words = tuple(part for run in execution.runs for part in run.parts if not isinstance(part, str))
    if any(case.traces(value, from_socket) for value in (*words, *execution.fed)):
        return "it runs what a socket receives"
    streams = tuple(value for name, value in event.arguments.keywords if name in _STREAMS)
    options = tuple(v for value in event.arguments.positional[1:] for v in _stdio(case, value))
    return "its streams are a socket's" if _has_socket(case, (*streams, *options)) else ""


def _is_shell(command: Simple) -> bool:
    return command.program in ("sh", "bash", "zsh", "dash", "cmd", "powershell") and not any(
        text_of_parts(word) in ("-c", "/c") for word in command.arguments
    )


def _stdio(case: Case, value: Value) -> Iterator[Value]:
    if isinstance(value, Object) and case.analysis is not None:
        yield from (entry.value for entry in case.analysis.heap[value.id].named.get("stdio", {}).values())


def _has_socket(case: Case, values: tuple[Value, ...]) -> bool:
    return any(case.traces(value, lambda v: _path(case, v).startswith(_SOCKETS)) for value in values)


def _reads_a_shell(case: Case, execution: Execution) -> bool:
    """The way out of a shell; the way in is reported."""
    return any(isinstance(v, Library) and v.path.endswith(("stdout", "stderr")) for v in execution.values[:1])


def _leaves(execution: Execution) -> Iterator[Value]:
    for value in execution.values:
        for leaf in leaves(value):
            yield leaf
            if isinstance(leaf, Library) and leaf.receiver is not None:
                yield leaf.receiver


def _path(case: Case, value: Value) -> str:
    if isinstance(value, Object) and case.analysis is not None:
        return case.analysis.heap[value.id].path
    return value.path if isinstance(value, Library) else ""


def _host(case: Case, execution: Execution) -> str:
    """The other end, if it is known."""
    root = execution.reached.root
    same = [e for e in case.effects if e.kind == "socket" and (e.reached.root == root or e.reached.context.id == root.by)]
    return next((d.host for e in same for d in e.destinations if d.host), "")


def _finding(rule: Rule, case: Case, execution: Execution, how: str) -> Finding:
    one, call = execution.reached, execution.reached.event.path.rstrip("()")
    return Finding(
        rule=rule.id,
        level="error",
        message=f"{call} gives a shell to whoever is at the other end of a socket: {how}.",
        place=case.place_of(execution.site),
        function=case.function_of(execution.site),
        phase=phase_of_root(one.root),
        steps=(Step(case.place_of(execution.site), how),),
        chain=chain_of(case, one, execution.site),
        source="socket",
        destination=_host(case, execution),
        confidence="high",
        sink=case.place_of(execution.site),
        tools=tuple(t for t in (case.tool_of(one),) if t),
    )
