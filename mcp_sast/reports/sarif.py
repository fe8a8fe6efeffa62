"""The report as SARIF 2.1.0, written so that GitHub code scanning shows it well.

In: `Report`s. Out: one SARIF document with one run. No time, no absolute path, nothing unsorted: the same reports
give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import sarif_om as om

from mcp_sast import __version__
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import Finding
from mcp_sast.findings.report import Report, RuleText
from mcp_sast.reports.options import Frames, ReportOptions, accepted_counts, all_rules, level_counts, shown, worst_first
from mcp_sast.reports.plain import plain
from mcp_sast.reports.sarif_json import as_json
from mcp_sast.reports.sarif_place import ROOT, Locations, literal
from mcp_sast.reports.sarif_result import result_of, steps_of

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

MOST_RESULTS = 5_000  # GitHub keeps this many of a run and refuses 25,000
MOST_NOTIFICATIONS = 1_000
MOST_FLOW_STEPS = 50_000  # of a whole document: keeps it far below the 10 MB (compressed) that are accepted
_MOST_TAGS = 10
_LONGEST_DESCRIPTION = 1024
_NOT_IN_CATEGORY = re.compile(r"[^A-Za-z0-9@._/-]+")


def render(reports: Sequence[Report], options: ReportOptions) -> str:
    """The reports as one SARIF document."""
    log = as_json(om.SarifLog(version="2.1.0", schema_uri=SCHEMA, runs=[_run(reports, options)]))
    ordered = {key: log[key] for key in ("$schema", "version", "runs")}  # tools that peek at a file's first bytes look for these
    return json.dumps(ordered, ensure_ascii=True, indent=1) + "\n"


def _run(reports: Sequence[Report], options: ReportOptions) -> om.Run:
    locations = Locations(Frames(reports), options.path_prefix)
    results, cut = _results(reports, locations, options)
    return om.Run(
        tool=_tool(reports, cut),
        invocations=[_invocation(reports, locations, cut)],
        automation_details=om.RunAutomationDetails(id=f"mcp-sast/{_category(reports)}/"),
        column_kind="utf16CodeUnits",
        original_uri_base_ids={ROOT: {"description": {"text": "The root of the repository, or of the scanned target."}}},
        results=results,
        properties=_run_properties(reports, options),
    )


def _category(reports: Sequence[Report]) -> str:
    """What keeps apart the uploads of several packages in one repository: the name of the (outermost) package."""
    names = [report.subject.name for report in sorted(reports, key=lambda r: r.subject.root) if report.subject.name]
    name = _NOT_IN_CATEGORY.sub("-", plain(names[0])) if names else ""
    return "/".join(part for part in name.split("/") if part.strip(".-")) or "target"


def _results(reports: Sequence[Report], locations: Locations, options: ReportOptions) -> tuple[list[om.Result], list[str]]:
    """The results, the worst first, and in words what was cut."""
    findings = worst_first(f for report in reports for f in shown(_told(report), options))
    cut = []
    if len(findings) > MOST_RESULTS:
        cut.append(f"{len(findings) - MOST_RESULTS} of {len(findings)} findings are left out, the least severe ones")
        findings = findings[:MOST_RESULTS]
    results, steps, without = [], 0, 0
    for finding in findings:
        steps += steps_of(finding)
        with_flows = steps <= MOST_FLOW_STEPS
        without += not with_flows
        results.append(result_of(finding, locations, with_flows))
    if without:
        cut.append(f"the flows of {without} findings are left out")
    return results, cut


def _told(report: Report) -> tuple[Finding, ...]:
    """What code scanning is to know: also what a base revision has already. Without it GitHub would take those alerts for closed."""
    return report.findings + tuple(accepted.finding for accepted in report.accepted if accepted.by == "revision")


def _tool(reports: Sequence[Report], cut: list[str]) -> om.Tool:
    codes = {diagnostic.code for report in reports for diagnostic in report.diagnostics}
    if cut:
        codes.add("report-cut")
    driver = om.ToolComponent(
        name="mcp-sast",
        version=__version__,
        semantic_version=__version__,
        rules=[_rule(rule) for rule in all_rules(reports)],
        notifications=[om.ReportingDescriptor(id=plain(code)) for code in sorted(codes)] or None,
    )
    return om.Tool(driver=driver)


def _rule(rule: RuleText) -> om.ReportingDescriptor:
    cwe = [f"external/cwe/{name.lower()}" for name in rule.cwe]
    tags = list(dict.fromkeys(("security", *cwe[:1], *rule.tags, *cwe[1:])))[:_MOST_TAGS]
    return om.ReportingDescriptor(
        id=rule.id,
        name="".join(word.capitalize() for word in rule.id.split("-")),
        short_description=om.MultiformatMessageString(text=_cut(rule.title)),
        full_description=om.MultiformatMessageString(text=_cut(rule.full)),
        help=om.MultiformatMessageString(text=rule.help_text, markdown=rule.help_markdown or None),
        default_configuration=om.ReportingConfiguration(level=rule.level),
        properties={"tags": tags, "precision": "high", "security-severity": f"{rule.security_severity:.1f}"},
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_DESCRIPTION else text[: _LONGEST_DESCRIPTION - 1] + "…"


def _invocation(reports: Sequence[Report], locations: Locations, cut: list[str]) -> om.Invocation:
    """A scan that is not complete is no success: GitHub refuses such an upload instead of closing alerts not looked for."""
    diagnostics = sorted((d for report in reports for d in report.diagnostics), key=lambda d: not d.incomplete)
    if len(diagnostics) > MOST_NOTIFICATIONS:
        cut = [*cut, f"{len(diagnostics) - MOST_NOTIFICATIONS} of {len(diagnostics)} diagnostics are left out"]
    notifications = [_notification(d, locations) for d in diagnostics[:MOST_NOTIFICATIONS]]
    notifications += [
        om.Notification(message=om.Message(text=text), level="warning", descriptor=om.ReportingDescriptorReference(id="report-cut"))
        for text in cut
    ]
    return om.Invocation(execution_successful=not any(r.incomplete for r in reports), tool_execution_notifications=notifications)


def _notification(diagnostic: Diagnostic, locations: Locations) -> om.Notification:
    return om.Notification(
        message=om.Message(text=literal(diagnostic.message)),
        level=diagnostic.level,
        descriptor=om.ReportingDescriptorReference(id=plain(diagnostic.code)),
        locations=None if diagnostic.place is None else [locations.of(diagnostic.place)],
    )


def _run_properties(reports: Sequence[Report], options: ReportOptions) -> dict[str, Any]:
    counts = level_counts(reports)
    return {
        "subjects": [
            {
                "name": plain(s.name), "version": plain(s.version), "ecosystem": s.ecosystem,
                "root": plain(s.root), "digest": s.digest,
            }
            for s in (report.subject for report in reports)
        ],
        "findings": counts,
        **({"accepted": accepted_counts(reports)} if accepted_counts(reports) else {}),
        "notesHidden": 0 if options.notes else counts["note"],
        "unresolvedCalls": sum(report.stats.unresolved_calls for report in reports),
    }



