"""Contexts, events and roots: what an interpretation leaves behind.

In: nothing. Out: the records that `Facts` is made of.

A context is a function specialised to the abstract values it is called with. Its `Summary` is plain data: the value returned,
the library calls it makes, the functions it calls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mcp_sast.dataflow.heap import Guards
from mcp_sast.dataflow.values import Site, Value
from mcp_sast.ir.module import FunctionIR
from mcp_sast.models.schema import Api, Language


class Arguments(NamedTuple):
    """Actual arguments: positional values, keywords, and values that may be any further argument (spreads of unknown lists)."""

    positional: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()
    rest: tuple[Value, ...] = ()
    sites: tuple[Site, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A call of a library API: which, on what, with what, where, under which guards, and what it gave. `callee` is the value that was
    called where it is an object on the heap (a decorator made by a call)."""

    api: Api
    path: str
    receiver: Value | None
    callee: Value | None
    arguments: Arguments
    site: Site
    guards: Guards
    result: Value
    context: int


@dataclass(frozen=True, slots=True)
class CallEdge:
    """One call from one context to another."""

    site: Site
    callee: int
    guards: Guards


class Read(NamedTuple):
    """A source that is read by name: its kind, which one ("*" for all of them, "?" where the name is not known), and where."""

    kind: str
    name: str
    site: Site


@dataclass(slots=True)
class Context:
    """A function under interpretation with these inputs. `returned`, `events`, `edges`, `reads` are its summary. `rounds`: while a
    loop over known elements is run one by one, which of them (objects made in different rounds are different). `key`: the inputs that
    its function finds it by; `outdated`: it was given others and not run since; `since`: how often it had been run by then; `before`:
    whom the last run called, by place and function, while it runs again."""

    id: int
    function: FunctionIR
    module: str
    language: Language
    frames: tuple[tuple[str, int], ...]
    this: Value | None
    arguments: Arguments
    returned: Value | None = None
    yielded: bool = False
    events: list[Event] = field(default_factory=list)
    edges: list[CallEdge] = field(default_factory=list)
    dependents: dict[int, None] = field(default_factory=dict)
    outdated: bool = False
    key: tuple[object, ...] = ()
    since: int = 0
    before: dict[tuple[Site, str], list[int]] = field(default_factory=dict)
    unresolved: dict[Site, str] = field(default_factory=dict)
    reads: dict[Read, None] = field(default_factory=dict)
    calls: int = 0
    runs: int = 0
    running: bool = False
    dead: bool = False
    is_merged: bool = False
    rounds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Root:
    """Where execution begins: `phase` and `title` are opaque to this layer. `event` is the registration it comes from; `by` the context
    that registered or scheduled it."""

    phase: str
    title: str
    context: int
    site: Site
    event: Event | None = None
    by: int = 0
