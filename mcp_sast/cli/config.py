"""`mcp-sast config show`: what a project's configuration says.

In: a folder. Out: the settings that a scan with `--own` follows, and the file they come from, as JSON.
"""

from __future__ import annotations

import json
from dataclasses import fields

import click

from mcp_sast.cli.console import write
from mcp_sast.cli.definitions import rules_option
from mcp_sast.cli.exit_codes import CLEAN
from mcp_sast.cli.project import Project, configured


@click.group("config")
def verb() -> None:
    """Look at a project's configuration."""


@verb.command("show")
@click.argument("target", default=".")
@click.option("--config", "path", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="Read this file instead.")
@rules_option
def show(target: str, path: str | None, rules: tuple[str, ...]) -> int:
    """Check and print the configuration that a scan of TARGET with --own follows."""
    settings, _ = configured(Project(own=True, config=path), (target,), rules)
    table: dict[str, object] = {field.name.replace("_", "-"): getattr(settings, field.name) for field in fields(settings)}
    table["levels"] = dict(settings.levels)
    table["accept"] = [
        {"rule": a.rule, "path": a.path, "reason": a.reason, "expires": a.expires.isoformat() if a.expires else None}
        for a in settings.accept
    ]
    write(json.dumps(table, indent=2) + "\n")
    return CLEAN
