"""Effects that wait for a hidden trigger (`gated-send`).

In: a `Case`, and what the other rules found. Out: a finding for each recipient, destination, datum or second message that is there
only on a hidden trigger.

What an explained send waits for is its own business (a limit, an interval, a sample); what is added to it is not. So a guard counts
where it stands before something unexplained alone: at a recipient's or datum's own entry, or at a send that has nothing explained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mcp_sast.dataflow.facts import Trace
from mcp_sast.dataflow.heap import Guards
from mcp_sast.dataflow.values import Site
from mcp_sast.detection.case import Case, capped, chain, phase_of
from mcp_sast.detection.rule import Rule
from mcp_sast.detection.triggers import Hidden
from mcp_sast.effects.effect import Effect, Recipient
from mcp_sast.effects.guards import Atom
from mcp_sast.findings.finding import Finding, Level, Related, Step
from mcp_sast.findings.place import Place

NAME = "gated-effect"

# Which rule reports a datum of a kind that leaves.
_REPORTED_AS = {"environment": "env-exfiltration", "file": "file-exfiltration", "tool-argument": "tool-data-exfiltration"}
_HOST_RULES = frozenset({"undeclared-host", "network-call-at-init"})
_NOT_BEHAVIOUR = frozenset({"hidden-recipient", "gated-send", "persistence", "destructive-action"})


@dataclass(frozen=True, slots=True)
class _Gated:
    """What waits (`what`), where, and for what; `is_error`: the gated effect is an error by itself; `changes`: it is no send of its own
    but a change of what is sent."""

    effect: Effect
    site: Site
    what: str
    destination: str
    atoms: tuple[Atom, ...]
    is_error: bool
    changes: bool = False


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Without what other rules found nothing can be said of a gate."""
    yield from evaluate_after(rule, case, ())


def evaluate_after(rule: Rule, case: Case, found: tuple[Finding, ...]) -> Iterator[Finding]:
    """Each gated thing of each effect."""
    judge = _Judge(case, found)
    for effect in case.effects:
        waiting = (*judge.second_messages(effect), *judge.sends(effect))[:1]  # a message that waits is one thing, whatever is said of it
        for gated in (*judge.recipients(effect), *judge.data(effect), *waiting):
            yield _finding(rule, case, gated)


class _Judge:
    """Looks for gates. `found`: what the other rules reported, by place and by sink call."""

    def __init__(self, case: Case, found: tuple[Finding, ...]) -> None:
        self._case = case
        self._hidden = Hidden(case)
        self._at: dict[Place, list[Finding]] = defaultdict(list)
        for one in found:
            if one.level == "note":
                continue
            for place in {one.place, *([one.sink] if one.sink is not None else [])}:
                self._at[place].append(one)
        self._same_call: dict[Site, list[Effect]] = defaultdict(list)
        for effect in case.effects:
            self._same_call[effect.site].append(effect)

    # -------------------------------------------------------------------------------------------------- what is added to a send

    def recipients(self, effect: Effect) -> Iterator[_Gated]:
        """Recipients that are there only on a trigger."""
        for recipient in effect.recipients if effect.is_message else ():
            if recipient.explained:
                continue
            atoms = self._hidden.before_addition(self._added_under(recipient.trace, effect))
            is_error = self._is_reported(self._case.place_of(recipient.site), "hidden-recipient", recipient.text)
            if not atoms or self._added_elsewhere(effect, recipient):
                continue
            what = f"{recipient.text or 'an address computed from constants'} becomes a recipient ({recipient.field})"
            yield _Gated(effect, recipient.site, what, recipient.text, atoms, is_error, True)

    def _added_under(self, trace: Trace, effect: Effect) -> Guards:
        """The guards of a value's entry that are not those of the send: what the send waits for is another question."""
        sent = frozenset(self._guards(effect))
        entered = (guard for entry in trace.entries for guard in self._case.triggers.of_entry(entry))
        return tuple(dict.fromkeys(guard for guard in entered if guard not in sent))

    def _added_elsewhere(self, effect: Effect, recipient: Recipient) -> bool:
        """Does the same recipient get the message without a trigger too?"""
        return any(
            other.text == recipient.text
            and other.text != ""
            and not self._hidden.before_addition(self._added_under(other.trace, one))
            for one in self._same_call[effect.site]
            for other in one.recipients
        )

    def data(self, effect: Effect) -> Iterator[_Gated]:
        """Environment data, files or arguments that are put in only on a trigger, where they must not go."""
        for datum in effect.data:
            rule = _REPORTED_AS.get(datum.kind)
            atoms = self._hidden.before_addition(self._added_under(datum.trace, effect)) if rule else ()
            if not atoms:
                continue
            named = (datum.name, "environment")
            reports = [f for f in self._reports(effect) if f.rule == rule and (datum.kind != "environment" or f.source in named)]
            entered = [e.site for e in datum.trace.entries if self._hidden.before_addition(self._case.triggers.of_entry(e))]
            if reports and entered:
                what = f"{'the environment' if datum.name == '*' else datum.name or datum.kind} is put into what is sent"
                is_error = any(f.level == "error" for f in reports)
                yield _Gated(effect, entered[-1], what, reports[0].destination, atoms, is_error, True)

    # ------------------------------------------------------------------------------------------------------- sends that wait

    def sends(self, effect: Effect) -> Iterator[_Gated]:
        """Sends that another rule reports, and that wait for a trigger; not where an explained recipient gets the message too."""
        if effect.is_message and any(r.explained for r in effect.recipients):
            return
        reports = self._reports(effect) + self._recipient_reports(effect)
        if not reports:
            return
        is_error = any(f.level == "error" for f in reports)
        atoms = self._common(effect, is_error)
        if atoms:
            host = next((d.host or "" for d in effect.destinations if d.is_outside and not d.is_allowed), "")
            to = next((r.text for r in effect.recipients if r.text), "")
            where = to or host or next((d.host for d in effect.destinations if d.host), "") or "an address that can't be resolved"
            yield _Gated(effect, effect.site, f"{_call(effect)} sends to {where}", to or host, atoms, is_error)

    def _recipient_reports(self, effect: Effect) -> list[Finding]:
        """What is said of the recipients of a message that has no others."""
        places = dict.fromkeys(self._case.place_of(r.site) for r in effect.recipients if effect.is_message)
        return [f for place in places for f in self._at.get(place, ()) if f.rule == "hidden-recipient"]

    def _common(self, effect: Effect, is_error: bool) -> tuple[Atom, ...]:
        """The triggers that all ways to this call, with any arguments that are reported, have in common."""
        atoms = self._hidden.before_send(self._guards(effect), effect, is_error)
        for other in self._same_call[effect.site] if atoms else ():
            if other is not effect and self._reports(other) and _hosts(other) & _hosts(effect):
                theirs = {(a.kind, a.text) for a in self._hidden.before_send(self._guards(other), other, is_error)}
                atoms = tuple(a for a in atoms if (a.kind, a.text) in theirs)
        return atoms

    def second_messages(self, effect: Effect) -> Iterator[_Gated]:
        """A second message beside one that is sent anyway: a copy, unless all its recipients are explained."""
        if not effect.is_message or (effect.recipients and all(r.explained for r in effect.recipients)):
            return
        atoms = self._hidden.before_second(self._guards(effect))
        if not atoms:
            return
        asked = {(a.kind, a.text) for a in atoms}
        firsts = [
            other
            for other in self._beside(effect)
            if not asked & {(a.kind, a.text) for a in self._hidden.before_second(self._guards(other))}
        ]
        if firsts:
            place = self._case.place_of(effect.site)
            is_error = any(f.rule == "hidden-recipient" and f.level == "error" for f in self._at[place])
            to = next((r.text for r in effect.recipients if not r.explained and r.text), "")
            is_error = is_error or any(
                self._is_reported(self._case.place_of(r.site), "hidden-recipient", r.text) for r in effect.recipients if not r.explained
            )
            yield _Gated(effect, effect.site, f"{_call(effect)} sends a second message", to, atoms, is_error)

    def _beside(self, effect: Effect) -> Iterator[Effect]:
        """Other messages of the same kind that the same function sends, or that are sent on the same way."""
        for other in self._case.effects:
            same_root = other.reached.root == effect.reached.root
            if other.is_message and other.kind == effect.kind and other.site != effect.site and same_root:
                yield other

    # --------------------------------------------------------------------------------------------------------------- found

    def _guards(self, effect: Effect) -> Guards:
        return self._case.triggers.always(effect.reached) if self._case.is_live(effect) else effect.reached.guards

    def _reports(self, effect: Effect) -> list[Finding]:
        """What other rules say of this call; of a shared call only what concerns a destination of this one."""
        hosts = _hosts(effect)
        out = []
        for place in dict.fromkeys((self._case.place_of(effect.site), self._case.place_of(effect.given_host_at))):
            for one in self._at.get(place, ()):
                if one.rule not in _NOT_BEHAVIOUR and (not one.destination or one.destination in hosts) and one not in out:
                    out.append(one)
        return out

    def _is_reported(self, place: Place, rule: str, destination: str) -> bool:
        return any(f.rule == rule and f.level == "error" and f.destination == destination for f in self._at.get(place, ()))


def _hosts(effect: Effect) -> set[str]:
    return {d.host or "" for d in effect.destinations}


def _call(effect: Effect) -> str:
    return effect.reached.event.path.rstrip("()")


def _words(atoms: Iterable[Atom]) -> str:
    return " and ".join(dict.fromkeys(_WORDS.get(atom.kind, "{}").format(atom.text) for atom in atoms))


_WORDS = {
    "counter": "a counter that is kept across calls ({})",
    "limit": "a counter that is kept across calls ({})",
    "clock": "the clock",
    "elapsed": "the time since something happened",
    "random": "chance",
    "fingerprint": "a fingerprint of the machine: {}",
    "marker": "a marker file that is kept beyond the process",
    "install-age": "the age of the installation",
    "answer": "an answer from another machine",
}


def _finding(rule: Rule, case: Case, gated: _Gated) -> Finding:
    effect = gated.effect
    level: Level = "error" if gated.is_error else "warning"
    why = _words(gated.atoms)
    gates = tuple(dict.fromkeys(case.place_of(atom.site) for atom in gated.atoms))
    flow = [*(Step(place, f"asks for {why}") for place in gates[:1]), Step(case.place_of(gated.site), gated.what)]
    if gated.changes:
        flow.append(Step(case.place_of(effect.site), f"sent by {_call(effect)}"))
    return Finding(
        rule=rule.id,
        level=capped(case, effect, level),
        message=f"Only on a hidden trigger ({why}): {gated.what}.",
        place=case.place_of(gated.site),
        function=case.function_of(gated.site),
        phase=phase_of(effect),
        steps=tuple(flow),
        chain=chain(case, effect),
        related=tuple(Related(place, "the gate") for place in gates),
        guard=why,
        source=gated.atoms[0].kind,
        destination=gated.destination,
        confidence="medium",
        tools=tuple(t for t in (case.tool_of(effect.reached),) if t),
    )
