"""What a package runs and what it does to files: code, programs, loaded modules; writes and deletions.

In: events of a settled analysis. Out: `Execution`s and `FileChange`s in the order of the events.

Both stay on the machine, so they are no outbound effects; rules about code and files are predicates over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import Event
from mcp_sast.dataflow.facts import Facts, Reached
from mcp_sast.dataflow.heap import HeapObject
from mcp_sast.dataflow.values import Concat, Constant, Derived, Library, Object, Site, Source, Value, alternatives, text_of
from mcp_sast.effects.commands import Parts, Run, Simple, commands_in, commands_of_words, is_waiting, runs_of
from mcp_sast.effects.destinations import Destinations
from mcp_sast.effects.paths import Paths
from mcp_sast.models.schema import Port

CODE_KINDS = frozenset({"code", "load", "native", "unpickle", "redirect"})
_INTERPRETERS = {"process.execPath": "node", "process.argv0": "node", "sys.executable": "python"}
_SHELL_VARIABLES = frozenset({"SHELL", "COMSPEC", "ComSpec"})
_LISTS = ("list", "tuple")
_MOST_WORDS, _MOST_COMMANDS = 60, 12


@dataclass(frozen=True, slots=True)
class Execution:
    """A call that runs something. `kind`: `code` (text), `load` (a module by path), `native`, `unpickle`, `process`,
    `redirect` (streams that are joined). `values`: what is run; `commands`: of a process its command lines; `runs`: the words of them
    that are run; `fed`: what is written to an interpreter; `input`: what is written to any program. A write to a process that runs
    already has no commands but those of it (`written_to`) and the place where it was started."""

    kind: str
    reached: Reached
    site: Site
    values: tuple[Value, ...]
    commands: tuple[tuple[Simple, ...], ...] = ()
    runs: tuple[Run, ...] = ()
    fed: tuple[Value, ...] = ()
    paths: tuple[str, ...] = ()
    input: tuple[Value, ...] = ()
    written_to: tuple[tuple[Simple, ...], ...] = ()
    started_at: Site | None = None


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file is written or deleted. `values`: its path; `paths` what is known of it (`paths.py` has the form); `data` what is written."""

    kind: str
    reached: Reached
    site: Site
    values: tuple[Value, ...]
    paths: tuple[str, ...]
    data: tuple[Value, ...] = field(default=())


class ExecutionBuilder:
    """One for each package."""

    def __init__(self, analysis: Analysis, facts: Facts, destinations: Destinations) -> None:
        self._heap = analysis.heap
        self._destinations = destinations
        self._paths = Paths(analysis, facts)

    def executions(self, reached: Iterable[Reached]) -> tuple[Execution, ...]:
        """What is run."""
        return tuple(found for one in reached if (found := self._execution(one)) is not None)

    def file_changes(self, reached: Iterable[Reached]) -> tuple[FileChange, ...]:
        """What is written or deleted, by calls and by commands."""
        return tuple(change for one in reached for change in self._changes(one))

    # ----------------------------------------------------------------------------------------------------------------- running

    def _execution(self, one: Reached) -> Execution | None:
        sink = one.event.api.sink
        if sink is None:
            return None
        if sink.kind in CODE_KINDS:
            values = self._read(one.event, sink.data)
            paths = tuple(text for value in values for text in self._paths.texts(value)) if sink.kind in ("load", "native") else ()
            return Execution(sink.kind, one, one.event.site, values, paths=paths)
        return self._process(one) if sink.kind == "process" else None

    def _process(self, one: Reached) -> Execution:
        """A program that is started, or one that is written to."""
        event = one.event
        given = self._read(event, event.api.sink.data if event.api.sink is not None else ())
        receiver = self._started(event)
        if receiver is not None:
            made, lines = receiver.site, self.command_lines(receiver.arguments[0], receiver.arguments[1:])
            waits = any(is_waiting(c) for line in lines for c in line)
            return Execution(
                "process", one, event.site, given, fed=given if waits else (), input=given,
                written_to=tuple(tuple(line) for line in lines), started_at=made,
            )
        first = event.arguments.positional[:1] or tuple(v for k, v in event.arguments.keywords if k in ("args", "cmd", "command"))[:1]
        rest = event.arguments.positional[1:]
        lines = self.command_lines(first[0], rest) if first else []
        runs = tuple(run for line in lines for command in line for run in runs_of(command))
        fed = tuple(v for k, v in event.arguments.keywords if k == "input")
        for option in rest:
            fed += tuple(self._field(option, "input"))
        waits = any(is_waiting(c) for line in lines for c in line)
        return Execution("process", one, event.site, given, tuple(tuple(line) for line in lines), runs, fed if waits else (), input=fed)

    def _started(self, event: Event) -> HeapObject | None:
        """The process that a call writes to, with what it was started with; None for a call that starts one."""
        for one in alternatives(event.receiver) if event.receiver is not None else ():
            if isinstance(one, Library) and one.receiver is not None:
                one = one.receiver
            if isinstance(one, Object) and self._heap[one.id].kind == "library" and self._heap[one.id].arguments:
                return self._heap[one.id]
        return None

    def command_lines(self, program: Value, rest: tuple[Value, ...]) -> list[list[Simple]]:
        """The command lines that a program and its arguments may be: a list of words, or a shell text."""
        out: list[list[Simple]] = []
        for one in alternatives(program):
            words = self._words(one)
            if words is not None:
                out.append(commands_of_words(words))
                continue
            listed = next((found for value in rest[:1] if (found := self._listed(value)) is not None), None)
            for choice in map(_with_interpreter, self._destinations.choices(one)[:_MOST_COMMANDS]):
                if listed is not None:
                    out.append(commands_of_words([choice, *listed]))
                elif rest and all(isinstance(v, (Constant, Concat)) for v in rest) and " " not in "".join(map(str, choice)):
                    out.append(commands_of_words([choice, *(self._one(v) for v in rest[:_MOST_WORDS])]))
                else:
                    out.append(commands_in(choice))
        return out[:_MOST_COMMANDS]

    def _words(self, value: Value) -> list[Parts] | None:
        """The elements of a list, each as constant pieces and holes; None if it is no list."""
        if isinstance(value, Object) and self._heap[value.id].kind in _LISTS:
            entries = list(self._heap[value.id].items.values())[:_MOST_WORDS]
            return [self._one(entry.value) for entry in entries]
        return None

    def _listed(self, value: Value) -> list[Parts] | None:
        for one in alternatives(value):
            found = self._words(one)
            if found is not None:
                return found
        return None

    def _one(self, value: Value) -> Parts:
        found = self._destinations.choices(value)
        return _with_interpreter(found[0]) if len(found) == 1 else (value,)

    def _field(self, value: Value, name: str) -> Iterator[Value]:
        for one in alternatives(value):
            if isinstance(one, Object):
                yield from (entry.value for entry in self._heap[one.id].named.get(name, {}).values())

    def _read(self, event: Event, ports: tuple[Port, ...]) -> tuple[Value, ...]:
        return tuple(value for port in ports if (value := self._destinations.read(event, port)) is not None)

    # ------------------------------------------------------------------------------------------------------------------- files

    def _changes(self, one: Reached) -> Iterator[FileChange]:
        event, sink = one.event, one.event.api.sink
        if sink is not None and sink.kind in ("file-write", "file-delete"):
            yield self._change(one, sink.kind, self._read(event, sink.destination), self._read(event, sink.data))
        if sink is not None and sink.saves:
            yield self._change(one, "file-write", self._read(event, sink.saves), (event.result,))
        source = event.api.source or event.api.result
        if event.api.client and isinstance(event.result, Object) and self._heap[event.result.id].unnamed:
            opened = event.arguments.positional[:1] if source is not None and source.kind == "file" else ()
            written = self._read(event, sink.destination) if sink is not None and sink.kind == "file-write" else opened
            if written:
                yield self._change(one, "file-write", written, (event.result,))

    def _change(self, one: Reached, kind: str, values: tuple[Value, ...], data: tuple[Value, ...]) -> FileChange:
        """An open file stands for the path that it was opened with."""
        opened = tuple(self._opened(value) for value in values[:1])
        paths = tuple(text for value in opened for text in (_file_name(value) or self._paths.texts(value)))
        return FileChange(kind, one, one.event.site, opened, tuple(dict.fromkeys(paths)), data)

    def _opened(self, value: Value) -> Value:
        for one in alternatives(value):
            if isinstance(one, Source) and one.kind == "file" and one.origin is not None:
                return one.origin
            if isinstance(one, Object) and self._heap[one.id].path in ("open()", "fs.createWriteStream()"):
                return self._heap[one.id].arguments[0] if self._heap[one.id].arguments else value
        return value


def _file_name(value: Value) -> tuple[str, ...]:
    """The constant path of an open file."""
    found = [one.name for one in alternatives(value) if isinstance(one, Source) and one.kind == "file" and one.name not in ("", "?")]
    return tuple(found)


def _with_interpreter(parts: Parts) -> Parts:
    """A word that means the interpreter in which the package runs, or the user's shell, by its name."""
    if len(parts) != 1 or isinstance(parts[0], str):
        return parts
    for one in alternatives(parts[0]):
        if isinstance(one, Library) and one.path in _INTERPRETERS:
            return (_INTERPRETERS[one.path],)
        if isinstance(one, Source) and one.kind == "environment" and one.name in _SHELL_VARIABLES:
            return ("sh",)
    return parts


def shown(value: Value) -> str:
    """A value in a few words, for messages."""
    if isinstance(value, Constant):
        return text_of(value.value)[:80]
    if isinstance(value, (Concat, Derived)):
        return "…"
    return ""
