"""The verbs, and where each lives.

In: the name of a verb. Out: its click command, imported only when it is asked for: `mcp-sast --version` loads none of them.
A further verb is one module with a click command `verb`, and one line here.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

VERBS = {
    "scan": "mcp_sast.cli.scan",
    "inventory": "mcp_sast.cli.inventory",
    "diff": "mcp_sast.cli.diff",
    "policy": "mcp_sast.cli.policy",
    "lock": "mcp_sast.cli.lock",
    "verify": "mcp_sast.cli.verify",
    "rules": "mcp_sast.cli.rules",
    "explain": "mcp_sast.cli.explain",
    "hook": "mcp_sast.cli.hook",
    "baseline": "mcp_sast.cli.baseline",
    "fix": "mcp_sast.cli.fix",
    "test": "mcp_sast.cli.test",
    "config": "mcp_sast.cli.config",
    "completions": "mcp_sast.cli.completions",
}


class Verbs(click.Group):
    """A group whose commands are imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all verbs, the most used first."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, None for an unknown name."""
        home = VERBS.get(cmd_name)
        return None if home is None else cast(click.Command, import_module(home).verb)
