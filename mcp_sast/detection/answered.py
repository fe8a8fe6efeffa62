"""The case of a captured answer: tools and texts without any code.

In: an `Answer`, the case of a package in which nothing is. Out: `Assembled`, for the same rules that judge code.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from mcp_sast.answers.answer import Answer
from mcp_sast.config.policy import Policy
from mcp_sast.dataflow.values import Site
from mcp_sast.detection.assembly import Assembled, beside_the_policy
from mcp_sast.findings.place import Place
from mcp_sast.findings.report import ServerInfo, ToolInfo
from mcp_sast.mcp.servers import Tool


def answered(answer: Answer, nothing: Assembled, policy: Policy | None = None) -> Assembled:
    """`nothing`, with what the answer says. Its sites are places of the file already. The file's own name can be the server's."""
    names = tuple(dict.fromkeys(server.name for server in answer.servers if server.name))
    called = names or ((PurePosixPath(answer.path).stem,) if policy is not None and len(policy.servers) > 1 else ())
    applying = policy.applying(called) if policy is not None else None
    tools = tuple(Tool(tool.name, tool.description, tool.site, "") for tool in answer.tools)
    case = replace(
        nothing.case,
        tools=tools,
        texts=answer.texts,
        place_of=place_of,
        function_of=lambda site: "",
        literal_of=lambda text, site, words: None,
        server_names=tuple(dict.fromkeys(server.name for server in answer.servers)),
        policy=applying,
    )
    told = (*nothing.diagnostics, *beside_the_policy(policy, applying, called))
    return replace(nothing, case=case, servers=_servers(answer), diagnostics=told)


def place_of(site: Site) -> Place:
    """A site of an answer as a place."""
    return Place(site.function, site.start, max(site.end, site.start + 1))


def _servers(answer: Answer) -> tuple[ServerInfo, ...]:
    """Each named server with its tools; those that no server is named for are the first one's."""
    named = {server.name: server for server in reversed(answer.servers)}
    tools: dict[str, list[ToolInfo]] = {name: [] for name in reversed(named)}
    fallback = next(iter(tools), "")
    for tool in answer.tools:
        owner = tool.server if tool.server in tools else fallback
        tools.setdefault(owner, []).append(
            ToolInfo(tool.name, tool.description, place_of(tool.site), definition=tool.definition)
        )
    out = []
    for name, owned in tools.items():
        server = named.get(name)
        place = place_of(server.site) if server is not None else owned[0].place if owned else Place(answer.path, 0, 1)
        out.append(ServerInfo(name, server.version if server is not None else "", place, tuple(owned)))
    return tuple(out)
