"""Moves a report to where its target lies.

In: a `Report` and a folder. Out: the same report with that folder in front of every path, so that reports of several targets can stand
side by side. Fingerprints stay: they are those of a scan of the target alone.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from mcp_sast.findings.place import Place
from mcp_sast.findings.report import Report


def moved(report: Report, folder: str) -> Report:
    """The report as a scan of the folder above would give it."""
    if folder in ("", "."):
        return report
    prefix = folder.rstrip("/") + "/"
    out: Report = _moved(report, prefix)
    return replace(out, subject=replace(report.subject, root=(prefix + report.subject.root).rstrip("/")))


def _moved(value: Any, prefix: str) -> Any:
    """The recursion goes over types, which are not nested by any input."""
    if isinstance(value, Place):
        return replace(value, path=prefix + value.path, module=prefix + value.module if value.module else "")
    if isinstance(value, tuple):
        return tuple(_moved(item, prefix) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _moved(getattr(value, field.name), prefix) for field in fields(value)})
    return value
