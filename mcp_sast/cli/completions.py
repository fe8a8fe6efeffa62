"""`mcp-sast completions bash|zsh|fish`: a script that completes verbs and options.

In: a shell's name. Out: the script, for the shell's start-up file or its folder of completions.
"""

from __future__ import annotations

import click

from mcp_sast.cli.console import write
from mcp_sast.cli.exit_codes import CLEAN

VARIABLE = "_MCP_SAST_COMPLETE"


@click.command("completions")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def verb(ctx: click.Context, shell: str) -> int:
    """Print a completion script for SHELL."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.BadParameter(f"{shell}: no completion for this shell")
    completion = kind(ctx.find_root().command, {}, "mcp-sast", VARIABLE)
    write(completion.source_template % completion.source_vars())
    return CLEAN
