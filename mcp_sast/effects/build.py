"""Effects of a package, from the events of a settled analysis.

In: `Facts`, `Declarations`. Out: `Effect`s in a fixed order: each outbound call that is reached, with destinations, data and, for
messages, recipients.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.facts import Facts, Reached
from mcp_sast.dataflow.heap import HeapObject
from mcp_sast.dataflow.values import Object, Value, alternatives
from mcp_sast.effects.data import Data
from mcp_sast.effects.declarations import Declarations
from mcp_sast.effects.destinations import Destinations
from mcp_sast.effects.effect import Effect, Recipient
from mcp_sast.effects.execution import Execution, ExecutionBuilder, FileChange
from mcp_sast.effects.hiding import Evidence
from mcp_sast.effects.paths import Paths
from mcp_sast.effects.recipients import Recipients
from mcp_sast.effects.spawned import SpawnedSends
from mcp_sast.models.schema import Port

_BODY_RECIPIENTS = (
    "bcc",
    "cc",
    "to",
    "replyTo",
    "reply_to",
    "Bcc",
    "Cc",
    "To",
    "ReplyTo",
    "recipients",
    "BCC",
    "reply-to",
    "Reply-To",
)
# Sinks by which nothing leaves the machine.
INSIDE = frozenset({"file-write", "file-delete", "process", "code", "load", "native", "unpickle", "redirect"})
_STRONG = frozenset({"bcc", "cc", "replyto", "reply_to", "reply-to"})
_CHATS = frozenset({
    "chat_id", "chatid", "channel", "channel_id", "channelid", "room", "room_id", "roomid", "phone", "phone_number", "phonenumber",
})
_CONTENT = frozenset({"subject", "text", "html", "body", "message", "content", "htmlbody", "textbody"})


class EffectBuilder:
    """One for each package."""

    def __init__(self, analysis: Analysis, facts: Facts, declarations: Declarations) -> None:
        self._analysis = analysis
        self._facts = facts
        self._destinations = Destinations(analysis, facts, declarations)
        self._recipients = Recipients(analysis, facts, self._destinations)
        self._paths = Paths(analysis, facts)
        self._execution = ExecutionBuilder(analysis, facts, self._destinations)
        self._data = Data(analysis, facts)
        self._spawned = SpawnedSends(analysis, self._destinations, self._data)

    def effects(self, reached: Iterable[Reached], executions: Iterable[Execution] | None = None) -> tuple[Effect, ...]:
        """The effects among reached events: calls that send, and programs that do. `executions`: those of the same events, where they
        are known already."""
        reached = tuple(reached)
        out = []
        for one in reached:
            if one.event.api.sink is not None and one.event.api.sink.kind not in INSIDE:
                out.append(self._effect(one))
        return (*out, *self._spawned.effects(self.executions(reached) if executions is None else executions))

    def executions(self, reached: Iterable[Reached]) -> tuple[Execution, ...]:
        """What reached events run."""
        return self._execution.executions(reached)

    def file_changes(self, reached: Iterable[Reached]) -> tuple[FileChange, ...]:
        """What reached events write and delete."""
        return self._execution.file_changes(reached)

    def decoding(self, value: Value) -> tuple[Evidence, ...]:
        """The steps that decode a value which is not known."""
        return self._destinations.decoding(value)

    def path_texts(self, value: Value) -> tuple[str, ...]:
        """What is known of a path."""
        return self._paths.texts(value)

    def _effect(self, reached: Reached) -> Effect:
        event, sink = reached.event, reached.event.api.sink
        assert sink is not None
        addresses, bases, built_in = self._destinations.ports_of(event)
        destinations = self._destinations.judge(addresses, bases, built_in)
        data = self._data.among(v for port in sink.data if (v := self._destinations.read(event, port)) is not None)
        recipients, is_message = self._recipients_of(reached)
        host_site = self._destinations.host_site(event)
        return Effect(sink.kind, reached, event.site, destinations, data, recipients, is_message, host_site)

    # ----------------------------------------------------------------------------------------------------------- recipients

    def _recipients_of(self, reached: Reached) -> tuple[tuple[Recipient, ...], bool]:
        event = reached.event
        if event.api.message is not None:
            found: list[Recipient] = []
            for port in event.api.message.recipients:
                found.extend(self._at_port(reached, port))
            return _once(found), True
        body = [
            v for port in (event.api.sink.body if event.api.sink else ()) if (v := self._destinations.read(event, port)) is not None
        ]
        return self._recipients_in_body(reached, body)

    def _recipients_in_body(self, reached: Reached, bodies: list[Value]) -> tuple[tuple[Recipient, ...], bool]:
        """A body is a message if it has a bcc, cc or reply-to, a `to` beside a subject or text, or a chat's id beside a text."""
        found: list[Recipient] = []
        is_message = False
        for body in bodies:
            for message in self._objects_in(body):
                names = {n.lower() for n in message.named}
                chats = tuple(n for n in message.named if n.lower() in _CHATS) if names & _CONTENT else ()
                if not (names & _STRONG or ("to" in names and names & _CONTENT) or chats):
                    continue
                is_message = True
                for name in (*_BODY_RECIPIENTS, *chats):
                    for entry in message.named.get(name, {}).values():
                        found.extend(self._recipients.of_entry(entry, name, reached.event.site))
        return _once(found), is_message

    def _at_port(self, reached: Reached, port: Port) -> list[Recipient]:
        """Recipients at one port; for a field of an object, by the field's entries, which know where they were written."""
        event = reached.event
        field = port.members[-1] if port.members else port.keyword or "recipients"
        if port.members and port.members[-1] != "*":
            holder = self._destinations.read(event, replace(port, members=port.members[:-1]))
            objects = (
                [self._analysis.heap[v.id] for v in alternatives(holder) if isinstance(v, Object)] if holder is not None else []
            )
            if objects:
                entries = [e for o in objects for e in (*o.named.get(field, {}).values(), *o.unnamed.values())]
                return [r for e in entries for r in self._recipients.of_entry(e, field, event.site)]
        value = self._destinations.read(event, port)
        return self._recipients.of(value, field, event.site) if value is not None else []

    def _objects_in(self, body: Value) -> list[HeapObject]:
        """The objects that a body is made of: itself, or what was put into JSON or a form."""
        heap = self._analysis.heap
        direct = [heap[v.id] for v in alternatives(body) if isinstance(v, Object)]
        inner = [heap[t.leaf.id] for t in self._facts.traces(body, lambda v: isinstance(v, Object)) if isinstance(t.leaf, Object)]
        return list({o.id: o for o in (*direct, *inner) if o.kind in ("object", "instance")}.values())


def _once(recipients: list[Recipient]) -> tuple[Recipient, ...]:
    return tuple({(r.text, r.site, r.field): r for r in recipients}.values())
