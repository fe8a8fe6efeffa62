"""Runs a verb, and turns every exception into one message and an exit code.

In: arguments. Out: an exit code; no traceback ever reaches a user.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback

import click

from mcp_sast import __version__
from mcp_sast.cli.console import complain, stop_writing, write
from mcp_sast.cli.exit_codes import CLEAN, INTERNAL, INTERRUPTED, NOTHING, USAGE
from mcp_sast.cli.verbs import Verbs
from mcp_sast.errors import AnalysisFailure, DefinitionError, McpSastError, NothingToAnalyseError


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True, no_args_is_help=True)
@click.option("--version", is_flag=True, help="Show the version and exit.")
@click.option("--verbose", is_flag=True, help="With --version: also Python, rules and libraries.")
@click.pass_context
def cli(ctx: click.Context, version: bool, verbose: bool) -> int | None:
    """Find supply chain compromise in MCP server packages, without running anything of them."""
    if version:
        write("\n".join(_version_lines(verbose)) + "\n")
        ctx.exit()
    if ctx.invoked_subcommand is None:
        raise click.UsageError("--verbose belongs to --version")
    return None


def _version_lines(verbose: bool) -> list[str]:
    if not verbose:
        return [f"mcp-sast {__version__}"]
    from mcp_sast.cli.version import verbose_lines

    return list(verbose_lines())


def main() -> None:
    """The entry point of the command `mcp-sast`."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and return the exit code; every error becomes one message on standard error."""
    try:
        code = cli.main(arguments, prog_name="mcp-sast", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else CLEAN
    except click.ClickException as error:
        with contextlib.suppress(OSError):
            error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # of --help and --version, which click writes
        stop_writing(sys.stdout)
        return CLEAN
    except DefinitionError as error:
        count = len(error.problems)
        complain(f"{count} mistakes in definition files:" if count > 1 else "a mistake in a definition file:")
        for problem in error.problems:
            complain("  " + problem, label="")
        return USAGE
    except NothingToAnalyseError as error:
        complain(str(error))
        return NOTHING
    except McpSastError as error:
        complain(str(error))
        return USAGE
    except Exception as error:  # a defect of this program: the user gets one line, never a traceback
        return _internal_error(error)


def _internal_error(error: Exception) -> int:
    from mcp_sast.confinement import place_of

    worker = error if isinstance(error, AnalysisFailure) else None
    if os.environ.get("MCP_SAST_DEBUG") == "1":
        for line in (worker.trace if worker else traceback.format_exc()).splitlines():
            complain(line, label="")
    kind, place = (worker.kind, worker.place) if worker else (type(error).__name__, place_of(error))
    complain(
        f"internal error: {kind} at {place} (version {__version__}). This is a defect of mcp-sast: please report "
        "this line and the package it happened on; MCP_SAST_DEBUG=1 shows more."
    )
    return INTERNAL
