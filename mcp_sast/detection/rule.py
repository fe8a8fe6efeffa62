"""A rule: what people read of it, and what its evaluator needs.

In: nothing. Out: `Rule`. Rules name kinds of sources and sinks; which APIs are of a kind is said by models alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from mcp_sast.findings.report import RuleText


@dataclass(frozen=True, slots=True)
class Rule:
    """`evaluator` names the predicate that turns facts into findings, `sources` and `sinks` the kinds it looks at. `origin` is the
    file the rule was read from, as it may be shown to users: `behaviour/env-exfiltration.yaml`."""

    text: RuleText
    evaluator: str
    sources: tuple[str, ...] = ()
    sinks: tuple[str, ...] = ()
    origin: str = ""

    @property
    def id(self) -> str:
        """The rule's id: what users write into `--select`."""
        return self.text.id
