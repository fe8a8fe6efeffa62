"""Takes out of a report what the project accepts.

In: a `Report`, its files, and `Acceptance`: what may be followed. Out: the report without the accepted findings, which are kept beside
them and counted, and with findings about ignores that are blanket, expired or unused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import cast

from mcp_sast.acceptance.hygiene import HYGIENE
from mcp_sast.acceptance.ignores import MARK, Ignore, ignores_in
from mcp_sast.config.configuration import Accepted, Configuration
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import Finding, Level, identified
from mcp_sast.findings.place import Place
from mcp_sast.findings.report import AcceptedFinding, Report, RuleText
from mcp_sast.reports.frames import frames_of

_NOTHING = Configuration()
_UNTRUSTED = "was added after the revision that is trusted"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`own`: inline ignores are followed. `configuration`: levels and accepted findings. `baseline`: fingerprints, `revision`: those of the
    base revision, which nobody accepted: code scanning is told of them, the gate is not. `trusted`: ignore
    comments of the base revision, a set a path; None if all may be followed. `today` decides what has expired.
    `known`: the ids of all rules, selected or not; `skipped`: rules about ignores that are not wanted."""

    today: date
    own: bool = False
    configuration: Configuration = _NOTHING
    baseline: frozenset[str] = frozenset()
    revision: frozenset[str] = frozenset()
    trusted: Mapping[str, frozenset[str]] | None = None
    known: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()


def accept(reports: tuple[Report, ...], contents: Mapping[str, bytes], acceptance: Acceptance) -> tuple[Report, ...]:
    """The reports of a target as the project wants to see them. `contents` holds the target's files."""
    judge = _Judge(reports, contents, acceptance)
    judged = [judge.without_accepted(report) for report in reports]
    if not acceptance.own:
        return tuple(judged)
    enabled = tuple(rule for rule in HYGIENE if rule.id not in acceptance.skipped)
    names = {rule.id for rule in enabled}
    found: dict[int, list[Finding]] = {}
    for finding in judge.hygiene():
        if finding.rule in names:
            found.setdefault(_home(finding.place.path, reports), []).append(finding)
    return tuple(_with_hygiene(report, identified(tuple(found.get(at, ()))), enabled, contents) for at, report in enumerate(judged))


def _home(path: str, reports: tuple[Report, ...]) -> int:
    """The report of the innermost package that the file lies in."""
    roots = [(len(r.subject.root), at) for at, r in enumerate(reports) if not r.subject.root or path.startswith(r.subject.root + "/")]
    return max(roots, key=lambda pair: pair[0])[1] if roots else 0


def _with_hygiene(
    report: Report, found: tuple[Finding, ...], enabled: tuple[RuleText, ...], contents: Mapping[str, bytes]
) -> Report:
    known = {frame.place for frame in report.frames}
    frames = frames_of((f.place for f in found if f.place not in known), contents)
    rules = tuple(sorted((*report.rules, *enabled), key=lambda rule: rule.id))
    stats = replace(report.stats, rules=len(rules))
    return replace(report, findings=report.findings + found, rules=rules, frames=report.frames + frames, stats=stats)


def directives(files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """In foreign code a word to the scanner is not followed, but worth knowing."""
    return tuple(
        Diagnostic("scanner-directive", f"{path}: asks to ignore findings; not followed", Place(path, at, at + len(MARK)), "note")
        for path in sorted(files)
        if (at := files[path].find(MARK)) >= 0
    )[:20]


class _Judge:
    """What is accepted in all reports of a target; remembers which ignores were used."""

    def __init__(self, reports: tuple[Report, ...], contents: Mapping[str, bytes], acceptance: Acceptance) -> None:
        self._acceptance = acceptance
        self._contents = contents
        self._rules = {rule.id for report in reports for rule in report.rules}
        self._lines = {frame.place: range(frame.start_line, frame.end_line + 1) for report in reports for frame in report.frames}
        self._levels = dict(acceptance.configuration.levels)
        self._inline: dict[tuple[str, int], list[Ignore]] = {}
        self._ignores: list[Ignore] = []
        self._used: set[object] = set()
        for path in sorted(contents) if acceptance.own else ():
            self._add(path, contents[path])

    def without_accepted(self, report: Report) -> Report:
        """The report's findings at the levels that are configured, those that are accepted set aside."""
        kept, accepted = [], list(report.accepted)
        for finding in map(self._levelled, report.findings):
            reason = self._reason(finding)
            if reason is None:
                kept.append(finding)
            else:
                accepted.append(AcceptedFinding(finding, *reason))
        return replace(report, findings=tuple(kept), accepted=tuple(accepted))

    def _add(self, path: str, data: bytes) -> None:
        trusted = self._acceptance.trusted
        for ignore in ignores_in(path, data):
            if trusted is not None and ignore.text not in trusted.get(path, frozenset()) and not ignore.problem:
                ignore = replace(ignore, problem=_UNTRUSTED)
            self._ignores.append(ignore)
            if not ignore.problem and not self._is_past(ignore.expires):
                self._inline.setdefault((path, ignore.line), []).append(ignore)

    def _levelled(self, finding: Finding) -> Finding:
        level = self._levels.get(finding.rule)
        return finding if level is None else replace(finding, level=cast(Level, level))

    def _reason(self, finding: Finding) -> tuple[str, str] | None:
        found = self._by_comment(finding) or self._by_configuration(finding)
        if found is None and finding.fingerprint in self._acceptance.baseline:
            return "baseline", ""
        if found is None and finding.fingerprint in self._acceptance.revision:
            return "revision", ""
        return found

    def _by_comment(self, finding: Finding) -> tuple[str, str] | None:
        for place in (finding.place, *(step.place for step in finding.steps)):
            for line in self._lines.get(place, ()):
                for ignore in self._inline.get((place.path, line), ()):
                    if finding.rule in ignore.rules:
                        self._used.add((ignore.place, finding.rule))
                        return "ignore", ignore.reason
        return None

    def _by_configuration(self, finding: Finding) -> tuple[str, str] | None:
        for entry in self._acceptance.configuration.accept:
            if entry.rule == finding.rule and fnmatchcase(finding.place.path, entry.path) and not self._is_past(entry.expires):
                self._used.add(entry)
                return "configuration", entry.reason
        return None

    def _is_past(self, day: date | None) -> bool:
        return day is not None and day < self._acceptance.today

    def hygiene(self) -> list[Finding]:
        """What is wrong with the ignores. One for a rule that was not run is neither used nor unused."""
        out = [finding for ignore in self._ignores for finding in self._of_comment(ignore)]
        return out + [finding for entry in self._acceptance.configuration.accept for finding in self._of_entry(entry)]

    def _of_comment(self, ignore: Ignore) -> list[Finding]:
        if ignore.problem:
            return [_finding("blanket-ignore", f"An ignore comment is not followed: {ignore.problem}.", ignore.place, ignore.text)]
        if self._is_past(ignore.expires):
            return [_finding("expired-ignore", f"An ignore comment ended on {ignore.expires}.", ignore.place, ignore.text)]
        return [
            _finding("unused-ignore", f"An ignore comment for {rule} hides nothing.", ignore.place, rule)
            for rule in ignore.rules
            if (rule in self._rules or rule not in self._acceptance.known) and (ignore.place, rule) not in self._used
        ]

    def _of_entry(self, entry: Accepted) -> list[Finding]:
        origin = self._acceptance.configuration.origin
        data = self._contents.get(origin)
        if data is None:
            return []
        place = _line_place(origin, data, entry.line)
        if self._is_past(entry.expires):
            return [_finding("expired-ignore", f"{entry.rule} in {entry.path} was accepted until {entry.expires}.", place, entry.rule)]
        if entry in self._used or entry.rule not in self._rules:
            return []
        message = f"The configuration accepts {entry.rule} in {entry.path}, which hides nothing."
        return [_finding("unused-ignore", message, place, entry.rule)]


def _finding(rule: str, message: str, place: Place, source: str) -> Finding:
    return Finding(rule, "warning", message, place, source=source, confidence="high")


def _line_place(path: str, data: bytes, line: int) -> Place:
    at = 0
    for _ in range(line - 1):
        at = data.find(b"\n", at) + 1
    end = data.find(b"\n", at)
    return Place(path, at, len(data) if end < 0 else end)

