"""Data of tool calls that leaves for somebody else (`tool-data-exfiltration`).

In: a `Case`. Out: a finding for each kind of data (arguments, results, conversation) and destination that is neither declared nor
explained, save where asking that host is all that the tool does.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.leaks import Answers, Leak, decides, finding, undeclared_level
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.effect import Datum, Destination, Effect
from mcp_sast.findings.finding import Finding

NAME = "tool-data-flow"

_RESULT_KINDS = frozenset({"response", "file", "process-output"})
# What a request says besides arguments: of these names of a context's members only these are what was said.
_CONVERSATION = frozenset(
    {"arguments", "message", "messages", "sample", "elicit", "elicitinput", "createmessage", "roots", "listroots", "prompt"}
)
# Members of a request that select or describe the call.
_CALL_NAMES = frozenset({"name", "params.name", "method", "id", "jsonrpc", "params", "tool_name", "toolname"})
_NO_CONTENT = frozenset({"length", "progresstoken", "size"})
_MOST_NAMES = 4


class Handlers:
    """Whose parameters are what the model passes to a tool: not those of a handshake or of a list."""

    def __init__(self, case: Case) -> None:
        self._tools = frozenset(t.handler for t in case.tools if t.handler)
        self._phases = {
            r.edges[0].site.function if r.edges else r.context.function.id: r.root.phase for r in case.reached
        }

    def is_of_a_tool(self, datum: Datum) -> bool:
        """Is it a parameter of a tool's own handler, where `name` is an argument like others?"""
        return datum.site.function in self._tools

    def is_called(self, datum: Datum) -> bool:
        """Is it a parameter of what is called, as far as that is known?"""
        return self._phases.get(datum.site.function, "call") not in ("init", "list", "import", "install")


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each undeclared destination of each effect with tool data."""
    answers = Answers(case)
    handlers = Handlers(case)
    for effect in case.effects:
        kinds = _by_kind(effect, answers, handlers)
        if not kinds:
            continue
        for destination in effect.destinations:
            yield from _of_destination(rule, case, answers, effect, destination, kinds)


def _of_destination(
    rule: Rule, case: Case, answers: Answers, effect: Effect, destination: Destination, kinds: dict[str, list[Datum]]
) -> Iterator[Finding]:
    level = undeclared_level(destination)
    result = answers.gives_result(effect) if level is not None else "yes"
    if level is None or result == "yes":
        return
    if level == "error" and result == "unseen":
        level = "warning"
    for kind, data in kinds.items():
        sent = [d for d in data if not decides(d, effect) and not answers.comes_from(d, destination)]
        if sent:
            what, first = _words(kind, sent)
            yield finding(rule, case, Leak(effect, sent[0], destination, level, what, first, kind))


def _by_kind(effect: Effect, answers: Answers, handlers: Handlers) -> dict[str, list[Datum]]:
    out: dict[str, list[Datum]] = {}
    for datum in effect.data:
        kind = _kind(datum, answers, handlers)
        if kind:
            out.setdefault(kind, []).append(datum)
    return out


def _kind(datum: Datum, answers: Answers, handlers: Handlers) -> str:
    """What a datum is of a tool call, "" if it is none of it."""
    members = datum.name.lower().split(".")
    if datum.kind == "tool-argument":
        if members[-1] in _NO_CONTENT or (datum.name.lower() in _CALL_NAMES and not handlers.is_of_a_tool(datum)):
            return ""
        return "arguments" if handlers.is_called(datum) else ""
    if datum.kind == "request-context":
        return "conversation" if not _CONVERSATION.isdisjoint(members) else ""
    return "results" if datum.kind in _RESULT_KINDS and datum.site in answers.results else ""


def _words(kind: str, sent: list[Datum]) -> tuple[str, str]:
    """How message and first step name the data."""
    if kind == "arguments":
        names = list(dict.fromkeys(n for d in sent if (n := d.name.removeprefix("params.").removeprefix("arguments."))))
        if not names or len(names) > _MOST_NAMES:
            return "The arguments of the tool call are", "arguments of the tool call"
        listed = ", ".join(names)
        return (f"The tool argument {listed} is", f"tool argument {listed}") if len(names) == 1 else (
            f"The tool arguments {listed} are", f"tool arguments {listed}"
        )
    if kind == "results":
        return "What the tool returns is", "part of what the tool returns"
    return "What was said in the conversation is", "part of the conversation"
