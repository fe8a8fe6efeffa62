"""The report of one package: all that reports need, so that no report looks back at code or rules.

In: nothing. Out: `Report` and its parts; `report_to_json` and `report_from_json` carry it between processes and caches (what
users read is `reports.json_report`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import Confidence, Finding, Level
from mcp_sast.findings.place import Place


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as people read it. `help_markdown` is the rule's docs page; `cwe` like "CWE-201"; `level` the highest it reports;
    `security_severity` a score from 0.1 to 10.0."""

    id: str
    title: str
    level: Level
    short: str
    full: str
    help_text: str
    help_markdown: str
    why: str
    remedy: str
    cwe: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    security_severity: float = 5.0


@dataclass(frozen=True, slots=True)
class LineFrame:
    """What a report shows of a place: 1-based lines, and columns in UTF-16 code units, 1-based, end exclusive.

    `text` is the (first) line's text, cut to a window of 400 characters around the place on very long lines; `text_column` is the
    1-based UTF-16 column at which that window starts.
    """

    place: Place
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    text: str
    text_column: int = 1


@dataclass(frozen=True, slots=True)
class ToolInfo:
    """A tool as it is listed. `definition`: all that a list says of it (schemas, title, annotations), as one line of JSON."""

    name: str
    description: str
    place: Place
    handler: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class HostInfo:
    """A host that the package talks to, with the tier of its declaration ("manifest", "identity", "readme", "undeclared" …)."""

    host: str
    tier: str


@dataclass(frozen=True, slots=True)
class ServerInfo:
    name: str
    version: str
    place: Place
    tools: tuple[ToolInfo, ...] = ()
    hosts: tuple[HostInfo, ...] = ()
    environment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What was judged: name and version as the manifest says, `digest` a SHA-256 over all paths and bytes."""

    name: str
    version: str
    ecosystem: str
    root: str
    digest: str


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of one scan; `unresolved_calls` are calls whose target is unknown."""

    files: int = 0
    bytes: int = 0
    functions: int = 0
    functions_analysed: int = 0
    calls: int = 0
    unresolved_calls: int = 0
    rules: int = 0


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding that is not reported because somebody accepted it, `by` "ignore", "configuration" or "baseline", for a `reason`."""

    finding: Finding
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """One package judged. `frames` has a frame for every place that findings and diagnostics name, keyed by
    (path, start, end). `findings` are in a fixed order and carry fingerprints. `accepted` are those that ignores, configuration or a
    baseline took out of them."""

    subject: Subject
    findings: tuple[Finding, ...]
    servers: tuple[ServerInfo, ...]
    diagnostics: tuple[Diagnostic, ...]
    stats: Stats
    rules: tuple[RuleText, ...]
    frames: tuple[LineFrame, ...]
    incomplete: bool = False
    accepted: tuple[AcceptedFinding, ...] = ()


def report_to_json(report: Report) -> str:
    """The report as one line of ASCII JSON; the same report always gives the same text."""
    return json.dumps(encoded(report), ensure_ascii=True, separators=(",", ":"))


def report_from_json(text: str) -> Report:
    """The report that `report_to_json` wrote. Raises ValueError for any other text."""
    try:
        found = decoded(json.loads(text), Report)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a report: {error}") from error
    if not isinstance(found, Report):
        raise ValueError("not a report: it is no JSON object")
    return found


def encoded(value: object) -> object:
    """Dataclasses as objects, tuples as arrays. The recursion goes over types, which are not nested by any input."""
    if is_dataclass(value):
        return {field.name: encoded(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [encoded(item) for item in value]
    return value


@cache
def field_types(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))


def decoded(value: Any, kind: Any) -> Any:
    """`value`, as `encoded` gave it, as the type `kind`. Raises TypeError or KeyError if it is not one."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        options = [option for option in get_args(kind) if option is not NoneType]
        return None if value is None else decoded(value, options[0])
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError(f"an array is needed, not {type(value).__name__}")
        item = get_args(kind)[0]
        return tuple(decoded(part, item) for part in value)
    if origin is Literal:
        if value not in get_args(kind):
            raise TypeError(f"{value!r} is none of {get_args(kind)}")
        return value
    if isinstance(kind, type) and is_dataclass(kind):
        if not isinstance(value, dict):
            raise TypeError(f"an object is needed, not {type(value).__name__}")
        return kind(**{name: decoded(value[name], field) for name, field in field_types(kind)})
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} is needed, not {type(value).__name__}")
    return value


__all__ = [
    "AcceptedFinding", "Confidence", "HostInfo", "LineFrame", "Report", "RuleText", "ServerInfo", "Stats", "Subject", "ToolInfo",
    "decoded", "encoded", "field_types", "report_from_json", "report_to_json",
]
