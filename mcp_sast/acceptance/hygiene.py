"""The rules about ignores themselves.

In: nothing. Out: their texts. They apply to a project's own code only, and to no package that is judged: that is why they are no files
of the rule catalogue.
"""

from __future__ import annotations

from mcp_sast.findings.finding import Level
from mcp_sast.findings.report import RuleText

PAGE = "docs/accepting.md"


def _text(name: str, level: Level, title: str, full: str, remedy: str) -> RuleText:
    why = "What is accepted must stay known: an ignore that nobody needs hides the next finding at its place."
    return RuleText(
        name, title, level, title, full, f"{full}\n\n{why}\n\n{remedy}", f"# {name}: {title}\n\n{full} {why}\n\n{remedy}\n", why, remedy,
        tags=("hygiene",), security_severity=1.0,
    )


HYGIENE = (
    _text("blanket-ignore", "warning", "An ignore without rule or reason", "An ignore comment names no rule, gives no reason, or has no "
          "valid day; it is not followed.", "Write `mcp-sast: ignore[RULE] reason`, or remove it."),
    _text("expired-ignore", "warning", "An ignore whose day has passed", "An ignore comment or an entry of the configuration was accepted "
          "until a day that has passed; it is not followed.", "Mend what it hides, or decide again and set a new day."),
    _text("unused-ignore", "warning", "An ignore that hides nothing", "An ignore comment or an entry of the configuration matches no "
          "finding.", "Remove it."),
)  # fmt: skip
"""Sorted by id."""

HYGIENE_IDS = frozenset(rule.id for rule in HYGIENE)
