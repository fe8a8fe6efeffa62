"""What rules are predicates over: one package, analysed.

In: nothing. Out: `Case`, and the words in which places, flows and chains are told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mcp_sast.config.policy import ServerPolicy
from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import Root
from mcp_sast.dataflow.facts import Hop, Reached, ReachedRead, Trace
from mcp_sast.dataflow.values import Site, Source, Value
from mcp_sast.effects.changing_texts import ChangingText
from mcp_sast.effects.declarations import Declarations
from mcp_sast.effects.effect import Datum, Effect
from mcp_sast.effects.execution import Execution, FileChange
from mcp_sast.effects.guards import Triggers
from mcp_sast.effects.hidden_tools import HiddenTool
from mcp_sast.effects.hiding import Evidence
from mcp_sast.findings.finding import Level, Phase, Step
from mcp_sast.findings.place import Place
from mcp_sast.inventories.comparison import Change
from mcp_sast.inventories.taking import Taken
from mcp_sast.knowledge.knowledge import Knowledge
from mcp_sast.mcp.model_texts import ModelText
from mcp_sast.mcp.servers import Server, Tool
from mcp_sast.packages.statements import NO_PACKAGE, Package
from mcp_sast.packages.supply import NO_SUPPLY, Supply


@dataclass(frozen=True, slots=True)
class Case:
    """`effects`: of live code, then of code that nothing reaches (`unreached` tells which). `reached`: every modelled library
    call that live code reaches (reads of the environment, registrations too). `reads`: every read of an environment variable,
    with place, name ("*" for all of them, "?" for a computed name) and the earliest way to it, which says the phase. `tools`:
    as registered; `texts`: all that a model is told; `hidden_tools`: what no list shows. `returned_by`: sites of the answers,
    files and other sources that a root's function returns. `traces`: leaves inside a value. `place_of` gives a site's place,
    `function_of` its function's qualified name, `tool_of` the tool a chain begins with; `literal_of` where a text (near a site,
    the piece with certain words) is written down; `triggers` says what guards ask.
    `analysis`: what the facts were read from; `executions`: what live code runs;
    `file_changes`: what it writes and deletes; `path_texts`: what is known of a path, `decoding` the steps that
    decode a value which is not known;
    `taken`: the inventory, where one is wanted; `changes`: what it does that an approved one did not. `package`: what is
    judged, `server_names`: what its servers call themselves. `supply`, `files`: what rules about
    installation look at, with `knowledge` of names and services. `results`: the author's words in what handlers return and throw;
    `changing_texts`: descriptions that do not stay what they were; `policy`: what the user allows this server."""

    effects: tuple[Effect, ...]
    reached: tuple[Reached, ...]
    reads: tuple[ReachedRead, ...]
    tools: tuple[Tool, ...]
    texts: tuple[ModelText, ...]
    hidden_tools: tuple[HiddenTool, ...]
    unreached: frozenset[int]
    declarations: Declarations
    place_of: Callable[[Site], Place]
    function_of: Callable[[Site], str]
    tool_of: Callable[[Reached], str]
    call_between: Callable[[str, str], Site | None]
    returned_by: Callable[[Root], frozenset[Site]]
    traces: Callable[[Value, Callable[[Value], bool]], list[Trace]]
    literal_of: Callable[[str, Site, str], Site | None]
    triggers: Triggers
    analysis: Analysis | None = None
    taken: Taken | None = None
    changes: tuple[Change, ...] = ()
    executions: tuple[Execution, ...] = ()
    file_changes: tuple[FileChange, ...] = ()
    path_texts: Callable[[Value], tuple[str, ...]] = lambda value: ()
    decoding: Callable[[Value], tuple[Evidence, ...]] = lambda value: ()
    package: Package = NO_PACKAGE
    server_names: tuple[str, ...] = ()
    supply: Supply = NO_SUPPLY
    knowledge: Knowledge = field(default_factory=Knowledge)
    servers: tuple[Server, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    results: tuple[ModelText, ...] = ()
    changing_texts: tuple[ChangingText, ...] = ()
    policy: ServerPolicy | None = None

    @property
    def own_name(self) -> str:
        """All names that the package has for itself."""
        return " ".join((self.package.name, *self.server_names))

    def is_live(self, effect: Effect) -> bool:
        """Is the effect reached from an entry point?"""
        return id(effect) not in self.unreached


def steps(case: Case, datum: Datum, effect: Effect, first: str, last: str) -> tuple[Step, ...]:
    """The flow of a datum into an effect, source first: each hop in words; where it passes from one function to another, the call."""
    return _flow(case, datum.site, datum.trace, effect.site, first, (), last)


def steps_of(
    case: Case, trace: Trace | None, site: Site, first: str, between: tuple[Step, ...], last: str
) -> tuple[Step, ...]:
    """The flow of a source into the call at a site; `between` stands before the call."""
    begin = trace.leaf.site if trace is not None and isinstance(trace.leaf, Source) else Site("", 0, 0)
    return _flow(case, begin, trace, site, first, between, last)


def _flow(
    case: Case, begin: Site, trace: Trace | None, end: Site, first: str, between: tuple[Step, ...], last: str
) -> tuple[Step, ...]:
    out: list[Step] = []
    if begin.function:
        out.append(Step(case.place_of(begin), first))
    hops = [h for h in trace.hops if h.site.function] if trace is not None else []
    previous = begin.function or (hops[0].site.function if hops else "")
    for hop in hops:
        out.extend(_crossing(case, previous, hop.site.function))
        out.append(Step(case.place_of(hop.site), _words(hop)))
        previous = hop.site.function
    out.extend(between if between else _crossing(case, previous, end.function))
    if not out:
        out.append(Step(case.place_of(end), first))
    out.append(Step(case.place_of(end), last))
    return _without_repeats(out)


def _crossing(case: Case, before: str, after: str) -> list[Step]:
    """The call by which a value gets from one function into another, if there is a direct one."""
    if not before or before == after:
        return []
    site = case.call_between(after, before)
    if site is not None and site.start != site.end:
        return [Step(case.place_of(site), f"returned by {_name(case, before)}")]
    site = case.call_between(before, after)
    if site is not None and site.start != site.end:
        return [Step(case.place_of(site), f"passed to {_name(case, after)}")]
    return []


def _words(hop: Hop) -> str:
    if hop.kind == "field":
        return f"stored as {hop.text}" if hop.text != "*" else "stored under a computed key"
    if hop.kind == "element":
        return "put into a list"
    return _OPERATIONS.get(hop.text, f"passes through {hop.text.rstrip('()')}")


_OPERATIONS = {
    "library": "passes through a library call",
    "call": "passes through a call that can't be resolved",
    "add": "added to a text",
    "split": "split",
    "one-of-many": "one of many values",
    "opaque": "passes through code that can't be read",
    "lookup": "used as a key",
}


def _without_repeats(found: list[Step]) -> tuple[Step, ...]:
    out: list[Step] = []
    for step in found:
        if not out or (out[-1].place, out[-1].text) != (step.place, step.text):
            out.append(step)
    return tuple(out)


def _name(case: Case, function_id: str) -> str:
    """A function's qualified name as people say it."""
    return case.function_of(Site(function_id, 0, 0)) or "the module"


def chain(case: Case, effect: Effect) -> tuple[Step, ...]:
    """How an effect is reached: the root, then each call."""
    return chain_of(case, effect.reached, effect.site)


def chain_of(case: Case, reached: Reached, end: Site) -> tuple[Step, ...]:
    """How a call is reached: the root, then each call."""
    root = reached.root
    tool = case.tool_of(reached)
    title = f"tool {tool}" if tool else _ROOTS.get(root.title, root.title)
    site = root.site if root.site.function and root.phase != "unreached" else end
    out = [Step(case.place_of(site), title)]
    out.extend(Step(case.place_of(edge.site), "call") for edge in reached.edges if edge.site.start != edge.site.end)
    return tuple(out)


_ROOTS = {
    "request-handler": "a request handler",
    "list-handler": "a list handler",
    "callback": "a callback",
    "prompt": "a prompt handler",
    "resource": "a resource handler",
}
_PHASES: dict[str, Phase] = {
    "install": "install",
    "import": "import",
    "init": "init",
    "list": "list",
    "call": "call",
    "deferred": "deferred",
    "shutdown": "shutdown",
}


def phase_of(effect: Effect) -> Phase | None:
    """The phase of an effect's chain; None where nothing reaches it."""
    return phase_of_root(effect.reached.root)


def phase_of_root(root: Root) -> Phase | None:
    """The phase that a root runs in; None where nothing reaches it."""
    return _PHASES.get(root.phase)


def capped(case: Case, effect: Effect, level: Level) -> Level:
    """Code that nothing reaches gives notes."""
    return level if case.is_live(effect) else "note"


def lowered(level: Level) -> Level:
    """One level lower."""
    return "warning" if level == "error" else "note"
