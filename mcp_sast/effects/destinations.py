"""Where a sink sends to: from the value at its address port to hosts, each judged.

In: the values at a sink's destination and base ports. Out: `Destination`s, one for each alternative.

A constant is a host; a string with holes is one as far as no hole can change the host; what is left are leaves that explain the
address (a tool argument, the operator's environment) or don't.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from mcp_sast.addresses.pattern import certain_host
from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import Event
from mcp_sast.dataflow.facts import Facts
from mcp_sast.dataflow.objects import COMMAND_LINE
from mcp_sast.dataflow.values import (
    Concat,
    Constant,
    Derived,
    Function,
    Library,
    Object,
    Site,
    Source,
    Union,
    Unknown,
    Value,
    alternatives,
    leaves,
)
from mcp_sast.effects.declarations import Declarations, HostJudgement
from mcp_sast.effects.effect import Destination, Explained
from mcp_sast.effects.hiding import Evidence, Hiding
from mcp_sast.models.schema import Port

_MOST_CHOICES = 24
_CALL_KINDS = frozenset({"tool-argument", "request-context", "notification"})
_OPERATOR_KINDS = frozenset({"environment", "file", "arguments", "configuration", "machine", "process-output", "credential"})
Parts = tuple[str | Value, ...]


class Destinations:
    """Judges addresses. One for each package."""

    def __init__(self, analysis: Analysis, facts: Facts, declarations: Declarations) -> None:
        self._analysis = analysis
        self._facts = facts
        self._declarations = declarations
        self._hiding = Hiding(analysis, facts)
        self._answers: dict[Source, tuple[Destination, ...]] = {}

    def judge(self, addresses: list[Value], bases: list[Value], built_in: str) -> tuple[Destination, ...]:
        """The destinations of one sink. No address at all: the host built into the library, if there is one."""
        choices = [c for value in addresses for c in self.choices(value)]
        base_choices = [c for value in bases for c in self.choices(value)]
        if not choices:
            choices = base_choices or ([(built_in,)] if built_in else [])
            base_choices = []
        base_choices = [b for b in base_choices if any(part != "" for part in b)]
        whole = [
            _below(base, choice) if base_choices and not _is_absolute(choice) else choice
            for choice in choices
            for base in (base_choices or [()])
        ]
        values = (*addresses, *bases)
        found = [self._with_evidence(self._judge_parts(parts), values) for parts in whole[:_MOST_CHOICES]]
        return tuple(dict.fromkeys(found)) or (Destination(None, "", None, ""),)

    def decoding(self, value: Value) -> tuple[Evidence, ...]:
        """The steps that decode a value which is computed from constants of the package alone, and not known."""
        return self._hiding.evidence((value,), None)

    def _with_evidence(self, found: Destination, values: tuple[Value, ...]) -> Destination:
        """The destination with what hides it; an address that a data file holds alone is resolved by that."""
        if found.host is None and found.explained in ("", "operator"):
            alone = self._hiding.kept_alone(found.values[:1])
            if alone is not None:
                text, evidence = alone
                return replace(self._judge_parts((text,)), hiding=(evidence,))
        hiding = self._hiding.evidence(found.values[:1] if found.host is None else values, found.host)
        if not hiding:
            return found
        return replace(found, hiding=hiding, explained="" if found.explained == "operator" else found.explained)

    def judge_parts(self, parts: Parts) -> tuple[Destination, ...]:
        """The destinations of an address that is put together already."""
        if len(parts) == 1 and isinstance(parts[0], Value):
            return self.judge([parts[0]], [], "")
        return (self._judge_parts(parts),)

    # --------------------------------------------------------------------------------------------------------------- text

    def choices(self, value: Value, depth: int = 0) -> list[Parts]:
        """The texts that a value may be, each as constant pieces and holes."""
        out: list[Parts] = []
        for one in alternatives(value):
            out.extend(self._choices_of(one, depth))
        return list(dict.fromkeys(out))[:_MOST_CHOICES]

    def _choices_of(self, value: Value, depth: int) -> Iterator[Parts]:
        if isinstance(value, Constant):
            if value.value is not None and not isinstance(value.value, bool):
                yield (value.value.decode("utf-8", "replace") if isinstance(value.value, bytes) else str(value.value),)
        elif isinstance(value, Concat) and depth < 8:
            pieces = [self.choices(part, depth + 1)[:6] or [(part,)] for part in value.parts]
            for combination in list(product(*pieces))[:_MOST_CHOICES] if len(pieces) <= 12 else []:
                yield tuple(piece for parts in combination for piece in parts)
            if len(pieces) > 12:
                yield tuple(piece for parts in pieces for piece in parts[0])
        elif isinstance(value, Object):
            yield from self._choices_of_object(value, depth)
        elif isinstance(value, Derived) and value.operation == "lookup" and depth < 8:
            yield from self.choices(value.parts[-1], depth + 1)
        elif isinstance(value, Derived) and depth < 8 and len(value.parts) == 1 and value.operation in _KEEPS_ADDRESS:
            yield from self.choices(value.parts[0], depth + 1)
        else:
            yield (value,)

    def _choices_of_object(self, value: Object, depth: int) -> Iterator[Parts]:
        target = self._analysis.heap[value.id]
        if target.kind != "library" or depth >= 8:
            return
        if target.path == "pathlib.Path()":
            yield (value,)
            return
        address = target.arguments[0] if target.arguments else next((v for k, v in target.keywords if k == "url"), None)
        if address is None:
            return
        base = self.choices(target.arguments[1], depth + 1) if target.path == "URL()" and len(target.arguments) > 1 else []
        for choice in self.choices(address, depth + 1):
            for start in base or [()]:
                yield _below(start, choice) if base and not _is_absolute(choice) else choice

    # -------------------------------------------------------------------------------------------------------------- judging

    def _judge_parts(self, parts: Parts) -> Destination:
        if parts and isinstance(parts[0], str) and parts[0].startswith("/") and not parts[0].startswith("//"):
            return Destination(None, "", None, "", ())  # a path without the host it belongs to
        texts = [part if isinstance(part, str) else None for part in parts]
        pattern = certain_host(texts)
        holes = tuple(part for part in parts if not isinstance(part, str))
        if pattern.host is not None:
            return Destination(
                pattern.host, pattern.prefix or pattern.host, self._declarations.judge_host(pattern.host, pattern.prefix), "", holes
            )
        if pattern.suffix is not None:
            host = pattern.suffix.lstrip(".")
            judgement = self._declarations.judge_host(host, "")
            return Destination(f"*.{host}", "", judgement, "", holes)
        return Destination(None, "", None, self.explained(holes[:1]) if holes else "", holes, self._origins(holes[:1]))

    def _origins(self, values: tuple[Value, ...]) -> tuple[HostJudgement, ...]:
        """Hosts whose answers an address was read from."""
        found = [leaf for value in values for leaf in leaves(value)]
        lists = [leaf for leaf in found if isinstance(leaf, Object) and self._analysis.heap[leaf.id].kind in ("list", "tuple")]
        found.extend(t.leaf for leaf in lists for t in self._facts.traces(leaf, lambda v: isinstance(v, Source)))
        answers = [leaf for leaf in found if isinstance(leaf, Source) and leaf.kind == "response"]
        judged = [d for leaf in answers for d in self._answered_by(leaf)]
        return tuple(dict.fromkeys(d.judgement for d in judged if d.judgement is not None))

    def _answered_by(self, leaf: Source) -> tuple[Destination, ...]:
        """Where the request went that an answer belongs to; nothing while that is being found out (an address out of its own answer)."""
        known = self._answers.get(leaf)
        if known is None:
            self._answers[leaf] = ()
            requests = [self.ports_of(event) for event in self._facts.events_at(leaf.site) if event.api.sink is not None]
            found = [d for addresses, bases, host in requests for d in self.judge(addresses, bases, host)]
            known = self._answers[leaf] = tuple(dict.fromkeys(found))
        return known

    def explained(self, values: tuple[Value, ...]) -> Explained:
        """What explains a value: every leaf must be explained, constants beside explained leaves are formatting."""
        kinds: list[Explained] = []
        for value in values:
            for leaf in leaves(value):
                if isinstance(leaf, (Constant, Function)):  # a function chooses among what is there (`args.find(isUrl)`)
                    continue
                if isinstance(leaf, Library) and leaf.path in COMMAND_LINE:
                    kinds.append("operator")
                    continue
                if isinstance(leaf, Object):
                    kinds.extend(self._explained_object(leaf))
                    continue
                kind = self._explained_leaf(leaf)
                if kind == "":
                    return ""
                kinds.append(kind)
        if not kinds or "" in kinds:
            return ""
        return "operator" if "operator" in kinds else "service" if "service" in kinds else "call"

    def _explained_object(self, value: Object) -> list[Explained]:
        found = self._facts.traces(value, lambda v: isinstance(v, Source))
        return [self._explained_leaf(t.leaf) for t in found]

    def _explained_leaf(self, leaf: Value) -> Explained:
        if not isinstance(leaf, Source):
            return ""
        if leaf.kind in _CALL_KINDS:
            return "call"
        if leaf.kind in _OPERATOR_KINDS:
            return "operator"
        if leaf.kind in ("response", "library"):
            return self._explained_answer(leaf)
        return ""

    def _explained_answer(self, leaf: Source) -> Explained:
        """An answer is as explained as the host that gave it."""
        if leaf.kind == "library":
            return ""
        return "service" if all(d.is_allowed for d in self._answered_by(leaf)) else ""

    def ports_of(self, event: Event) -> tuple[list[Value], list[Value], str]:
        """Values at an event's destination and base ports; of the destination ports the first that has one counts."""
        sink = event.api.sink
        assert sink is not None
        from_ports = [v for port in sink.destination if (v := self.read(event, port)) is not None and not isinstance(v, Unknown)]
        if sink.kind in _BARE_HOSTS:  # a host stands there, no address
            slashes = self._analysis.interner.constant("//")
            from_ports = [self._analysis.interner.concat((slashes, v)) for v in from_ports]
        bases = [v for port in sink.base if (v := self.read(event, port)) is not None]
        return from_ports[:1], bases[:1], sink.host

    def host_site(self, event: Event) -> Site | None:
        """Where the receiver was made, if it and not the call was given the host."""
        sink = event.api.sink
        assert sink is not None
        ports = [p for p in (*sink.base, *sink.destination) if p.owner and self.read(event, p) is not None]
        own = [
            p
            for p in (*sink.destination, *sink.base)
            if not p.owner and (v := self.read(event, p)) is not None and self._names_host(v)
        ]
        for one in alternatives(event.receiver) if ports and not own and event.receiver is not None else ():
            if isinstance(one, Object):
                return self._analysis.heap[one.id].site
        return None

    def _names_host(self, value: Value) -> bool:
        return any(_is_absolute(choice) or isinstance(choice[0], Value) for choice in self.choices(value) if choice)

    def read(self, event: Event, port: Port) -> Value | None:
        """The value at a port of an event."""
        context = self._analysis.contexts[event.context]
        value = self._analysis.calls.libraries.ports.read(context, port, event.receiver, event.callee, event.arguments, event.site)
        if value is None or value is self._analysis.interner.none:
            return None
        if isinstance(value, Union) and all(isinstance(v, Unknown) for v in value.alternatives):
            return None
        return value


# Operations that leave an address what it is.
_KEEPS_ADDRESS = frozenset(
    {
        "String",
        "str",
        "toString",
        "trim",
        "strip",
        "replace",
        "rstrip",
        "lstrip",
        "encodeURI",
        "one-of-many",
        "lower",
        "toLowerCase",
    }
)


_BARE_HOSTS = frozenset({"dns", "socket"})


def _below(base: Parts, path: Parts) -> Parts:
    """A path behind a base address, with one slash between them."""
    first = path[0].lstrip("/") if path and isinstance(path[0], str) else None
    return (*base, "/", *path) if first is None else (*base, "/", first, *path[1:])


def _is_absolute(parts: Parts) -> bool:
    first = parts[0] if parts else ""
    return isinstance(first, str) and ("://" in first[:16] or first.startswith("//"))
