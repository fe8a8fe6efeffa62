"""`mcp-sast inventory`: what a server does, before anything of it runs.

In: a target. Out: its inventory as text, JSON or Markdown.
"""

from __future__ import annotations

import click

from mcp_sast.cli.console import complain, write
from mcp_sast.cli.definitions import definition_options
from mcp_sast.cli.exit_codes import CLEAN, INCOMPLETE


@click.command("inventory")
@click.argument("target")
@click.option("--format", "form", type=click.Choice(("text", "json", "markdown")), default="text", show_default=True, help="Format.")
@definition_options
def verb(target: str, form: str, rules: tuple[str, ...], models: tuple[str, ...], knowledge: tuple[str, ...]) -> int:
    """Say what TARGET does: tools, hosts and what goes there, variables, files, processes, recipients, hooks."""
    from mcp_sast.confinement import Limits
    from mcp_sast.contract import inventory
    from mcp_sast.pipeline import ScanOptions
    from mcp_sast.reports.inventory import render

    found = inventory(target, ScanOptions(rules=rules, models=models, knowledge=knowledge, confined=Limits()))
    write(render(form, found))
    if not found:
        complain(f"{target}: the analysis came to no end; nothing is known of this package", label="warning")
    return CLEAN if found else INCOMPLETE
