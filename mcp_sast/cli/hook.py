"""`mcp-sast hook FILE…`: what a commit brings in.

In: changed files, as pre-commit names them. Out: the findings of their packages that touch one of them. A package is always analysed whole,
since a change in one file can complete a flow through three others; what it has elsewhere is counted, not shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mcp_sast.cli.console import complain
from mcp_sast.cli.exit_codes import CLEAN
from mcp_sast.cli.project import Project, configured, project_options, with_acceptance
from mcp_sast.cli.scan import exit_code, show
from mcp_sast.errors import NothingToAnalyseError

if TYPE_CHECKING:
    from mcp_sast.findings.finding import Finding
    from mcp_sast.findings.report import Report

_MANIFESTS = frozenset({"package.json", "pyproject.toml", "setup.py", "setup.cfg"})


@click.command("hook")
@click.argument("files", nargs=-1)
@click.option("--fail-on", type=click.Choice(["error", "warning", "note", "never"]), envvar="MCP_SAST_FAIL_ON",
              help="Exit with 1 if there is a finding of this level or above.  [default: error]")
@project_options
def verb(files: tuple[str, ...], fail_on: str | None, own: bool, config: str | None, baseline: str | None, baseline_ref: str | None) -> int:
    """Scan the packages that the changed FILES below this folder belong to; show what touches these files."""
    from mcp_sast.confinement import Limits
    from mcp_sast.kept_reports import reports_folder
    from mcp_sast.pipeline import ScanOptions, scan
    from mcp_sast.reports.options import ReportOptions

    changed = tuple(sorted({path for file in files if (path := _below_here(file)) is not None}))
    if not changed:
        return CLEAN
    project = Project(own, config, baseline, baseline_ref)
    settings, known = configured(project, (".",), ())
    options = ScanOptions(
        settings.select, settings.ignore, False, settings.rules, settings.models, settings.knowledge,
        confined=None if own else Limits(), changed=changed, cache=reports_folder(),
    )  # fmt: skip
    try:
        result = scan(".", with_acceptance(options, project, settings, known, "."))
    except NothingToAnalyseError:
        return CLEAN  # the commit touches no package with code
    focused = replace(result, reports=tuple(_focused(report, frozenset(changed)) for report in result.reports))
    if any(_counts(report) for report in focused.reports):
        show(focused, "text", [], ReportOptions(notes=bool(settings.notes), quiet=True))
    elsewhere = sum(_counts(report) for report in result.reports) - sum(_counts(report) for report in focused.reports)
    if elsewhere:
        complain(f"{elsewhere} more findings in files that did not change; `mcp-sast scan --own .` shows them", label="note")
    return exit_code(focused, fail_on or settings.fail_on or "error", bool(settings.strict))


def _below_here(file: str) -> str | None:
    """The path relative to the working folder; None if it lies outside."""
    relative = os.path.relpath(file)
    return None if relative.startswith(os.pardir) else Path(relative).as_posix()


def _focused(report: Report, changed: frozenset[str]) -> Report:
    return replace(report, findings=tuple(finding for finding in report.findings if _touches(finding, report, changed)))


def _touches(finding: Finding, report: Report, changed: frozenset[str]) -> bool:
    """A step in a changed file, or a changed manifest of the package: that says what is declared, and what runs when."""
    root = report.subject.root + "/" if report.subject.root else ""
    return any(path in changed for path in _paths(finding)) or any(root + name in changed for name in _MANIFESTS)


def _paths(finding: Finding) -> Iterator[str]:
    yield finding.place.path
    for step in (*finding.steps, *finding.chain):
        yield step.place.path
    for other in finding.related:
        yield other.place.path


def _counts(report: Report) -> int:
    return sum(finding.level != "note" for finding in report.findings)
