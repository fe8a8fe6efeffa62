"""Baselines: findings that were there when a project began to look.

In: a baseline file, reports. Out: fingerprints that are accepted, and the text of a baseline made new, brought up to date or pruned.
A fingerprint holds rule, path, function, source and destination: a helper that starts to serve a second host is new.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from mcp_sast.errors import DefinitionError
from mcp_sast.findings.finding import Finding
from mcp_sast.findings.report import Report

SCHEMA_VERSION = 1
Row = dict[str, Any]


def read_baseline(name: str, data: bytes) -> tuple[Row, ...]:
    """The rows of a baseline. Raises DefinitionError with all its mistakes."""
    try:
        document = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise DefinitionError((f"{name}: no valid JSON: {str(error)[:200] or type(error).__name__}",)) from error
    rows = document.get("findings") if isinstance(document, dict) else None
    if not isinstance(rows, list) or document.get("schemaVersion") != SCHEMA_VERSION:
        raise DefinitionError((f"{name}: no baseline; `mcp-sast baseline create` makes one (schemaVersion {SCHEMA_VERSION})",))
    problems = [
        f"{name}: findings[{index}] must be an object with the texts fingerprint, rule and path"
        for index, row in enumerate(rows)
        if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in ("fingerprint", "rule", "path"))
    ]
    if problems:
        raise DefinitionError(tuple(problems))
    return tuple(rows)


def fingerprints_of(rows: Iterable[Row]) -> frozenset[str]:
    """What a baseline accepts."""
    return frozenset(row["fingerprint"] for row in rows)


def rows_of(reports: Iterable[Report]) -> tuple[Row, ...]:
    """A row for every finding above note that is not accepted otherwise."""
    found = [finding for report in reports for finding in report.findings if finding.level != "note"]
    return tuple(_row(finding) for finding in sorted(found, key=lambda f: (f.place.path, f.rule, f.fingerprint)))


def baseline_text(rows: Iterable[Row]) -> str:
    """The file, with one finding a line so that its changes can be read."""
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=True, sort_keys=True) for row in rows)
    between = f"\n{lines}\n" if lines else ""
    return f'{{"schemaVersion": {SCHEMA_VERSION}, "findings": [{between}]}}\n'


def _row(finding: Finding) -> Row:
    return {"fingerprint": finding.fingerprint, "rule": finding.rule, "path": finding.place.path, "message": finding.message}
