"""The report as GitLab's SAST report (schema 15).

In: `Report`s. Out: one JSON document. The schema asks for times; they are a constant, so that the same reports give the same bytes.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from mcp_sast import __version__
from mcp_sast.findings.report import Report
from mcp_sast.reports.options import ReportOptions
from mcp_sast.reports.rows import Row, rows_of

SCHEMA_VERSION = "15.2.1"
_SEVERITIES = {"error": "High", "warning": "Medium", "note": "Low"}
_NO_TIME = "1970-01-01T00:00:00"
_NAMESPACE = uuid.UUID("5a1ea2a6-5b0a-5a52-8d8c-0d2f3a3c6f5e")
_LONGEST_NAME = 255


def render(reports: Sequence[Report], options: ReportOptions) -> str:
    """The reports as one document."""
    tool = {"id": "mcp-sast", "name": "mcp-sast", "version": __version__, "vendor": {"name": "mcp-sast"}}
    status = "failure" if any(report.incomplete for report in reports) else "success"
    document = {
        "version": SCHEMA_VERSION,
        "scan": {
            "analyzer": tool, "scanner": tool, "type": "sast", "start_time": _NO_TIME, "end_time": _NO_TIME, "status": status,
        },
        "vulnerabilities": [_vulnerability(row) for row in rows_of(reports, options)],
    }
    return json.dumps(document, ensure_ascii=True, indent=1) + "\n"


def _vulnerability(row: Row) -> dict[str, Any]:
    identifiers = [{"type": "mcp_sast_rule", "name": row.rule.id, "value": row.rule.id}]
    identifiers += [
        {"type": "cwe", "name": name, "value": name.removeprefix("CWE-"), "url": f"https://cwe.mitre.org/data/definitions/{name[4:]}.html"}
        for name in row.rule.cwe
    ]
    return {
        "id": str(uuid.uuid5(_NAMESPACE, f"{row.path}\x00{row.fingerprint}")),
        "name": row.rule.title[:_LONGEST_NAME],
        "description": row.message,
        "severity": _SEVERITIES[row.level],
        "solution": row.rule.remedy,
        "identifiers": identifiers,
        "location": {"file": row.path, "start_line": row.line, "end_line": row.end_line},
    }
