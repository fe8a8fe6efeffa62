"""Code that is fetched and run (`downloaded-code-execution`).

In: a `Case`. Out: a finding for each call that runs data from the network: as text, as a module, as program, script or inline code of a
process, as a file that was written first, or by a command that fetches and runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mcp_sast.dataflow.facts import Trace
from mcp_sast.dataflow.values import Source, Value, leaves
from mcp_sast.detection.case import Case, chain_of, phase_of_root, steps_of
from mcp_sast.detection.rule import Rule
from mcp_sast.detection.written_files import WrittenFiles
from mcp_sast.effects.commands import fetches, runs_what_it_fetches
from mcp_sast.effects.execution import Execution
from mcp_sast.findings.finding import Finding, Level, Step

NAME = "downloaded-code"
_MOST_LEAVES = 40


class _Fetched(NamedTuple):
    """Data of the network: where it comes from, the way into the call; `through` tells of a file between."""

    source: str
    trace: Trace | None
    through: tuple[Step, ...] = ()


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each call that runs something."""
    judge = _Judge(case)
    for execution in case.executions:
        found = judge.fetched(execution)
        if found is not None:
            yield judge.finding(rule, execution, found)


class _Judge:
    def __init__(self, case: Case) -> None:
        self._case = case
        self._files = WrittenFiles(case)
        self._hosts = {e.site: e.destinations for e in case.effects}
        self._written = [
            (change, found) for change in case.file_changes if change.kind == "file-write" and (found := self._from_network(change.data))
        ]

    def fetched(self, execution: Execution) -> _Fetched | None:
        """The network's data that a call runs, if it does."""
        if execution.kind == "redirect":
            return None
        run = self._what_runs(execution)
        found = self._from_network(run, is_text=True)
        if found is not None:
            return found
        text = next((t for line in execution.commands if (t := runs_what_it_fetches(list(line)))), "")
        if text:
            return _Fetched(f"`{text[:80]}`", None)
        return self._in_a_file(execution, run)

    def _what_runs(self, execution: Execution) -> tuple[Value, ...]:
        if execution.kind != "process":
            return execution.values
        words = tuple(part for run in execution.runs for part in run.parts if not isinstance(part, str))
        return words + execution.fed

    def _from_network(self, values: tuple[Value, ...], is_text: bool = False) -> _Fetched | None:
        """The first trace to data of the network. In text, a field of an object is not what the text is made of, and of a value that may
        be nearly anything nothing can be said."""
        for value in values:
            if is_text and len(leaves(value)) > _MOST_LEAVES:
                continue
            for trace in self._case.traces(value, self._is_fetched):
                leaf = trace.leaf
                if is_text and any(hop.kind == "field" and hop.text != "*" for hop in trace.hops):
                    continue
                assert isinstance(leaf, Source)
                return _Fetched(self._origin(leaf), trace)
        return None

    def _is_fetched(self, value: Value) -> bool:
        if not isinstance(value, Source):
            return False
        if value.kind == "response" and value.name == "socket":
            return False  # a shell that a socket drives is reported as that
        if value.kind == "response":
            destinations = self._hosts.get(value.site, ())
            return not destinations or any(d.is_outside for d in destinations)
        return value.kind == "process-output" and self._prints_what_it_fetches(value)

    def _prints_what_it_fetches(self, leaf: Source) -> bool:
        return any(
            fetches(command) for e in self._case.executions if e.site == leaf.site for line in e.commands for command in line
        )

    def _origin(self, leaf: Source) -> str:
        hosts = [d.host for d in self._hosts.get(leaf.site, ()) if d.host]
        return hosts[0] if hosts else "the network"

    def _in_a_file(self, execution: Execution, run: tuple[Value, ...]) -> _Fetched | None:
        """A file that the network's data was written to, and that is run now."""
        for change, found in self._written:
            if self._files.is_run(change, execution):
                step = Step(self._case.place_of(change.site), f"written to {next(iter(change.paths), 'a file')}")
                return _Fetched(found.source, found.trace, (step,))
        saved = self._files.saved_by_commands()
        for site, name in saved:
            if self._files.runs_named(execution, name):
                return _Fetched("the network", None, (Step(self._case.place_of(site), f"saved as {name}"),))
        return None

    def finding(self, rule: Rule, execution: Execution, found: _Fetched) -> Finding:
        """At the call that compiles or runs the code."""
        case, one = self._case, execution.reached
        call = one.event.path.rstrip("()")
        level: Level = "warning" if found.trace is not None and any(h.text == "call" for h in found.trace.hops) else "error"
        flow = steps_of(case, found.trace, execution.site, f"fetched from {found.source}", found.through, f"run by {call}")
        return Finding(
            rule=rule.id,
            level=level,
            message=f"{call} runs what was fetched from {found.source}.",
            place=case.place_of(execution.site),
            function=case.function_of(execution.site),
            phase=phase_of_root(one.root),
            steps=flow,
            chain=chain_of(case, one, execution.site),
            source=found.source,
            destination=call,
            confidence="high" if level == "error" else "medium",
            sink=case.place_of(execution.site),
            tools=tuple(t for t in (case.tool_of(one),) if t),
        )


