"""The form of a model: what one API of a library does.

In: nothing. Out: frozen definitions that `loader` fills from YAML and `dataflow` interprets.

APIs are named by path as a program reaches them, calls written as `()`: `axios.create().post`, `os.environ.get`,
`smtplib.SMTP().send_message`. A path that begins with a dot matches a method of that name on any receiver that is
not the package's own (`.registerTool`). Ports name values around a call, as CodeQL's models do: `Argument[0].headers`,
`Argument[1,json]` (second position or keyword), `Argument[-1]`, `Receiver.Argument[0].baseURL` (what the receiver was made
with), `Return`; `.*` is any element or member.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["javascript", "python"]


@dataclass(frozen=True, slots=True)
class Port:
    """`root`: argument, receiver, callee, return or constant. `position` (None: keyword only) and `keyword` for arguments; `member`
    path behind it; `text` for a constant. `owner` steps from the call outwards: ("receiver",) for `Receiver.Argument[0]`."""

    root: Literal["argument", "receiver", "return", "constant", "all"]
    owner: tuple[Literal["receiver", "callee"], ...] = ()
    position: int | None = None
    keyword: str | None = None
    members: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """The API gives data from outside. `name`: which (a port, or a fixed text). `members`: each member read of the API's value is
    a source of its own (`process.env.KEY`), the value itself is all of them (name "*")."""

    kind: str
    name: Port | None = None
    fixed_name: str = ""
    members: bool = False


@dataclass(frozen=True, slots=True)
class SinkSpec:
    """Data leaves through this call. `destination`: address ports, the first that has a value counts; `base`: what a relative
    destination is joined to. `host`: the host if it is built into the library. `data`: all that is sent along. `saves`: the file
    that the answer is written to. Of a file that is written or deleted, `destination` is its path."""

    kind: str
    destination: tuple[Port, ...] = ()
    base: tuple[Port, ...] = ()
    host: str = ""
    data: tuple[Port, ...] = ()
    body: tuple[Port, ...] = ()
    saves: tuple[Port, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageSpec:
    """The call sends a message. `recipients`: ports whose values are recipients; `lists`: ports that hold messages themselves."""

    recipients: tuple[Port, ...] = ()
    content: tuple[Port, ...] = ()


@dataclass(frozen=True, slots=True)
class CallbackSpec:
    """A function handed over is called: with `arguments` (ports, or labelled sources), in `phase` ("" for at once, as part of this
    call). Its result flows to the call's result where `returns` is set."""

    function: Port
    arguments: tuple[Port | SourceSpec, ...] = ()
    phase: str = ""
    returns: bool = False
    mutates: bool = False


@dataclass(frozen=True, slots=True)
class RegistrationSpec:
    """The call registers something with a server. Where the name, description, schema, handler stand. `select`: the port that says
    which request a handler answers, and `phases` which phase that means (by the end of its name or its text)."""

    kind: str
    name: tuple[Port, ...] = ()
    description: tuple[Port, ...] = ()
    schema: tuple[Port, ...] = ()
    handler: tuple[Port, ...] = ()
    phase: str = "call"
    select: Port | None = None
    phases: tuple[tuple[str, str], ...] = ()
    argument_label: str = "tool-argument"
    decorates: bool = False


@dataclass(frozen=True, slots=True)
class FlowSpec:
    """`source` flows to `target` (Return or Receiver): as the same value, or as something computed from it."""

    source: Port
    target: Port
    kind: Literal["value", "taint"]


@dataclass(frozen=True, slots=True)
class Api:
    """One API. `client`: its result is a library object that is kept with the arguments it was made from. `pure`: neither effect
    nor callback. `stores`: arguments flow into the receiver's state (what later calls on it send). `copied`: the
    methods by which a class of the package is known to be a bundled or vendored copy of this one."""

    path: str
    language: Language
    library: str
    client: bool = False
    alias: str = ""
    source: SourceSpec | None = None
    sink: SinkSpec | None = None
    message: MessageSpec | None = None
    flows: tuple[FlowSpec, ...] = ()
    callbacks: tuple[CallbackSpec, ...] = ()
    registration: RegistrationSpec | None = None
    result: SourceSpec | None = None
    sanitizes: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
