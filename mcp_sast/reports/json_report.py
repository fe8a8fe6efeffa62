"""The report for programs: JSON with a version, described by docs/schemas/report-v1.json.

In: `Report`s. Out: one JSON document. Lines and columns are 1-based, columns count UTF-16 code units, ends are exclusive; bytes
are 0-based offsets. Within one `schemaVersion` keys are only added.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from mcp_sast import __version__
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import Finding
from mcp_sast.findings.place import Place
from mcp_sast.findings.report import Report, RuleText, ServerInfo
from mcp_sast.reports.options import Frames, ReportOptions, accepted_counts, all_rules, level_counts, shown
from mcp_sast.reports.plain import plain, plain_block, plain_columns

SCHEMA_VERSION = 1


def render(reports: Sequence[Report], options: ReportOptions) -> str:
    """The reports as JSON. Findings of level note are left out (and counted) unless `options.notes`."""
    frames = Frames(reports)
    rules = all_rules(reports)
    counts = level_counts(reports)
    document = {
        "schemaVersion": SCHEMA_VERSION,
        "tool": {"name": "mcp-sast", "version": __version__, "rulesDigest": _digest(rules)},
        "summary": {
            "files": sum(r.stats.files for r in reports),
            "packages": len(reports),
            "rules": len(rules),
            "findings": counts,
            "accepted": accepted_counts(reports),
            "notesHidden": 0 if options.notes else counts["note"],
            "diagnostics": sum(len(r.diagnostics) for r in reports),
            "incomplete": any(r.incomplete for r in reports),
        },
        "packages": [_package(report, frames, options) for report in reports],
        "rules": [_rule(rule) for rule in rules],
    }
    return json.dumps(document, ensure_ascii=True, indent=2) + "\n"


def _digest(rules: tuple[RuleText, ...]) -> str:
    text = json.dumps([[r.id, r.level, r.full, r.security_severity] for r in rules], ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _package(report: Report, frames: Frames, options: ReportOptions) -> dict[str, Any]:
    subject, stats = report.subject, report.stats
    return {
        "subject": {
            "name": plain(subject.name), "version": plain(subject.version), "ecosystem": subject.ecosystem,
            "root": plain(subject.root), "digest": subject.digest,
        },
        "incomplete": report.incomplete,
        "findings": [_finding(finding, frames) for finding in shown(report.findings, options)],
        "accepted": [
            {"by": accepted.by, "reason": plain(accepted.reason), "finding": _finding(accepted.finding, frames)}
            for accepted in report.accepted
        ],
        "servers": [_server(server, frames) for server in report.servers],
        "diagnostics": [_diagnostic(diagnostic, frames) for diagnostic in report.diagnostics],
        "stats": {
            "files": stats.files, "bytes": stats.bytes, "functions": stats.functions, "functionsAnalysed": stats.functions_analysed,
            "calls": stats.calls, "unresolvedCalls": stats.unresolved_calls, "rules": stats.rules,
        },
    }


def _finding(finding: Finding, frames: Frames) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "level": finding.level,
        "confidence": finding.confidence,
        "message": plain(finding.message),
        "location": _location(finding.place, frames),
        "function": plain(finding.function),
        "phase": finding.phase,
        "guard": plain(finding.guard),
        "source": plain(finding.source),
        "destination": plain(finding.destination),
        "tools": [plain(tool) for tool in finding.tools],
        "steps": [{"text": plain(step.text), "location": _location(step.place, frames)} for step in finding.steps],
        "chain": [{"text": plain(step.text), "location": _location(step.place, frames)} for step in finding.chain],
        "related": [{"text": plain(other.text), "location": _location(other.place, frames)} for other in finding.related],
        "fingerprint": finding.fingerprint,
    }


def _location(place: Place, frames: Frames) -> dict[str, Any]:
    frame = frames.of(place)
    location: dict[str, Any] = {
        "path": plain(place.path),
        "startLine": frame.start_line, "startColumn": frame.start_column,
        "endLine": frame.end_line, "endColumn": frame.end_column,
        "startByte": place.start, "endByte": place.end,
        "text": plain_columns(frame.text), "textColumn": frame.text_column,
    }
    if place.module and place.module != place.path:
        location["module"] = plain(place.module)
    if place.derived:
        location["derived"] = plain(place.derived)
    return location


def _server(server: ServerInfo, frames: Frames) -> dict[str, Any]:
    return {
        "name": plain(server.name),
        "version": plain(server.version),
        "location": _location(server.place, frames),
        "tools": [
            {"name": plain(tool.name), "description": plain_block(tool.description), "handler": plain(tool.handler),
             "location": _location(tool.place, frames)}
            for tool in server.tools
        ],
        "hosts": [{"host": plain(host.host), "tier": host.tier} for host in server.hosts],
        "environment": [plain(name) for name in server.environment],
    }


def _diagnostic(diagnostic: Diagnostic, frames: Frames) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "level": diagnostic.level,
        "message": plain(diagnostic.message),
        "incomplete": diagnostic.incomplete,
        "location": None if diagnostic.place is None else _location(diagnostic.place, frames),
    }


def _rule(rule: RuleText) -> dict[str, Any]:
    return {
        "id": rule.id, "title": rule.title, "level": rule.level, "short": rule.short, "full": rule.full, "why": rule.why,
        "remedy": rule.remedy, "cwe": list(rule.cwe), "tags": list(rule.tags), "securitySeverity": rule.security_severity,
    }
