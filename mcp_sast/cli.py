"""The command line.

In: arguments. Out: a report on standard output, messages on standard error, and an exit code:

    0  nothing at or above --fail-on          3  nothing to analyse
    1  findings                               4  the scan is incomplete, and --strict was asked for
    2  wrong usage, configuration or rule    70  internal error

Only this module prints, and only here every exception ends. The analysis is imported when a command needs it, so that `--version`
and `--help` answer at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from mcp_sast import __version__
from mcp_sast.errors import DefinitionError, McpSastError, NothingToAnalyseError, UsageError
from mcp_sast.reports.formats import FORMATS

if TYPE_CHECKING:
    from mcp_sast.detection.rule import Rule
    from mcp_sast.pipeline import ScanResult
    from mcp_sast.reports.options import ReportOptions

CLEAN, FINDINGS, USAGE, NOTHING, INCOMPLETE, INTERNAL = 0, 1, 2, 3, 4, 70
_INTERRUPTED = 130

_DIRECTORY = click.Path(exists=True, file_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mcp-sast", message="%(prog)s %(version)s")
def cli() -> None:
    """Find supply chain compromise in MCP server packages, without running anything of them."""


@cli.command()
@click.argument("target")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Format of standard output.")
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Also write this format to this file. Repeatable.")
@click.option("--select", multiple=True, metavar="RULE", help="Report only this rule. Repeatable, or separated by commas.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Don't report this rule. Repeatable, or separated by commas.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "note", "never"]), default="error", show_default=True,
              help="Exit with 1 if there is a finding of this level or above.")
@click.option("--notes", is_flag=True, help="Show findings of level note too (else they are only counted).")
@click.option("--exhaustive", is_flag=True, help="Analyse every function, not only those that can matter. Slow; same findings.")
@click.option("--sarif-root", type=_DIRECTORY, metavar="DIR", help="Repository root: paths in SARIF become relative to it.")
@click.option("--strict", is_flag=True, help="Exit with 4 if the scan is incomplete.")
@click.option("--quiet", "-q", is_flag=True, help="No summary and no diagnostics, only findings.")
@click.option("--rules", multiple=True, type=_DIRECTORY, metavar="DIR", help="Further rules. Repeatable.")
@click.option("--models", multiple=True, type=_DIRECTORY, metavar="DIR", help="Further models of libraries. Repeatable.")
@click.option("--knowledge", multiple=True, type=_DIRECTORY, metavar="DIR", help="Further knowledge of services. Repeatable.")
def scan(
    target: str, form: str, outputs: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...], fail_on: str, notes: bool,
    exhaustive: bool, sarif_root: str | None, strict: bool, quiet: bool, rules: tuple[str, ...], models: tuple[str, ...],
    knowledge: tuple[str, ...],
) -> int:
    """Scan TARGET: a folder, a file, or an archive (.tgz, .tar.gz, .whl, .zip, .mcpb)."""
    files = _output_files(outputs)
    from mcp_sast.pipeline import ScanOptions, path_prefix
    from mcp_sast.pipeline import scan as scan_target
    from mcp_sast.reports.options import ReportOptions

    options = ScanOptions(_split(select), _split(ignore), exhaustive, rules, models, knowledge)
    result = scan_target(target, options)
    look = ReportOptions(notes=notes, path_prefix=path_prefix(result, sarif_root), quiet=quiet)
    _report(result, form, files, look)
    return _exit_code(result, fail_on, strict)


@cli.command("rules")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--rules", "directories", multiple=True, type=_DIRECTORY, metavar="DIR", help="Further rules. Repeatable.")
def list_rules(form: str, directories: tuple[str, ...]) -> int:
    """List all rules."""
    rules = _load(directories)
    if form == "json":
        texts = [rule.text for rule in rules]
        rows = [{"id": t.id, "level": t.level, "title": t.title, "cwe": list(t.cwe), "tags": list(t.tags)} for t in texts]
        _write(json.dumps(rows, indent=2) + "\n")
        return CLEAN
    width = max((len(rule.id) for rule in rules), default=0)
    _write("".join(f"{rule.id:<{width}}  {rule.text.level:<7}  {rule.text.title}\n" for rule in rules))
    return CLEAN


@cli.command()
@click.argument("rule")
@click.option("--rules", "directories", multiple=True, type=_DIRECTORY, metavar="DIR", help="Further rules. Repeatable.")
def explain(rule: str, directories: tuple[str, ...]) -> int:
    """Say what RULE reports, why it matters and what to do."""
    for known in _load(directories):
        if known.id == rule:
            _write(known.text.help_markdown.rstrip("\n") + "\n")
            return CLEAN
    raise UsageError(f"no such rule: {rule}; `mcp-sast rules` lists them")


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
        return _INTERRUPTED
    except BrokenPipeError:  # of --help and --version, which click writes
        _stop_writing(sys.stdout)
        return CLEAN
    except DefinitionError as error:
        count = len(error.problems)
        _complain(f"{count} mistakes in definition files:" if count > 1 else "a mistake in a definition file:")
        for problem in error.problems:
            _complain("  " + problem, label="")
        return USAGE
    except NothingToAnalyseError as error:
        _complain(str(error))
        return NOTHING
    except McpSastError as error:
        _complain(str(error))
        return USAGE
    except Exception as error:  # a defect of this program: the user gets one line, never a traceback
        return _internal_error(error)


def _report(result: ScanResult, form: str, files: list[tuple[str, Path]], look: ReportOptions) -> None:
    from dataclasses import replace

    from mcp_sast.reports.formats import render
    from mcp_sast.reports.summary import diagnostic_lines, incomplete_line, summary_line

    for other, path in files:
        _write_file(path, render(other, result.reports, look))
    if form != "text":
        if not look.quiet:
            for line in (*diagnostic_lines(result.reports), summary_line(result.reports, look)):
                _complain(line, label="")
        incomplete = incomplete_line(result.reports)
        if incomplete:
            _complain(incomplete, label="warning")
    _write(render(form, result.reports, replace(look, colour=form == "text" and _wants_colour(sys.stdout))))


def _exit_code(result: ScanResult, fail_on: str, strict: bool) -> int:
    from mcp_sast.findings.finding import LEVEL_ORDER

    if fail_on != "never" and any(LEVEL_ORDER[finding.level] >= LEVEL_ORDER[fail_on] for finding in result.findings):
        return FINDINGS
    return INCOMPLETE if strict and result.incomplete else CLEAN


def _output_files(outputs: tuple[str, ...]) -> list[tuple[str, Path]]:
    files = []
    for output in outputs:
        form, equals, name = output.partition("=")
        if not equals or not name or form not in FORMATS:
            raise UsageError(f"--output {output}: it must be FORMAT=FILE, with one of the formats {', '.join(FORMATS)}")
        files.append((form, Path(name)))
    return files


def _split(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for item in names for name in item.split(",") if name.strip())


def _load(directories: tuple[str, ...]) -> tuple[Rule, ...]:
    from mcp_sast.detection.loader import load_rules

    return load_rules(tuple(Path(directory) for directory in directories))


def _write_file(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"--output: {path} can't be written: {error.strerror or error}") from error


def _write(text: str) -> None:
    """Text as the terminal's encoding can show it. A reader that went away (`| head`) is no error."""
    try:
        sys.stdout.buffer.write(text.encode(sys.stdout.encoding or "utf-8", "replace"))
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_writing(sys.stdout)
    except OSError as error:
        _stop_writing(sys.stdout)
        raise UsageError(f"standard output can't be written: {error.strerror or error}") from error


def _complain(text: str, label: str = "error") -> None:
    from mcp_sast.reports.plain import plain

    line = f"mcp-sast: {label}: {plain(text)}\n" if label else plain(text) + "\n"
    try:
        sys.stderr.buffer.write(line.encode(sys.stderr.encoding or "utf-8", "replace"))
        sys.stderr.flush()
    except OSError:
        _stop_writing(sys.stderr)  # nobody is left to complain to


def _wants_colour(stream: IO[str]) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE")) or stream.isatty()


def _stop_writing(stream: IO[str]) -> None:
    """Let what is still to be written, by the interpreter at its end too, go nowhere instead of failing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _internal_error(error: Exception) -> int:
    if os.environ.get("MCP_SAST_DEBUG") == "1":
        traceback.print_exc()
    package = Path(__file__).resolve().parent
    place = "an unknown place"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(package):
            place = f"mcp_sast/{path.relative_to(package).as_posix()}:{frame.lineno}"
    _complain(
        f"internal error: {type(error).__name__} at {place} (version {__version__}). This is a defect of mcp-sast: please report "
        "this line and the package it happened on; MCP_SAST_DEBUG=1 shows more."
    )
    return INTERNAL
