"""The report of one package: all that reports need, so that no report looks back at code or rules.

In: nothing. Out: `Report` and its parts; `to_json`/`from_json` carry it between processes and caches.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    1-based UTF-16 column at which that window starts. `line_hash` is the content hash of the line window for SARIF's
    primaryLocationLineHash base.
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
    name: str
    description: str
    place: Place
    handler: str = ""


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
class Report:
    """One package judged. `frames` has a frame for every place that findings and diagnostics name, keyed by
    (path, start, end). `findings` are in a fixed order and carry fingerprints."""

    subject: Subject
    findings: tuple[Finding, ...]
    servers: tuple[ServerInfo, ...]
    diagnostics: tuple[Diagnostic, ...]
    stats: Stats
    rules: tuple[RuleText, ...]
    frames: tuple[LineFrame, ...]
    incomplete: bool = False


__all__ = ["Confidence", "HostInfo", "LineFrame", "Report", "RuleText", "ServerInfo", "Stats", "Subject", "ToolInfo"]
