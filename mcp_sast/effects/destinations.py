"""Where a sink sends to: from the value at its address port to hosts, each judged.

In: the values at a sink's destination and base ports. Out: `Destination`s, one for each alternative.

A constant is a host; a string with holes is one as far as no hole can change the host; what is left are leaves that explain the
address (a tool argument, the operator's environment) or don't.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from mcp_sast.addresses.pattern import certain_host
from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.facts import Facts
from mcp_sast.dataflow.values import Concat, Constant, Derived, Object, Source, Union, Unknown, Value, alternatives, leaves
from mcp_sast.effects.declarations import Declarations
from mcp_sast.effects.effect import Destination, Explained

_MOST_CHOICES = 24
_CALL_KINDS = frozenset({"tool-argument", "request-context", "notification"})
_OPERATOR_KINDS = frozenset({"environment", "file", "arguments", "configuration"})
Parts = tuple[str | Value, ...]


class Destinations:
    """Judges addresses. One for each package."""

    def __init__(self, analysis: Analysis, facts: Facts, declarations: Declarations) -> None:
        self._analysis = analysis
        self._facts = facts
        self._declarations = declarations
        self._open: set[Value] = set()

    def judge(self, addresses: list[Value], bases: list[Value], built_in: str) -> tuple[Destination, ...]:
        """The destinations of one sink. No address at all: the host built into the library, if there is one."""
        choices = [c for value in addresses for c in self.choices(value)]
        base_choices = [c for value in bases for c in self.choices(value)]
        if not choices:
            choices = base_choices or ([(built_in,)] if built_in else [])
            base_choices = []
        whole = [
            (*base, "/", *choice) if base_choices and not _is_absolute(choice) else choice
            for choice in choices
            for base in (base_choices or [()])
        ]
        found = [self._judge_parts(parts) for parts in whole[:_MOST_CHOICES]]
        return tuple(dict.fromkeys(found)) or (Destination(None, "", None, ""),)

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
        address = target.arguments[0] if target.arguments else next((v for k, v in target.keywords if k == "url"), None)
        if address is None:
            return
        base = self.choices(target.arguments[1], depth + 1) if target.path == "URL()" and len(target.arguments) > 1 else []
        for choice in self.choices(address, depth + 1):
            for start in base or [()]:
                yield (*start, "/", *choice) if base and not _is_absolute(choice) else choice

    # -------------------------------------------------------------------------------------------------------------- judging

    def _judge_parts(self, parts: Parts) -> Destination:
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
        return Destination(None, "", None, self.explained(holes[:1]) if holes else "", holes)

    def explained(self, values: tuple[Value, ...]) -> Explained:
        """What explains a value: every leaf must be explained, constants beside explained leaves are formatting."""
        kinds: list[Explained] = []
        for value in values:
            for leaf in leaves(value):
                if isinstance(leaf, Constant):
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
        return "call" if "call" in kinds else "service" if "service" in kinds else "operator"

    def _explained_object(self, value: Object) -> list[Explained]:
        found = self._facts.traces(value, lambda v: isinstance(v, Source))
        return [self._explained_leaf(t.leaf) for t in found]

    def _explained_leaf(self, leaf: Value) -> Explained:
        if not isinstance(leaf, Source):
            return "operator" if not isinstance(leaf, (Unknown, Constant)) else ""
        if leaf.kind in _CALL_KINDS:
            return "call"
        if leaf.kind in _OPERATOR_KINDS:
            return "operator"
        if leaf.kind in ("response", "library"):
            return self._explained_answer(leaf)
        return ""

    def _explained_answer(self, leaf: Source) -> Explained:
        """An answer is as explained as the host that gave it; a library's data is the operator's."""
        if leaf.kind == "library":
            return "operator"
        if leaf in self._open:
            return "service"
        self._open.add(leaf)
        try:
            addresses = self.addresses_of_request(leaf)
            judged = [d for value, base, host in addresses for d in self.judge(value, base, host)]
            return "service" if all(d.is_allowed for d in judged) else ""
        finally:
            self._open.discard(leaf)

    def addresses_of_request(self, leaf: Source) -> list[tuple[list[Value], list[Value], str]]:
        """The destination values of the request that an answer belongs to."""
        out = []
        for event in self._facts.events_at(leaf.site):
            if event.api.sink is not None:
                out.append(self.ports_of(event))
        return out

    def ports_of(self, event) -> tuple[list[Value], list[Value], str]:  # type: ignore[no-untyped-def]
        """Values at an event's destination and base ports; of the destination ports the first that has one counts."""
        from_ports = [v for port in event.api.sink.destination if (v := self.read(event, port)) is not None]
        bases = [v for port in event.api.sink.base if (v := self.read(event, port)) is not None]
        return from_ports[:1], bases[:1], event.api.sink.host

    def read(self, event, port) -> Value | None:  # type: ignore[no-untyped-def]
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


def _is_absolute(parts: Parts) -> bool:
    first = parts[0] if parts else ""
    return isinstance(first, str) and ("://" in first[:16] or first.startswith("//"))
