"""Takes the inventory of a package from what the analysis found.

In: `Material`, the facts of one package. Out: `Taken`: the `Inventory`, and for each of its entries `Evidence`, where it was seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import Root
from mcp_sast.dataflow.facts import Reached
from mcp_sast.dataflow.values import Constant, Object, Site, Source, Value, alternatives, leaves
from mcp_sast.effects.declarations import Declarations, HostJudgement
from mcp_sast.effects.effect import Datum, Destination, Effect
from mcp_sast.findings.place import Place
from mcp_sast.inventories.hooks import hooks
from mcp_sast.inventories.inventory import (
    CHOSEN,
    CapabilityEntry,
    CapabilityKind,
    FlowEntry,
    HostEntry,
    Inventory,
    Parameter,
    RecipientEntry,
    ToldText,
    ToolEntry,
    VariableEntry,
)
from mcp_sast.inventories.reach import Reach
from mcp_sast.mcp.model_texts import ModelText
from mcp_sast.mcp.servers import Server, Tool
from mcp_sast.packages.statements import Package

_CAPABILITIES: dict[str, CapabilityKind] = {"process": "process", "code": "dynamic-code", "file-write": "file-write"}
_KINDS = {
    "tool-argument": "arguments", "request-context": "arguments", "notification": "arguments", "response": "results",
    "file": "files", "process-output": "files", "credential": "credentials", "cookie": "credentials", "clipboard": "credentials",
    "screen": "credentials", "keyboard": "credentials",
}  # fmt: skip
_SHIPPED = "<package>"
_PROGRAM = re.compile(r"[\w./@+-]+")


@dataclass(frozen=True, slots=True)
class Read:
    """A read of the environment: a name or pattern, where, and in which tool or phase."""

    name: str
    site: Site
    where: str


@dataclass(frozen=True, slots=True)
class Material:
    """What an inventory is taken from. `words` says where a root runs: a tool's name, or a phase."""

    analysis: Analysis
    package: Package
    digest: str
    files: Mapping[str, bytes]
    declarations: Declarations
    servers: tuple[Server, ...]
    tools: tuple[Tool, ...]
    texts: tuple[ModelText, ...]
    effects: tuple[Effect, ...]
    events: tuple[Reached, ...]
    reads: tuple[Read, ...]
    words: Callable[[Root], str]
    unresolved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an entry was seen first: a site of code or a place in a manifest; the effect and datum where there are some."""

    site: Site | None = None
    place: Place | None = None
    effect: Effect | None = None
    datum: Datum | None = None
    reached: Reached | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """`evidence`: by the kind of an entry and its key (a tool's name, a host, a variable, "source → domain" …)."""

    inventory: Inventory
    evidence: Mapping[tuple[str, str], Evidence]


class _Taking:
    """One inventory in the making."""

    def __init__(self, material: Material) -> None:
        self.m = material
        self.evidence: dict[tuple[str, str], Evidence] = {}
        wanted = {e.reached.context.id for e in material.effects} | {r.context.id for r in material.events if _capability(r)}
        self._reach = Reach(material.analysis, frozenset(wanted), material.words)
        self._asked = self._hosts_by_site()
        self._parameters = {tool.name: {taken.name for taken in tool.parameters} for tool in material.tools}
        self._prose = "\n".join(document.text for document in material.package.documents)
        self._words = frozenset(re.findall(r"[\w-]+", self._prose))

    def see(self, kind: str, key: str, evidence: Evidence) -> None:
        """Remember where an entry was seen, if it was not seen before."""
        self.evidence.setdefault((kind, key), evidence)

    def places(self, effect: Effect) -> tuple[str, ...]:
        """The tools and phases that reach an effect."""
        return self._reach.places(effect.reached.context.id) or (self.m.words(effect.reached.root),)

    # ---------------------------------------------------------------------------------------------------------- what is told

    def tools(self) -> Iterator[ToolEntry]:
        for tool in self.m.tools:
            if tool.name and ("tool", tool.name) not in self.evidence:
                self.see("tool", tool.name, Evidence(site=tool.site))
                found = tuple(sorted(Parameter(*taken, taken.name in self._words) for taken in tool.parameters))
                for parameter in found:
                    self.see("parameter", f"{tool.name}.{parameter.name}", Evidence(site=tool.site))
                yield ToolEntry(tool.name, tool.description, found, tool.name in self._words)

    def named_words(self) -> tuple[str, ...]:
        """Words of the documents that look like names of tools, and those that are."""
        names = {tool.name for tool in self.m.tools}
        return tuple(sorted(word for word in self._words if word in names or "_" in word.strip("_")))

    def texts(self) -> Iterator[ToldText]:
        for text in self.m.texts:
            self.see("text", f"{text.kind} {text.owner} {text.text}", Evidence(site=text.site))
            yield ToldText(text.kind, text.owner, text.text, self._parameter_of(text))
        told = {(text.kind, text.owner, text.text) for text in self.m.texts}
        for tool in self.m.tools:
            if tool.name and tool.description and ("tool", tool.name, tool.description) not in told:
                self.see("text", f"tool {tool.name} {tool.description}", Evidence(site=tool.site))
                yield ToldText("tool", tool.name, tool.description)

    def _parameter_of(self, text: ModelText) -> str:
        """The parameter that a text of a tool describes, "" if it describes the tool."""
        words = text.part.split(".")
        if text.kind != "tool" or words[0] in ("description", "title"):
            return ""
        return next((word for word in words if word in self._parameters.get(text.owner, ())), "")

    # ---------------------------------------------------------------------------------------------------------- what leaves

    def hosts(self) -> Iterator[HostEntry]:
        found: dict[str, HostEntry] = {}
        for effect, destination in self._sendings():
            name = self._name(destination)
            judged = destination.judgement
            data = tuple(sorted({source for _, source in self._data(effect, destination)}))
            entry = HostEntry(
                name, self._domain(destination), judged.tier if judged else "", destination.is_allowed,
                judged.service if judged else "", data, self.places(effect),
            )
            self.see("host", name, Evidence(site=effect.given_host_at, effect=effect, reached=effect.reached))
            known = found.get(name)
            found[name] = entry if known is None else replace(
                known, data=_both(known.data, entry.data), phases=_both(known.phases, entry.phases)
            )
        yield from found.values()

    def flows(self) -> Iterator[FlowEntry]:
        found: dict[tuple[str, str], FlowEntry] = {}
        for effect, destination in self._sendings():
            domain = self._domain(destination)
            for datum, source in self._data(effect, destination):
                self.see("flow", f"{source} → {domain}", Evidence(effect.site, None, effect, datum, effect.reached))
                known = found.get((source, domain))
                entry = FlowEntry(
                    source, domain, destination.is_allowed, self._may_go(source, destination.judgement), self.places(effect)
                )
                found[source, domain] = entry if known is None else replace(
                    known, declared=known.declared and entry.declared, allowed=known.allowed and entry.allowed,
                    tools=_both(known.tools, entry.tools),
                )
        yield from found.values()

    def recipients(self) -> Iterator[RecipientEntry]:
        found: dict[str, tuple[str, ...]] = {}
        for effect in self.m.effects:
            for recipient in effect.recipients:
                address = recipient.text.lower() if recipient.resolved and recipient.text else CHOSEN[recipient.explained]
                self.see("recipient", address, Evidence(site=recipient.site, effect=effect, reached=effect.reached))
                found[address] = _both(found.get(address, ()), self.places(effect))
        yield from (RecipientEntry(address, places) for address, places in found.items())

    def _sendings(self) -> Iterator[tuple[Effect, Destination]]:
        for effect in self.m.effects:
            for destination in effect.destinations:
                if destination.is_outside:
                    yield effect, destination

    def _name(self, destination: Destination) -> str:
        if destination.judgement is not None:
            return destination.judgement.tenant or destination.host or destination.judgement.host
        return CHOSEN[destination.explained]

    def _domain(self, destination: Destination) -> str:
        if destination.judgement is None:
            return CHOSEN[destination.explained]
        judged = destination.judgement
        return judged.tenant or self.m.declarations.knowledge.registrable(judged.host) or judged.host

    def _data(self, effect: Effect, destination: Destination) -> Iterator[tuple[Datum, str]]:
        """What an effect sends to a destination, as an inventory names it; not what only says where to send to."""
        decisive = {
            (leaf.kind, leaf.name, leaf.site)
            for value in destination.values for leaf in leaves(value) if isinstance(leaf, Source)
        }  # fmt: skip
        for datum in effect.data:
            source = f"environment:{datum.name}" if datum.kind == "environment" else _KINDS.get(datum.kind, "")
            if not source or source == "environment:?" or (datum.kind, datum.name, datum.site) in decisive:
                continue
            if source == "files" and datum.paths and all(path.startswith(_SHIPPED) for path in datum.paths):
                continue
            if source == "results" and self._asked.get(datum.site, set()) <= {self._domain(destination)}:
                continue  # an answer that goes back to where it came from
            yield datum, source

    def _hosts_by_site(self) -> dict[Site, set[str]]:
        out: dict[Site, set[str]] = {}
        for effect in self.m.effects:
            out.setdefault(effect.site, set()).update(self._domain(d) for d in effect.destinations)
        return out

    def _may_go(self, source: str, judgement: HostJudgement | None) -> bool:
        kind, _, name = source.partition(":")
        if kind != "environment" or name.endswith("*"):
            return False
        return judgement is not None and self.m.declarations.allows(name, judgement)

    # ------------------------------------------------------------------------------------------------- what is read and done

    def variables(self, flows: tuple[FlowEntry, ...]) -> Iterator[VariableEntry]:
        found: dict[str, set[str]] = {}
        for read in self.m.reads:
            self.see("variable", read.name, Evidence(site=read.site))
            found.setdefault(read.name, set()).add(read.where)
        for name, readers in found.items():
            owner = self.m.declarations.variable_owner(name)
            goes = tuple(sorted({flow.domain for flow in flows if flow.source == f"environment:{name}"}))
            documented = name != "*" and self.m.declarations.documents_variable(name)
            yield VariableEntry(name, owner.service_id or owner.kind, documented, tuple(sorted(readers)), goes)

    def capabilities(self) -> Iterator[CapabilityEntry]:
        found: dict[tuple[CapabilityKind, str], tuple[str, ...]] = {}
        for reached in self.m.events:
            kind = _capability(reached)
            if kind is None:
                continue
            details = self._programs(reached) if kind == "process" else ()
            for where in self._reach.places(reached.context.id):
                self.see("capability", f"{kind} {where}", Evidence(site=reached.event.site, reached=reached))
                found[kind, where] = _both(found.get((kind, where), ()), details)
        yield from (CapabilityEntry(kind, where, details) for (kind, where), details in found.items())

    def _programs(self, reached: Reached) -> tuple[str, ...]:
        """The programs that a call runs, where their names are constants."""
        given = reached.event.arguments.positional[:1]
        heap = self.m.analysis.heap
        first: list[Value] = []
        for one in (v for value in given for v in alternatives(value)):
            if isinstance(one, Object):
                first.extend(v for entry in list(heap[one.id].items.values())[:1] for v in alternatives(entry.value))
            else:
                first.append(one)
        texts = [one.value.split(maxsplit=1) for one in first if isinstance(one, Constant) and isinstance(one.value, str)]
        return tuple(sorted({words[0].rpartition("/")[2] for words in texts if words and _PROGRAM.fullmatch(words[0])}))


def _capability(reached: Reached) -> CapabilityKind | None:
    sink = reached.event.api.sink
    return _CAPABILITIES.get(sink.kind) if sink is not None else None


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other}))


def take(material: Material) -> Taken:
    """The inventory of a package, with evidence."""
    taking = _Taking(material)
    package, declarations = material.package, material.declarations
    tools = tuple(sorted(taking.tools()))
    flows = tuple(sorted(taking.flows()))
    found = list(hooks(package, material.files))
    for hook, place in found:
        taking.see("hook", hook.name, Evidence(place=place))
    unresolved = set(material.unresolved)
    unresolved.update(f"destination of {source}" for source in ("requests",) if any(f.domain == CHOSEN[""] for f in flows))
    inventory = Inventory(
        name=package.name, version=package.version, ecosystem=package.ecosystem, digest=material.digest,
        servers=tuple(sorted({server.name for server in material.servers if server.name})),
        tools=tools,
        texts=tuple(sorted(set(taking.texts()))),
        hosts=tuple(sorted(taking.hosts())),
        variables=tuple(sorted(taking.variables(flows))),
        flows=flows,
        recipients=tuple(sorted(taking.recipients())),
        capabilities=tuple(sorted(taking.capabilities())),
        hooks=tuple(sorted({hook for hook, _ in found})),
        domains=declarations.named_domains(),
        services=tuple(sorted(service.id for service in declarations.services)),
        named_tools=taking.named_words(),
        unresolved=tuple(sorted(unresolved)),
    )  # fmt: skip
    return Taken(inventory, taking.evidence)
