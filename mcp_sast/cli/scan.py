"""`mcp-sast scan`: the verb that the others serve.

In: a target and how it is to be read, judged and shown. Out: a report on standard output, further formats in files, an exit code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mcp_sast.cli.console import complain, wants_colour, write, write_file
from mcp_sast.cli.definitions import DIRECTORY, definition_options, split_names
from mcp_sast.cli.exit_codes import CLEAN, FINDINGS, INCOMPLETE, NOTHING, USAGE
from mcp_sast.cli.policies import given_policy, policy_options
from mcp_sast.cli.progress import progress
from mcp_sast.cli.project import Project, configured, project_options, with_acceptance
from mcp_sast.errors import NothingToAnalyseError, TargetError, UsageError
from mcp_sast.findings.moving import moved
from mcp_sast.reports.formats import FORMATS

if TYPE_CHECKING:
    from mcp_sast.pipeline import ScanOptions, ScanResult
    from mcp_sast.reports.options import ReportOptions


@click.command("scan")
@click.argument("targets", metavar="TARGET...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, envvar="MCP_SAST_FORMAT",
              help="Format of standard output.")
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Also write this format to this file. Repeatable.")
@click.option("--select", multiple=True, metavar="RULE", envvar="MCP_SAST_SELECT",
              help="Report only this rule. Repeatable, or separated by commas.")
@click.option("--ignore", multiple=True, metavar="RULE", envvar="MCP_SAST_IGNORE",
              help="Don't report this rule. Repeatable, or separated by commas.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "note", "never"]), envvar="MCP_SAST_FAIL_ON",
              help="Exit with 1 if there is a finding of this level or above.  [default: error]")
@click.option("--notes", is_flag=True, envvar="MCP_SAST_NOTES", help="Show findings of level note too (else they are only counted).")
@click.option("--exhaustive", is_flag=True, help="Analyse every function, not only those that can matter. Slow; same findings.")
@click.option("--sarif-root", type=DIRECTORY, metavar="DIR", help="Repository root: paths in SARIF become relative to it.")
@click.option("--strict", is_flag=True, envvar="MCP_SAST_STRICT", help="Exit with 4 if the scan is incomplete.")
@click.option("--no-cache", is_flag=True, envvar="MCP_SAST_NO_CACHE",
              help="Neither take reports of unchanged targets from the user's cache nor keep any.")
@click.option("--quiet", "-q", is_flag=True, help="No summary and no diagnostics, only findings.")
@policy_options
@project_options
@definition_options
def verb(
    targets: tuple[str, ...], form: str, outputs: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...],
    fail_on: str | None, notes: bool, exhaustive: bool, sarif_root: str | None, strict: bool, no_cache: bool, quiet: bool, own: bool,
    config: str | None, baseline: str | None, baseline_ref: str | None, rules: tuple[str, ...], models: tuple[str, ...],
    knowledge: tuple[str, ...],
    policy: str | None, server: str | None,
) -> int:
    """Scan each TARGET: a folder, a file, an archive (.tgz, .tar.gz, .tar.bz2, .whl, .zip, .mcpb), a captured answer (.json, .jsonl,
    .log), or - for a list of targets on standard input, one a line."""
    files = output_files(outputs)
    from mcp_sast.confinement import Limits
    from mcp_sast.kept_reports import reports_folder
    from mcp_sast.pipeline import ScanOptions
    from mcp_sast.reports.options import ReportOptions

    names = named_targets(targets)
    project = Project(own, config, baseline, baseline_ref)
    settings, known = configured(project, names, rules)
    options = ScanOptions(
        split_names(select) or settings.select, split_names(ignore) + settings.ignore, exhaustive,
        rules + settings.rules, models + settings.models, knowledge + settings.knowledge,
        confined=None if own else Limits(), cache=None if no_cache else reports_folder(),
        policy=given_policy(policy, server, rules + settings.rules),
    )  # fmt: skip

    def options_for(target: str) -> ScanOptions:
        return with_acceptance(options, project, settings, known, target)

    with progress(f"scanning {names[0]}" if len(names) == 1 else f"scanning {len(names)} targets", not quiet):
        result, prefix, failed = scanned(names, options_for if project != Project() else lambda _: options, sarif_root)
    show(result, form, files, ReportOptions(notes=notes or bool(settings.notes), path_prefix=prefix, quiet=quiet))
    return exit_code(result, fail_on or settings.fail_on or "error", strict or bool(settings.strict)) or failed


def named_targets(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The targets, each once; `-` stands for those on standard input, a line each."""
    out: list[str] = []
    for argument in arguments:
        if argument != "-":
            out.append(argument)
            continue
        lines = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\n")
        out += [line.removesuffix("\r") for line in lines if line.strip()]
    if not out:
        raise NothingToAnalyseError("standard input names no target; write one a line")
    return tuple(dict.fromkeys(out))


def scanned(
    targets: tuple[str, ...], options_for: Callable[[str], ScanOptions], sarif_root: str | None
) -> tuple[ScanResult, str, int]:
    """The result, what stands in front of its paths, and the exit code that targets which can't be read ask for.

    One target's paths begin at the target; those of several begin with the target they lie in, and one that can't be read is told and
    does not keep the others from being scanned.
    """
    from mcp_sast.pipeline import path_prefix, scan

    if len(targets) == 1:
        result = scan(targets[0], options_for(targets[0]))
        return result, path_prefix(result, sarif_root), CLEAN
    results, failed = [], CLEAN
    for target in targets:
        try:
            result = scan(target, options_for(target))
            folder = path_prefix(result, sarif_root) if sarif_root else _folder_of(result)
            results.append(replace(result, reports=tuple(moved(report, folder) for report in result.reports)))
        except (TargetError, NothingToAnalyseError) as error:
            complain(str(error))
            failed = USAGE if isinstance(error, TargetError) else failed or NOTHING
    if not results:
        if failed == USAGE:
            raise UsageError(f"none of the {len(targets)} targets could be scanned")
        raise NothingToAnalyseError(f"none of the {len(targets)} targets holds anything that could be analysed")
    return replace(results[0], reports=tuple(report for result in results for report in result.reports)), "", failed


def _folder_of(result: ScanResult) -> str:
    """The target as its paths are to show it: relative, without the file's own name if it is one."""
    path = Path(result.target)
    folder = (path.parent if result.single_file else path).as_posix().lstrip("/")
    return folder.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def show(result: ScanResult, form: str, files: list[tuple[str, Path]], look: ReportOptions) -> None:
    """The report in all formats that were asked for; what people read beside a document goes to standard error."""
    from mcp_sast.reports.formats import render
    from mcp_sast.reports.summary import diagnostic_lines, incomplete_line, summary_line

    for other, path in files:
        write_file("--output", path, render(other, result.reports, look))
    if form != "text":
        if not look.quiet:
            for line in (*diagnostic_lines(result.reports), summary_line(result.reports, look)):
                complain(line, label="")
        incomplete = incomplete_line(result.reports)
        if incomplete:
            complain(incomplete, label="warning")
    write(render(form, result.reports, replace(look, colour=form == "text" and wants_colour(sys.stdout))))


def exit_code(result: ScanResult, fail_on: str, strict: bool) -> int:
    """What the result means for whoever waits for the exit code: findings win over an incomplete scan."""
    from mcp_sast.findings.finding import LEVEL_ORDER

    if fail_on != "never" and any(LEVEL_ORDER[finding.level] >= LEVEL_ORDER[fail_on] for finding in result.findings):
        return FINDINGS
    return INCOMPLETE if strict and result.incomplete else CLEAN


def output_files(outputs: tuple[str, ...]) -> list[tuple[str, Path]]:
    """Formats and files of `--output FORMAT=FILE`. Raises UsageError for anything else."""
    files = []
    for output in outputs:
        form, equals, name = output.partition("=")
        if not equals or not name or form not in FORMATS:
            raise UsageError(f"--output {output}: it must be FORMAT=FILE, with one of the formats {', '.join(FORMATS)}")
        files.append((form, Path(name)))
    return files
