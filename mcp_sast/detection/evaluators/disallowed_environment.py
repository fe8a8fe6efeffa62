"""Reads of environment variables that the policy does not list (`disallowed-env`).

In: a `Case` to which a policy with a list of variables applies. Out: an error for each read beside the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.config.policy import ServerPolicy
from mcp_sast.detection.case import Case, phase_of_root
from mcp_sast.detection.environment_reads import EnvironmentRead, EnvironmentReads
from mcp_sast.detection.phases import Phases, way_in_words
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Phase, Step

NAME = "disallowed-environment"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Nothing without a list."""
    policy = case.policy
    if policy is None or policy.allowed_env is None:
        return
    phases = Phases(case)
    for read in EnvironmentReads(case, phases).all():
        if not _is_listed(read.name, policy.allowed_env):
            yield _finding(rule, case, policy, read, phases.early(read.way.root) or phase_of_root(read.way.root))


def _is_listed(name: str, allowed: tuple[str, ...]) -> bool:
    """Is the variable, or the family that is read, one that the list names (`APP_*` names a family)?"""
    return any(name == entry or (entry.endswith("*") and name.startswith(entry[:-1])) for entry in allowed)


def _finding(rule: Rule, case: Case, policy: ServerPolicy, read: EnvironmentRead, phase: Phase | None) -> Finding:
    what = "The whole environment" if read.name == "*" else f"The environment variable {read.name}"
    if read.is_bulk and read.name != "*":
        what = f"Every environment variable named {read.name}"
    place = case.place_of(read.site)
    return Finding(
        rule=rule.id,
        level="error",
        message=f"{what} is read, which is not on the policy's list of variables for {policy.name}.",
        place=place,
        function=case.function_of(read.site),
        phase=phase,
        steps=(Step(place, "reads the whole environment" if read.name == "*" else f"reads {read.name}"),),
        chain=way_in_words(case, read.way, read.site),
        source="environment" if read.name == "*" else read.name,
        confidence="high",
    )
