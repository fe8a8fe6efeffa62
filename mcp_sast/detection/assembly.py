"""Puts a package's case together: live effects, then those of code that nothing reaches.

In: an `Analysis` in which live code was run, the `Package`, `Knowledge`. Out: `Assembled`: the `Case` for the rules, the servers and
counts for the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mcp_sast.config.policy import Policy, ServerPolicy
from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.demand import is_resolved, run_unreached
from mcp_sast.dataflow.facts import Facts, Reached, ReachedRead
from mcp_sast.dataflow.values import Site, Source
from mcp_sast.detection.case import Case
from mcp_sast.effects.build import EffectBuilder
from mcp_sast.effects.changing_texts import ChangingTexts
from mcp_sast.effects.declarations import Declarations
from mcp_sast.effects.effect import Effect
from mcp_sast.effects.guards import Triggers
from mcp_sast.effects.hidden_tools import HiddenTools
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.findings.report import HostInfo, ServerInfo, Stats, ToolInfo
from mcp_sast.knowledge.knowledge import Knowledge
from mcp_sast.mcp.literals import Literals
from mcp_sast.mcp.requests import Requests
from mcp_sast.mcp.servers import Server, Servers
from mcp_sast.packages.statements import Package
from mcp_sast.packages.supply import NO_SUPPLY, Supply


@dataclass(frozen=True, slots=True)
class Assembled:
    case: Case
    servers: tuple[ServerInfo, ...]
    diagnostics: tuple[Diagnostic, ...]
    stats: Stats


def assemble(
    analysis: Analysis, package: Package, knowledge: Knowledge, exhaustive: bool, single_file: bool, supply: Supply = NO_SUPPLY,
    files: Mapping[str, bytes] = MappingProxyType({}), policy: Policy | None = None,
) -> Assembled:
    """The case of a package. Live effects are taken down before unreached code is run, so that dead code changes nothing in them."""
    reader = Servers(analysis)
    servers = reader.find()
    names = tuple(s.name for s in servers if s.name)
    applying = policy.applying((package.name, *names)) if policy is not None else None
    allowed, trust = (applying.allowed_hosts or (), applying.trust) if applying is not None else ((), None)
    declarations = Declarations(package, knowledge, names, allowed, trust)
    requests = Requests(analysis)
    facts = Facts(analysis, requests.select)
    events = tuple(facts.reached())
    tools = reader.tools()
    texts = reader.texts()
    results = reader.results()
    reads = tuple(facts.reads())
    triggers = Triggers(analysis)
    hidden_tools = HiddenTools(analysis, reader, triggers).all(events)
    changing_texts = ChangingTexts(analysis, triggers, facts.traces).all(events)
    builder = EffectBuilder(analysis, facts, declarations)
    executions, file_changes = builder.executions(events), builder.file_changes(events)
    live = builder.effects(events, executions)
    returned = _returned(analysis, facts)
    reached = facts.reached_functions()
    edges = _edges(analysis)
    run_unreached(analysis, package, reached, exhaustive)
    late = Facts(analysis, requests.select)
    known = {(e.site, e.kind) for e in live}
    dead = [
        e
        for e in EffectBuilder(analysis, late, declarations).effects(late.reached(include_unreached=True))
        if e.reached.root.phase == "unreached" and (e.site, e.kind) not in known
    ]
    edges.update(_edges(analysis))
    unreached = frozenset(id(e) for e in dead) if is_resolved(package) and not single_file else frozenset()
    case = Case(
        effects=(*live, *dead),
        reached=events,
        reads=reads,
        tools=tools,
        texts=texts,
        hidden_tools=hidden_tools,
        unreached=unreached,
        declarations=declarations,
        place_of=lambda site: _place(analysis, site),
        function_of=lambda site: analysis.program.name_of(site.function),
        tool_of=lambda r: _tool(reader, r),
        call_between=lambda a, b: edges.get((a, b)),
        returned_by=lambda root: returned.get(root.context, frozenset()),
        traces=facts.traces,
        literal_of=Literals(analysis).of,
        triggers=triggers,
        analysis=analysis,
        executions=executions,
        file_changes=file_changes,
        path_texts=builder.path_texts,
        decoding=builder.decoding,
        package=package,
        server_names=names,
        supply=supply,
        knowledge=knowledge,
        servers=servers,
        files=files,
        results=results,
        changing_texts=changing_texts,
        policy=applying,
    )
    stats = _stats(analysis)
    infos = tuple(_server_info(analysis, s, (*live, *dead), reads) for s in servers)
    told = (*_diagnostics(analysis), *_without_tools(analysis, servers), *beside_the_policy(policy, applying, (package.name, *names)))
    return Assembled(case, infos, told, stats)


def beside_the_policy(policy: Policy | None, applying: ServerPolicy | None, names: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """A policy that says nothing of what is judged is told: no finding of its rules then means nothing."""
    if policy is None or applying is not None:
        return ()
    named = ", ".join(dict.fromkeys(name for name in names if name)) or "a server without a name"
    servers = ", ".join(one.name for one in policy.servers)
    text = f"{policy.origin}: no server of this policy is called {named} (it has {servers}); it was not applied: pass --server NAME"
    return (Diagnostic("policy-not-applied", text, None, "warning", True),)


def _returned(analysis: Analysis, facts: Facts) -> dict[int, frozenset[Site]]:
    """Sites of the sources in what each root's function returns."""
    out: dict[int, frozenset[Site]] = {}
    for root in analysis.roots.values():
        value = analysis.contexts[root.context].returned
        if value is not None and root.context not in out:
            found = facts.traces(value, lambda v: isinstance(v, Source))
            out[root.context] = frozenset(t.leaf.site for t in found if isinstance(t.leaf, Source))
    return out


def _edges(analysis: Analysis) -> dict[tuple[str, str], Site]:
    """For each pair of functions the first call between them."""
    out: dict[tuple[str, str], Site] = {}
    for context_id in sorted(analysis.contexts):
        context = analysis.contexts[context_id]
        for edge in context.edges:
            callee = analysis.contexts[edge.callee].function.id
            key = (context.function.id, callee)
            if key not in out or edge.site < out[key]:
                out[key] = edge.site
    return out


def _place(analysis: Analysis, site: Site) -> Place:
    start, end = site.start, site.end
    if end > 900_000_000:  # a list element's site carries its index above the offset
        end %= 1_000_000_000
    return analysis.program.place(site.function, start, max(end, start + 1))


def _tool(reader: Servers, reached: Reached) -> str:
    return reader.tool_of(reached.root)


def _server_info(
    analysis: Analysis, server: Server, effects: tuple[Effect, ...], reads: tuple[ReachedRead, ...]
) -> ServerInfo:
    hosts = sorted(
        {(d.host, d.judgement.tier) for e in effects for d in e.destinations if d.host and d.judgement is not None and d.is_outside}
    )
    variables = sorted({
        *(d.name for e in effects for d in e.data if d.kind == "environment" and d.name not in ("*", "?")),
        *(one.read.name for one in reads if one.read.name not in ("*", "?")),
    })
    tools = tuple(
        ToolInfo(t.name, t.description, _place(analysis, t.site), analysis.program.name_of(t.handler) if t.handler else "")
        for t in server.tools
    )
    return ServerInfo(
        server.name,
        server.version,
        _place(analysis, server.site),
        tools,
        tuple(HostInfo(h, t) for h, t in hosts if h),
        tuple(variables),
    )


def _diagnostics(analysis: Analysis) -> tuple[Diagnostic, ...]:
    out = [*analysis.program.diagnostics(), *analysis.diagnostics()]
    for module, specifier, site in analysis.links.unresolved():
        out.append(
            Diagnostic(
                "unresolved-import",
                f"{module}: {specifier!r} leads to no file of the target; what it would bring is not analysed",
                _place(analysis, site),
            )
        )
    for site, count in sorted(analysis.computed_imports.items()):
        out.append(
            Diagnostic(
                "computed-import",
                f"an import of a computed name: {count} files of the package can be meant",
                _place(analysis, site),
                "note",
            )
        )
    return tuple(out)


def _without_tools(analysis: Analysis, servers: tuple[Server, ...]) -> Iterator[Diagnostic]:
    """A server of which nothing is known to be offered: told, since no finding about its tools then means nothing."""
    if not servers or any(server.tools for server in servers):
        return
    first = servers[0]
    name = f"server {first.name}" if first.name else "the server"
    yield Diagnostic(
        "no-tools-found",
        f"{name}: no tool was found; it may have none, they may be registered in a way that is not understood, or lie in a dependency",
        _place(analysis, first.site),
    )


def _stats(analysis: Analysis) -> Stats:
    live = [c for c in analysis.contexts.values() if not c.dead]
    return Stats(
        functions=len(analysis.program.functions()),
        functions_analysed=len({c.function.id for c in live}),
        calls=sum(c.calls for c in live),
        unresolved_calls=sum(len(c.unresolved) for c in live),
    )
