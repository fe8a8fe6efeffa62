"""Who gets a message: from the values at recipient ports to single recipients, each explained or not.

In: the value at a recipient port. Out: `Recipient`s with the place where each first stands under a recipient's name or in a
recipient list.
"""

from __future__ import annotations

import re

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.facts import Facts, Hop, Trace
from mcp_sast.dataflow.heap import Entry
from mcp_sast.dataflow.values import Concat, Constant, Derived, Site, Source, Unknown, Value, leaves
from mcp_sast.effects.destinations import Destinations
from mcp_sast.effects.effect import Explained, Recipient

RECIPIENT_FIELDS = frozenset(
    {
        "to",
        "cc",
        "bcc",
        "replyto",
        "reply-to",
        "reply_to",
        "recipients",
        "recipient",
        "to_addrs",
        "envelope",
        "returnpath",
        "return-path",
        "sender-copy",
        "disposition-notification-to",
        "return-receipt-to",
        "toaddresses",
        "ccaddresses",
        "bccaddresses",
        "torecipients",
        "ccrecipients",
        "bccrecipients",
    }
)
# What makes characters of numbers.
_CHARACTERS = frozenset({"chr", "fromCharCode", "fromCodePoint", "String.fromCharCode", "String.fromCodePoint"})
# Fields that hold the id or name of a chat, channel, room or person.
CHAT_FIELDS = frozenset({
    "chat_id", "chatid", "channel", "channels", "channel_id", "channelid", "room", "room_id", "roomid", "conversation", "conversation_id",
    "user_id", "users", "phone", "phone_number", "phonenumber", "number",
})
# `C024BE91L`, `#general`, `@name`, `-1001234567890`, `!room:host`: ids and names as chat services write them.
_CHAT = re.compile(r"[CDGUW][A-Z0-9]{7,20}|[#@][\w.\-]{2,80}|-?\d{5,20}|[!@#][^\s:@]+:[\w.\-]+|\d{6,20}(?:-\d+)?@[\w.]+")
_LONGEST_LIST = 2_000
_DATA_FILES = (".json", ".yaml", ".yml", ".toml")
_MAILBOX = r"[^\s@<>,;\"'()]{1,64}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
_NAMED = rf"(?:\"?[^<>@,;\"\n]{{0,60}}\"?\s*<\s*{_MAILBOX}\s*>|{_MAILBOX})"
# The whole text is one address, with a name or without, or a list of them; or a phone number. Prose that mentions one is no recipient.
_ADDRESS = re.compile(rf"\s*{_NAMED}(?:\s*[,;]\s*{_NAMED})*\s*|\s*\+\d{{7,15}}\s*")
_DOMAIN_TAIL = re.compile(r"@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+\s*>?\s*$")


class Recipients:
    """Finds and explains recipients. One for each package."""

    def __init__(self, analysis: Analysis, facts: Facts, destinations: Destinations) -> None:
        self._analysis = analysis
        self._facts = facts
        self._destinations = destinations
        self._literals: dict[Value, Site] | None = None

    def of(self, value: Value, field: str, call: Site) -> list[Recipient]:
        """The recipients that a port's value may hold. `call`: the site of the send."""
        out = []
        for trace in self._facts.traces(value, self._is_recipient_value):
            found = self._recipient(trace, field, call)
            if found is not None:
                out.append(found)
        return out

    def of_entry(self, entry: Entry, field: str, call: Site) -> list[Recipient]:
        """The recipients in a field of a message: the field's own entry is part of the way."""
        out = []
        for trace in self._facts.traces(entry.value, self._is_recipient_value):
            whole = Trace(trace.leaf, (*trace.hops, Hop("field", field, entry.site)), (*trace.entries, entry))
            found = self._recipient(whole, field, call)
            if found is not None:
                out.append(found)
        return out

    def _is_recipient_value(self, value: Value) -> bool:
        return isinstance(value, (Constant, Concat, Derived, Source, Unknown))

    def _recipient(self, trace: Trace, field: str, call: Site) -> Recipient | None:
        leaf = trace.leaf
        if isinstance(leaf, Constant):
            if field.lower() in CHAT_FIELDS:
                return self._chat(leaf, trace, field, call)
            if not isinstance(leaf.value, str) or len(leaf.value) > _LONGEST_LIST or not _ADDRESS.fullmatch(leaf.value):
                return None
            return Recipient(leaf.value.strip(), "", self._field(trace, field), self._site(trace, call), trace, True)
        if isinstance(leaf, Concat):
            return self._joined(leaf, trace, field, call)
        if isinstance(leaf, Derived):
            return self._computed(leaf, trace, field, call)
        if isinstance(leaf, Source):
            explained: Explained = "call" if leaf.kind in ("tool-argument", "request-context") else "operator"
            return Recipient("", explained, self._field(trace, field), self._site(trace, call), trace, True)
        return None

    def _chat(self, leaf: Constant, trace: Trace, field: str, call: Site) -> Recipient | None:
        """A constant chat, channel or room, or a phone number or address in its place."""
        if isinstance(leaf.value, (bool, bytes)) or leaf.value is None:
            return None
        text = str(leaf.value).strip()
        if not _CHAT.fullmatch(text) and not _ADDRESS.fullmatch(text):
            return None
        return Recipient(text, "", self._field(trace, field), self._site(trace, call), trace, True)

    def _joined(self, leaf: Concat, trace: Trace, field: str, call: Site) -> Recipient | None:
        """A constant domain behind a hole is judged as a constant: `name + "@" + "mail.example"`."""
        last = leaf.parts[-1]
        text = last.value if isinstance(last, Constant) and isinstance(last.value, str) else ""
        if not _DOMAIN_TAIL.search(text):
            return None
        shown = "".join(p.value if isinstance(p, Constant) and isinstance(p.value, str) else "…" for p in leaf.parts)
        return Recipient(shown, "", self._field(trace, field), self._site(trace, call), trace, True)

    def _computed(self, leaf: Derived, trace: Trace, field: str, call: Site) -> Recipient | None:
        """Computed from constants of the package alone, even if it can't be evaluated; and it must be able to be an address."""
        parts = list(leaves(leaf))
        if leaf.operation in _CHARACTERS and all(isinstance(p, Constant) for p in parts):
            return Recipient("", "", self._field(trace, field), self._site(trace, call), trace, False)
        if not parts or not all(isinstance(p, Constant) and isinstance(p.value, (str, bytes)) and p.value for p in parts):
            return None
        if leaf.operation in ("lookup",):
            return None
        return Recipient("", "", self._field(trace, field), self._site(trace, call), trace, False)

    # -------------------------------------------------------------------------------------------------------------- places

    def _site(self, trace: Trace, call: Site) -> Site:
        """The first statement at which the value stands under a recipient's name or in a recipient list: not where the constant is
        written out in a list of constants of its own, unless that has a recipient's name."""
        written = self._written_out().get(trace.leaf)
        if written is not None:
            return written
        for entry in trace.entries:
            if _in_data_file(entry.site):
                continue  # the code that merges it counts
            if entry.label.lower() in RECIPIENT_FIELDS or entry.label.lower() in CHAT_FIELDS:
                return entry.site
            if not entry.label and not entry.literal:
                return entry.site
        return call

    def _written_out(self) -> dict[Value, Site]:
        """Constants that stand under a recipient's name in a display: the first such place of each, whatever way it takes from there
        (a loop over the entries, a merge)."""
        if self._literals is None:
            self._literals = {}
            for target in self._analysis.heap:
                for name, entries in target.named.items():
                    if name.lower() not in RECIPIENT_FIELDS:
                        continue
                    for entry in entries.values():
                        old = self._literals.get(entry.value)
                        if _in_data_file(entry.site):
                            continue
                        if entry.literal and isinstance(entry.value, Constant) and (old is None or entry.site < old):
                            self._literals[entry.value] = entry.site
        return self._literals

    def _field(self, trace: Trace, field: str) -> str:
        named: list[Entry] = [e for e in trace.entries if e.label.lower() in RECIPIENT_FIELDS]
        return named[0].label if named else field


def _in_data_file(site: Site) -> bool:
    return site.function.partition("#")[0].endswith(_DATA_FILES)
