"""What a captured answer holds: servers, tools and texts, each with its place in the file.

In: nothing. Out: `Answer` and its parts. Texts and tools have the form that those read from code have, so that the same rules judge them.
"""

from __future__ import annotations

from dataclasses import dataclass

from mcp_sast.dataflow.values import Site
from mcp_sast.mcp.model_texts import ModelText


@dataclass(frozen=True, slots=True)
class AnsweredTool:
    """A tool as it was listed. `definition`: the whole object as one line of JSON; `server`: who lists it, "" if nothing says so."""

    name: str
    description: str
    site: Site
    definition: str
    server: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredServer:
    name: str
    version: str
    site: Site


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a file of captured answers says. Sites have the file's path as their function."""

    path: str
    servers: tuple[AnsweredServer, ...]
    tools: tuple[AnsweredTool, ...]
    texts: tuple[ModelText, ...]
