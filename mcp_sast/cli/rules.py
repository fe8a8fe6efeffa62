"""`mcp-sast rules`: the list of all rules.

In: a format, further directories of rules. Out: one line a rule, JSON, or a table in Markdown.
"""

from __future__ import annotations

import json

import click

from mcp_sast.cli.console import write
from mcp_sast.cli.definitions import loaded_rules, rules_option
from mcp_sast.cli.exit_codes import CLEAN


@click.command("rules")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@rules_option
def verb(form: str, rules: tuple[str, ...]) -> int:
    """List all rules."""
    found = loaded_rules(rules)
    if form == "json":
        texts = [rule.text for rule in found]
        rows = [{"id": t.id, "level": t.level, "title": t.title, "cwe": list(t.cwe), "tags": list(t.tags)} for t in texts]
        write(json.dumps(rows, indent=2) + "\n")
        return CLEAN
    if form == "markdown":
        rows_of_table = "".join(f"| `{rule.id}` | {rule.text.level} | {rule.text.title} |\n" for rule in found)
        write(f"| rule | level | what it reports |\n|---|---|---|\n{rows_of_table}")
        return CLEAN
    width = max((len(rule.id) for rule in found), default=0)
    write("".join(f"{rule.id:<{width}}  {rule.text.level:<7}  {rule.text.title}\n" for rule in found))
    return CLEAN
