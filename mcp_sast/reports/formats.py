"""The formats a report can have.

In: a format's name, `Report`s, `ReportOptions`. Out: the text in that format. A format's module is imported when it is used:
sarif-om alone costs more time than a small scan. For the same reason the list of formats costs the command line nothing to import.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mcp_sast.findings.report import Report
    from mcp_sast.reports.options import ReportOptions

_MODULES = {
    "text": "mcp_sast.reports.text", "json": "mcp_sast.reports.json_report", "sarif": "mcp_sast.reports.sarif",
    "concise": "mcp_sast.reports.concise",
    "markdown": "mcp_sast.reports.markdown", "github": "mcp_sast.reports.github", "gitlab": "mcp_sast.reports.gitlab",
    "gitlab-codequality": "mcp_sast.reports.gitlab_quality", "junit": "mcp_sast.reports.junit",
}

FORMATS = tuple(_MODULES)


def render(form: str, reports: Sequence[Report], options: ReportOptions) -> str:
    """The reports in the format `form`, one of `FORMATS`."""
    return cast(str, import_module(_MODULES[form]).render(reports, options))
