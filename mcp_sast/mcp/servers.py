"""The MCP servers of a package: tools, prompts and resources, read from registrations.

In: a settled analysis. Out: `ServerInfo`s with the tools that were found, and the names of servers.

A tool comes from a registration call (name, description, handler at the model's ports), or from what a list handler returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import Event, Root
from mcp_sast.dataflow.values import Concat, Constant, Object, Site, Union, Value, alternatives, text_of
from mcp_sast.mcp.model_texts import ModelText, ModelTexts
from mcp_sast.mcp.parameters import Parameters, Taken
from mcp_sast.mcp.requests import Requests, listed_tools
from mcp_sast.mcp.result_texts import result_texts
from mcp_sast.models.schema import Port

_LIST_PHASE = "list"


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as the model sees it. `handler` is a function id, "" where there is none of its own. `parameters`: what it takes."""

    name: str
    description: str
    site: Site
    handler: str
    parameters: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Server:
    name: str
    version: str
    site: Site
    tools: tuple[Tool, ...]


class Servers:
    """Reads servers and tools. One for each analysis. `parameters`: what tools take is wanted too (an inventory's matter)."""

    def __init__(self, analysis: Analysis, parameters: bool = False) -> None:
        self._analysis = analysis
        self._parameters = Parameters(analysis) if parameters else None

    def find(self) -> tuple[Server, ...]:
        """The servers; all tools are the first one's where a package has one server (or none that was named)."""
        found: dict[Site, Server] = {}
        for event in self._events("server"):
            spec = event.api.registration
            assert spec is not None
            name = self._text(event, spec.name)
            version = self._text(event, spec.schema)
            found.setdefault(event.site, Server(name, version, event.site, ()))
        tools = self.tools()
        if not found and not tools:
            return ()
        ordered = [found[site] for site in sorted(found)] or [Server("", "", tools[0].site, ())]
        first = ordered[0]
        return (Server(first.name, first.version, first.site, tools), *ordered[1:])

    def tools(self) -> tuple[Tool, ...]:
        """All tools, by name and place."""
        found: dict[tuple[str, Site], Tool] = {}
        seen: set[tuple[str, str]] = set()
        for root in self._analysis.roots.values():
            if root.event is not None and root.title == "tool":
                tool = self._registered(root)
                # Registered in two places of one helper (as it is, or switched off), or through two helpers, it is still one tool.
                ways = {(tool.name, tool.site.function), (tool.name, tool.handler)}
                if not tool.name or not ways & seen:
                    found.setdefault((tool.name, tool.site), tool)
                seen |= ways
        for event in self._events("tool"):
            tool = self._from_event(event, "", event.site)
            if tool.name and not any(name == tool.name for name, _ in found):
                found.setdefault((tool.name, tool.site), tool)
        for root in self._analysis.roots.values():
            if root.phase == _LIST_PHASE:
                for tool in self._listed(root):
                    if not any(name == tool.name for name, _ in found):
                        found[(tool.name, tool.site)] = tool
        if Requests(self._analysis).found:
            self._add_answered(found)
        return tuple(sorted(found.values(), key=lambda t: (t.site, t.name)))

    def _add_answered(self, found: dict[tuple[str, Site], Tool]) -> None:
        """Tools of a server without SDK: what stands in its answers to list requests."""
        for answer in listed_tools(self._analysis):
            site = self._analysis.heap[answer.id].site
            context = next((c for c in self._analysis.contexts.values() if c.function.id == site.function and not c.dead), None)
            if context is None:
                continue
            root = Root(_LIST_PHASE, "request tools/list", context.id, site)
            tools = self._analysis.read_field(context, answer, "tools", site)
            for element in self._analysis.elements(context, tools) if isinstance(tools, (Object, Union)) else ():
                for tool in self._tool_object(context, element, root):
                    if not any(name == tool.name for name, _ in found):
                        found[(tool.name, tool.site)] = replace(tool, handler="")

    def texts(self) -> tuple[ModelText, ...]:
        """Every text that a model reads, in order of place."""
        events: list[tuple[Event, str, str]] = []
        roots = {id(root.event): root for root in self._analysis.roots.values() if root.event is not None}
        for context in self._analysis.contexts.values():
            for event in context.events if not context.dead else ():
                if event.api.registration is not None:
                    root = roots.get(id(event))
                    handler = self._analysis.contexts[root.context].function.id if root is not None else ""
                    events.append((event, self._from_event(event, handler, event.site).name, handler))
        return ModelTexts(self._analysis).all(events)

    def results(self) -> tuple[ModelText, ...]:
        """The author's own words in what handlers return and throw."""
        return result_texts(self._analysis, ModelTexts(self._analysis), self._name_of_root)

    def _name_of_root(self, root: Root) -> str:
        return self._registered(root).name if root.event is not None and root.title in ("tool", "resource") else ""

    def tool_of(self, root: Root) -> str:
        """The name of the tool whose handler a root is, "" if it is none."""
        return self._registered(root).name if root.event is not None and root.title == "tool" else ""

    def _events(self, kind: str) -> Iterator[Event]:
        for context in self._analysis.contexts.values():
            if context.dead:
                continue
            for event in context.events:
                if event.api.registration is not None and event.api.registration.kind == kind:
                    yield event

    def _registered(self, root: Root) -> Tool:
        event = root.event
        assert event is not None
        handler = self._analysis.contexts[root.context].function
        return self._from_event(event, handler.id, event.site)

    def _from_event(self, event: Event, handler: str, site: Site) -> Tool:
        spec = event.api.registration
        assert spec is not None
        name = self._text(event, spec.name)
        description = self._text(event, spec.description)
        function = self._handler_function(event, handler)
        if function is not None and self._analysis.program.module_of(handler).endswith((".py", ".pyw")):
            name = name or function.name
            description = description or (function.docstring.value if function.docstring is not None else "")
        taken = self._parameters.of_event(event, handler) if self._parameters is not None else ()
        return Tool(name, description, site, handler, taken)

    def _handler_function(self, event: Event, handler: str):  # type: ignore[no-untyped-def]
        try:
            return self._analysis.program.function(handler) if handler else None
        except KeyError:
            return None

    def _listed(self, root: Root) -> Iterator[Tool]:
        context = self._analysis.contexts[root.context]
        returned = context.returned
        if returned is None:
            return
        for one in alternatives(returned):
            tools = self._analysis.read_field(context, one, "tools", root.site) if isinstance(one, Object) else one
            holder = tools if isinstance(tools, (Object, Union)) else one
            for element in self._analysis.elements(context, holder):
                yield from self._tool_object(context, element, root)

    def _tool_object(self, context, element: Value, root: Root) -> Iterator[Tool]:  # type: ignore[no-untyped-def]
        for one in alternatives(element):
            if not isinstance(one, Object):
                continue
            target = self._analysis.heap[one.id]
            name = self._analysis.read_field(context, one, "name", root.site)
            description = self._analysis.read_field(context, one, "description", root.site)
            keywords = dict(target.keywords)
            text = _known_text(keywords.get("name", name))
            if text:
                told = _known_text(keywords.get("description", description))
                taken = self._parameters.of_tool_object(target) if self._parameters is not None else ()
                yield Tool(text, told, target.site, root_function(self._analysis, root), taken)

    def _text(self, event: Event, ports: tuple[Port, ...]) -> str:
        for port in ports:
            value = self._analysis.calls.libraries.ports.read(
                self._analysis.contexts[event.context], port, event.receiver, event.callee, event.arguments, event.site
            )
            text = _known_text(value) if value is not None else ""
            if text:
                return text
        return ""


def root_function(analysis: Analysis, root: Root) -> str:
    """Id of the function a root begins with."""
    return analysis.contexts[root.context].function.id


def _known_text(value: Value) -> str:
    """The constant text of a value; a string with holes keeps its known parts."""
    for one in alternatives(value):
        if isinstance(one, Constant) and isinstance(one.value, str):
            return one.value
        if isinstance(one, Concat):
            return "".join(text_of(p.value) if isinstance(p, Constant) else "…" for p in one.parts)
    return ""
