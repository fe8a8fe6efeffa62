"""Edits that accept findings beside the code.

In: findings, their frames, their files' bytes, a reason. Out: for each file its new bytes, and the findings for which no line was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mcp_sast.editing.comments import with_comments
from mcp_sast.findings.finding import Finding
from mcp_sast.findings.place import Place


class Edits(NamedTuple):
    """`files`: new bytes of what changes; `left`: findings that got no comment."""

    files: dict[str, bytes]
    left: tuple[Finding, ...]


def ignoring(findings: Iterable[Finding], lines: Mapping[Place, int], contents: Mapping[str, bytes], reason: str) -> Edits:
    """A reasoned ignore for each finding: at its place, or else at the step of its flow that can hold one. `lines`: places' first lines."""
    files: dict[str, bytes] = {}
    waiting = [(finding, _spots(finding, lines, contents)) for finding in findings]
    left: list[Finding] = [finding for finding, spots in waiting if not spots]
    waiting = [(finding, spots) for finding, spots in waiting if spots]
    added: dict[tuple[str, int], set[str]] = {}
    impossible: set[tuple[str, int]] = set()
    while waiting:  # each round tries one spot of a finding; a spot that fails is never tried again
        wanted: dict[str, dict[int, set[str]]] = {}
        for finding, spots in waiting:
            path, line = spots[0]
            wanted.setdefault(path, {}).setdefault(line, set()).add(finding.rule)
        for path, rules in sorted(wanted.items()):
            for line, names in rules.items():
                added.setdefault((path, line), set()).update(names)
            texts = {
                line: f"mcp-sast: ignore[{', '.join(sorted(names))}] {reason}" for (file, line), names in added.items() if file == path
            }
            changed, failed = with_comments(path, contents[path], texts)
            for line in failed:
                impossible.add((path, line))
                del added[path, line]
            if changed != contents[path]:
                files[path] = changed
        retry = [(finding, [spot for spot in spots if spot not in impossible]) for finding, spots in waiting if spots[0] in impossible]
        left += [finding for finding, spots in retry if not spots]
        waiting = [(finding, spots) for finding, spots in retry if spots]
    return Edits(files, tuple(left))


def _spots(finding: Finding, lines: Mapping[Place, int], contents: Mapping[str, bytes]) -> list[tuple[str, int]]:
    places = (finding.place, *(step.place for step in reversed(finding.steps)))
    return list(dict.fromkeys((p.path, lines[p]) for p in places if p in lines and p.path in contents))
