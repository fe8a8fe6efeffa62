"""The kept result, and what changed against it.

In: `Outcome`s by package title. Out: a JSON file without times or memory, so that its own changes are only of judgement; lines that
say what a run changed.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.crater.scanner import Outcome

RESULTS = Path(__file__).resolve().parent / "results.json"
Kept = dict[str, dict[str, Any]]
_IDENTITY = ("rule", "path", "source", "destination")


def kept_form(outcome: Outcome) -> dict[str, Any]:
    """What of an outcome is kept."""
    return {
        "failure": outcome.failure,
        "servers": outcome.servers,
        "tools": outcome.tools,
        "incomplete": outcome.incomplete,
        "diagnostics": outcome.diagnostics,
        "findings": list(outcome.findings),
    }


def read_kept(path: Path = RESULTS) -> Kept:
    """The kept result; empty if there is none yet. Raises ValueError if the file is no JSON object."""
    if not path.is_file():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise ValueError(f"{path.name}: an object is needed")
    return found


def write_kept(kept: Kept, path: Path = RESULTS) -> None:
    """Write a result in the one form that makes diffs readable: sorted packages, a finding a line."""
    lines = ["{"]
    for index, title in enumerate(sorted(kept)):
        lines.extend(_package_lines(title, kept[title], last=index == len(kept) - 1))
    path.write_text("\n".join([*lines, "}"]) + "\n", encoding="utf-8")


def changes(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """What is new (+), gone (-) or different (~) in a package, a line each. A finding is the same if rule, path, source and
    destination are; moved lines and other words are no change, another level is."""
    if before is None:
        return ["+ first result of this package"]
    out = [f"~ {name}: {before[name]} -> {after[name]}" for name in ("failure", "servers", "tools") if before[name] != after[name]]
    old, new = _by_identity(before["findings"]), _by_identity(after["findings"])
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key, []), new.get(key, [])
        out.extend(_changed_group(was, now))
    return out


def _changed_group(was: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[str]:
    """Findings of one identity: by their levels, then by their number."""
    gone, come = Counter(f["level"] for f in was), Counter(f["level"] for f in now)
    if gone == come:
        return []
    if len(was) == len(now) == 1:
        return [f"~ {was[0]['level']} -> {described(now[0])}"]
    lines = [f"- {described(f)}" for f in was if gone[f["level"]] > come[f["level"]]]
    return lines + [f"+ {described(f)}" for f in now if come[f["level"]] > gone[f["level"]]]


def described(finding: dict[str, Any]) -> str:
    """A finding on one line."""
    return f"{finding['level']} {finding['rule']} {finding['path']}:{finding['line']} {finding['message']}"


def _by_identity(findings: list[dict[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    out: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for finding in findings:
        out.setdefault(tuple(finding[name] for name in _IDENTITY), []).append(finding)
    return out


def _package_lines(title: str, package: dict[str, Any], last: bool) -> list[str]:
    findings = package["findings"]
    lines = [f" {json.dumps(title)}: {{"]
    lines += [f"  {json.dumps(name)}: {json.dumps(value)}," for name, value in package.items() if name != "findings"]
    if findings:
        lines.append('  "findings": [')
        lines += [f"   {json.dumps(f)}{'' if i == len(findings) - 1 else ','}" for i, f in enumerate(findings)]
        lines.append("  ]")
    else:
        lines.append('  "findings": []')
    return [*lines, " }" if last else " },"]
