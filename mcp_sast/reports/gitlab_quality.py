"""The report as GitLab's code quality report, which every edition of GitLab shows in merge requests.

In: `Report`s. Out: one JSON array.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from mcp_sast.findings.report import Report
from mcp_sast.reports.options import ReportOptions
from mcp_sast.reports.rows import rows_of

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(reports: Sequence[Report], options: ReportOptions) -> str:
    """The reports as one array."""
    rows = [
        {
            "description": row.message,
            "check_name": row.rule.id,
            "fingerprint": row.fingerprint,
            "severity": _SEVERITIES[row.level],
            "location": {"path": row.path, "lines": {"begin": row.line}},
        }
        for row in rows_of(reports, options)
    ]
    return json.dumps(rows, ensure_ascii=True, indent=1) + "\n"
