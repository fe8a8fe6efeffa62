"""`mcp-sast explain RULE`: a rule's page.

In: a rule's id. Out: what it reports, why it matters and what to do, as Markdown.
"""

from __future__ import annotations

import click

from mcp_sast.cli.console import write
from mcp_sast.cli.definitions import loaded_rules, rules_option
from mcp_sast.cli.exit_codes import CLEAN
from mcp_sast.errors import UsageError


@click.command("explain")
@click.argument("rule")
@rules_option
def verb(rule: str, rules: tuple[str, ...]) -> int:
    """Say what RULE reports, why it matters and what to do."""
    from mcp_sast.acceptance.hygiene import HYGIENE

    for text in (*(known.text for known in loaded_rules(rules)), *HYGIENE):
        if text.id == rule:
            write(text.help_markdown.rstrip("\n") + "\n")
            return CLEAN
    raise UsageError(f"no such rule: {rule}; `mcp-sast rules` lists them")
