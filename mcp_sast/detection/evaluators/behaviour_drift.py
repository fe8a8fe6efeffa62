"""Changes against an approved version (the `drift-*` rules).

In: a `Case` with its changes. Out: a finding for each change of the rule, at the place in the new version where it was seen first.
Without an approved version there are none.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case, chain, phase_of, steps
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Phase, Step
from mcp_sast.findings.place import Place
from mcp_sast.inventories.comparison import Change
from mcp_sast.inventories.taking import Evidence

NAME = "behaviour-drift"
_PHASES: dict[str, Phase] = {"install": "install", "import": "import", "init": "init", "list": "list", "call": "call",
                             "deferred": "deferred", "shutdown": "shutdown"}  # fmt: skip
_NO_EVIDENCE = Evidence()


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each change of this rule."""
    for change in case.changes:
        if change.rule == rule.id:
            yield _finding(case, change)


def _finding(case: Case, change: Change) -> Finding:
    assert case.taken is not None
    seen = case.taken.evidence.get((change.kind, change.key), _NO_EVIDENCE)
    place = _place(case, change, seen)
    root = seen.reached.root if seen.reached is not None else None
    tools = (case.tool_of(seen.reached),) if seen.reached is not None else ()
    return Finding(
        rule=change.rule,
        level=change.level,
        message=change.message,
        place=place,
        function=case.function_of(seen.site) if seen.site is not None else "",
        phase=phase_of(seen.effect) if seen.effect is not None else _PHASES.get(root.phase) if root is not None else None,
        steps=_steps(case, change, seen, place),
        chain=chain(case, seen.effect) if seen.effect is not None else (),
        source=change.source,
        destination=change.destination,
        confidence="high",
        tools=tuple(tool for tool in tools if tool),
        sink=case.place_of(seen.effect.given_host_at) if seen.effect is not None else None,
    )


def _place(case: Case, change: Change, seen: Evidence) -> Place:
    if seen.place is not None:
        return seen.place
    site = seen.site
    if site is not None and change.kind == "text":
        site = case.literal_of(change.key.split(" ", 2)[-1], site, "") or site
    if site is not None and site.function:
        return case.place_of(site)
    # What is gone has no place: the package's name stands for it.
    package = case.declarations.package
    return package.name_place or Place(next(iter(package.files), ""), 0, 1)


def _steps(case: Case, change: Change, seen: Evidence, place: Place) -> tuple[Step, ...]:
    if seen.effect is not None and seen.datum is not None:
        return steps(case, seen.datum, seen.effect, "read here", f"sent to {change.destination}; the approved version does not")
    return (Step(place, "not in the approved version"),)
