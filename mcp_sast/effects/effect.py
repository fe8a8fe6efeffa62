"""Effects: what leaves the process, with data, destination and chain.

In: nothing. Out: the records that rules are predicates over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mcp_sast.dataflow.facts import Reached, Trace
from mcp_sast.dataflow.values import Site, Value
from mcp_sast.effects.declarations import HostJudgement
from mcp_sast.effects.hiding import Evidence

Explained = Literal["", "call", "operator", "service"]


@dataclass(frozen=True, slots=True)
class Destination:
    """One alternative of where a sink sends to. `host` is None where it can't be resolved; `judgement` then too. `explained`: it comes from
    the tool call, from the operator, or from the answer of an explained host. `values`: the leaves that decide it;
    `origins`: judged hosts of the answers it was read from; `hiding`: the steps that
    hide it."""

    host: str | None
    url: str
    judgement: HostJudgement | None
    explained: Explained
    values: tuple[Value, ...] = ()
    origins: tuple[HostJudgement, ...] = ()
    hiding: tuple[Evidence, ...] = ()

    @property
    def is_outside(self) -> bool:
        """Loopback is no outbound destination, and a cloud's metadata service a source of secrets."""
        return self.judgement is None or self.judgement.tier not in ("loopback", "metadata")

    @property
    def is_allowed(self) -> bool:
        """Declared or explained."""
        return bool(self.explained) or (self.judgement is not None and self.judgement.declared)

    @property
    def name(self) -> str:
        """As messages call it."""
        return self.host or "an address that can't be resolved"


@dataclass(frozen=True, slots=True)
class Datum:
    """A source that reaches a sink's data: `kind` and `name` as models name them, the way it takes. `paths`: for a file what is known of
    its path, for a child's output of its command line (`effects/paths.py` has the form)."""

    kind: str
    name: str
    site: Site
    trace: Trace
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A value that ends up as a recipient of a message. `text`: the constant address, or "" if it can't be resolved; `field` the
    recipient field; `site` where it first stands under a recipient's name or in a recipient list."""

    text: str
    explained: Explained
    field: str
    site: Site
    trace: Trace
    resolved: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """An outbound call that is reached. `recipients` only for messages. `host_site`: the constructor that was given the host, if it
    was not this call."""

    kind: str
    reached: Reached
    site: Site
    destinations: tuple[Destination, ...]
    data: tuple[Datum, ...]
    recipients: tuple[Recipient, ...] = ()
    is_message: bool = False
    host_site: Site | None = None

    @property
    def given_host_at(self) -> Site:
        """The call or constructor that is given the host; it identifies the sink call."""
        return self.host_site or self.site
