"""Golden texts: what a layer makes of a small source, kept beside it and read by a person.

In: a `.test` file of blocks. Out: its cases; a case whose text changed is written back on `pytest --update-golden`.

    [case one idea in words]
    source
    [out]
    expected text

A case may name a language in brackets at the end of its line: `[case a typed parameter (tsx)]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_HEAD = re.compile(r"^\[case (?P<name>.+?)(?: \((?P<language>[a-z]+)\))?\]$")
_OUT = "[out]"


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `source` ends in one newline; `expected` has no blank lines at its end; `language` is "" where none is named."""

    name: str
    source: str
    expected: str
    path: Path
    language: str = ""

    @property
    def id(self) -> str:
        """How pytest shows the case."""
        return f"{self.path.stem}: {self.name}"


def load_cases(path: Path) -> list[Case]:
    """The cases of a file, or of all `*.test` files of a folder, in order."""
    if path.is_dir():
        return [case for file in sorted(path.glob("*.test")) for case in load_cases(file)]
    cases: list[Case] = []
    for head, source, expected in _blocks(path):
        found = _HEAD.match(head)
        assert found, f"{path}: malformed head {head!r}"
        name = found["name"]
        assert all(case.name != name for case in cases), f"{path}: the case {name!r} stands twice"
        cases.append(Case(name, _trimmed(source) + "\n", _trimmed(expected), path, found["language"] or ""))
    return cases


def rewrite_case(case: Case, actual: str) -> None:
    """Put `actual` into the file as what is expected of this case; everything else in it stays as it is."""
    out: list[str] = []
    for head, source, expected in _blocks(case.path):
        found = _HEAD.match(head)
        changed = found is not None and found["name"] == case.name
        text = _trimmed(actual) if changed else _trimmed(expected)
        out.append("\n".join((head, _trimmed(source), _OUT, text)).rstrip("\n") + "\n")
    case.path.write_text("\n".join(out), encoding="utf-8")


def check_case(case: Case, actual: str, *, update: bool) -> None:
    """Assert that a case comes out as expected, or with `update` make it so (then run without xdist)."""
    actual = _trimmed(actual)
    if update:
        if actual != case.expected:
            rewrite_case(case, actual)
        return
    assert actual.splitlines() == case.expected.splitlines(), f"{case.id} (read the change, then run with --update-golden)"


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


def _blocks(path: Path) -> list[tuple[str, str, str]]:
    """Head line, source and expected text of each case, untrimmed."""
    out: list[tuple[str, str, str]] = []
    head, source, expected = "", [], []
    part: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("[case "):
            if head:
                out.append((head, "\n".join(source), "\n".join(expected)))
            head, source, expected = line, [], []
            part = source
        elif line == _OUT and head and part is source:
            part = expected
        else:
            part.append(line)
    if head:
        out.append((head, "\n".join(source), "\n".join(expected)))
    return out
