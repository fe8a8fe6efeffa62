"""`mcp-sast diff`: what a new version does differently.

In: two targets. Out: the findings that are new and the drift, an exit code.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from mcp_sast.cli.console import complain, wants_colour, write, write_file
from mcp_sast.cli.definitions import DIRECTORY, definition_options, split_names
from mcp_sast.cli.exit_codes import CLEAN, FINDINGS, INCOMPLETE
from mcp_sast.cli.policies import given_policy, policy_options
from mcp_sast.errors import UsageError
from mcp_sast.reports.comparison import DIFF_FORMATS


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(DIFF_FORMATS), default="text", show_default=True, help="Format of standard output.")
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Also write this format to this file. Repeatable.")
@click.option("--select", multiple=True, metavar="RULE", help="Report only this rule. Repeatable, or separated by commas.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Don't report this rule. Repeatable, or separated by commas.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "note", "never"]), default="error", show_default=True,
              help="Exit with 1 if something new is of this level or above.")
@click.option("--notes", is_flag=True, help="Show what is new of level note too (else it is only counted).")
@click.option("--sarif-root", type=DIRECTORY, metavar="DIR", help="Repository root: paths in SARIF become relative to it.")
@click.option("--strict", is_flag=True, help="Exit with 4 if the new version could not be analysed in full.")
@click.option("--quiet", "-q", is_flag=True, help="No summary and no diagnostics, only findings.")
@policy_options
@definition_options
def verb(
    old: str, new: str, form: str, outputs: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...], fail_on: str,
    notes: bool, sarif_root: str | None, strict: bool, quiet: bool, rules: tuple[str, ...], models: tuple[str, ...],
    knowledge: tuple[str, ...], policy: str | None, server: str | None,
) -> int:
    """Compare NEW with OLD, two versions of a package: folders, archives, or git revisions (path@rev)."""
    from mcp_sast.confinement import Limits
    from mcp_sast.contract import diff
    from mcp_sast.findings.finding import LEVEL_ORDER
    from mcp_sast.pipeline import ScanOptions, path_prefix
    from mcp_sast.reports.comparison import Sides, render
    from mcp_sast.reports.options import ReportOptions

    named = [output.partition("=") for output in outputs]
    for other, equals, name in named:
        if not equals or not name or other not in DIFF_FORMATS:
            raise UsageError(f"--output {other}{equals}{name}: it must be FORMAT=FILE, with one of {', '.join(DIFF_FORMATS)}")
    options = ScanOptions(
        split_names(select), split_names(ignore), False, rules, models, knowledge, confined=Limits(),
        policy=given_policy(policy, server, rules),
    )
    result = diff(old, new, options)
    look = ReportOptions(notes=notes, path_prefix=path_prefix(result, sarif_root), quiet=quiet)
    sides = Sides(old, new, result.gone, result.unchanged)
    for other, _, name in named:
        write_file("--output", Path(name), render(other, result.reports, sides, look))
    write(render(form, result.reports, sides, replace(look, colour=form == "text" and wants_colour(sys.stdout))))
    if result.incomplete:
        complain("the new version could not be analysed in full; no drift does not mean that nothing changed", label="warning")
    if fail_on != "never" and any(LEVEL_ORDER[finding.level] >= LEVEL_ORDER[fail_on] for finding in result.findings):
        return FINDINGS
    return INCOMPLETE if strict and result.incomplete else CLEAN
