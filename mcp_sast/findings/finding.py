"""A finding: one rule, one place, one source and destination.

In: nothing. Out: `Finding` and its parts, plain frozen data that reports render and JSON carries.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Literal

from mcp_sast.findings.place import Place

Level = Literal["error", "warning", "note"]
Confidence = Literal["high", "medium", "low"]
Phase = Literal["install", "import", "init", "list", "call", "deferred", "shutdown"]

LEVEL_ORDER: dict[str, int] = {"note": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Step:
    """One hop of a flow from source to sink, in words: "reads the whole environment", "returned by envelope()"."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding: its gate, a related finding of another rule."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a scan reports.

    `message`: self-contained first sentence naming source, sink, host or recipient. `place`: the primary location.
    `steps`: the flow, source first, sink last. `chain`: how the effect is reached from a root ("tool send_mail", "module top of
    src/index.js"), one step a call. `phase`: of the chain. `guard`: the trigger in words, "" if there is none.
    `source`, `destination`: what identifies the finding besides rule and place (a variable, a host, a recipient).
    `sink`: the call or constructor that is given the host; calls of a client made with it are the same sink call.
    `function`: qualified name of the function the place lies in. `fingerprint` is computed by `identified`.
    """

    rule: str
    level: Level
    message: str
    place: Place
    function: str = ""
    phase: Phase | None = None
    steps: tuple[Step, ...] = ()
    chain: tuple[Step, ...] = ()
    related: tuple[Related, ...] = ()
    guard: str = ""
    source: str = ""
    destination: str = ""
    confidence: Confidence = "medium"
    tools: tuple[str, ...] = ()
    sink: Place | None = None
    fingerprint: str = ""


def identified(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings, each with its fingerprint, in a fixed order.

    A fingerprint holds rule, path, function, source and destination, never line numbers; findings that are equal in all these
    get an ordinal in order of their place.
    """
    ordered = sorted(findings, key=lambda f: (f.place.path, f.place.start, f.place.end, f.rule, f.source, f.destination, f.message))
    seen: dict[tuple[str, ...], int] = {}
    out = []
    for finding in ordered:
        identity = (finding.rule, finding.place.path, finding.function, finding.source, finding.destination)
        ordinal = seen.get(identity, 0)
        seen[identity] = ordinal + 1
        text = "\x00".join((*identity, str(ordinal)))
        out.append(replace(finding, fingerprint=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]))
    return tuple(out)
