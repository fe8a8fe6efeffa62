"""Reads of the environment before anybody asked for something (`env-read-at-init`).

In: a `Case`. Out: a finding for each read in phase install, import or init: a warning where many variables are read at once that are not
the package's own, a note for a secret-shaped variable that is nowhere declared.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.environment_reads import EnvironmentRead, EnvironmentReads
from mcp_sast.detection.phases import Phases, way_in_words
from mcp_sast.detection.rule import Rule
from mcp_sast.effects.declarations import Declarations
from mcp_sast.findings.finding import Finding, Level, Phase, Step

NAME = "early-environment"
_WHEN = {"install": "when the package is installed", "import": "when it is loaded", "init": "when it starts"}


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each read that is reached early."""
    phases = Phases(case)
    for read in EnvironmentReads(case, phases).all():
        phase = phases.early(read.way.root)
        level = _level(case.declarations, read)
        if phase is not None and level is not None:
            yield _finding(rule, case, read, phase, level)


def _level(declarations: Declarations, read: EnvironmentRead) -> Level | None:
    if read.is_bulk:
        prefix = read.name[:-1].upper()
        return None if prefix and any(prefix.startswith(own) for own in declarations.own_prefixes) else "warning"
    if not declarations.is_secret_shaped(read.name):
        return None
    return "note" if declarations.variable_owner(read.name).kind == "undeclared" else None


def _finding(rule: Rule, case: Case, read: EnvironmentRead, phase: Phase, level: Level) -> Finding:
    what = "The whole environment" if read.name == "*" else f"The environment variable {read.name}"
    why = "" if read.is_bulk else ", which nothing in the package declares,"
    if read.is_bulk and read.name != "*":
        what = f"Every environment variable named {read.name}"
    use = f"; it goes into {read.use}" if read.use else ""
    place = case.place_of(read.site)
    flow = [Step(place, "reads the whole environment" if read.name == "*" else f"reads {read.name}")]
    if read.use_site is not None and read.use_site != read.site:
        flow.append(Step(case.place_of(read.use_site), f"goes into {read.use}"))
    return Finding(
        rule=rule.id,
        level=level,
        message=f"{what}{why} is read already {_WHEN[phase]}, before any tool is called{use}.",
        place=place,
        function=case.function_of(read.site),
        phase=phase,
        steps=tuple(flow),
        chain=way_in_words(case, read.way, read.site),
        source="environment" if read.name == "*" else read.name,
        confidence="high" if read.use or not read.is_bulk else "medium",
    )
