"""What the comments in a corpus case expect of the scanner.

In: the folder of a case. Out: `Expectation`s, one a rule named in a comment, each about the line below the comment.

    // ruleid: env-exfiltration             this line is reported, as warning or error
    # ruleid: undeclared-host[note]         this line is reported, with exactly this level
    // ok: hidden-recipient                 this line is not reported, not even as a note
    # todoruleid: …, # todook: …            the same, known not to hold yet

What stands in a file that has no comments (a manifest, a lockfile) is expected by `<case>.expected.txt` beside the case's folder (of a
pair, by `expected.txt` beside its versions), a line each:

    package.json:3 ruleid: version-jump

Several rules are separated by commas. An annotation stands alone on its line; several may stand above one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Verdict = Literal["ruleid", "ok", "todoruleid", "todook"]

CODE_SUFFIXES = frozenset((".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".py"))
_MANIFESTS = ("package.json", "pyproject.toml", "setup.py", "setup.cfg")
_ANNOTATION = re.compile(r"^\s*(?://|#)\s*(?P<verdict>todoruleid|todook|ruleid|ok)\s*:\s*(?P<rules>.+?)\s*$")
_LOOKS_LIKE_ONE = re.compile(r"(?://|#|/\*)\W{0,4}(todo\W{0,2})?(rule-?id|ok)\s*:", re.IGNORECASE)
_RULE = re.compile(r"(?P<rule>[a-z][a-z0-9-]*)(?:\[(?P<level>error|warning|note)\])?\Z")


@dataclass(frozen=True, slots=True, order=True)
class Expectation:
    """`line` is 1-based and that of the code, not of the comment; `level` is "" where the comment names none."""

    path: str
    line: int
    rule: str
    verdict: Verdict
    level: str = ""

    @property
    def where(self) -> str:
        """As messages of tests call it."""
        return f"{self.path}:{self.line} {self.rule}{f'[{self.level}]' if self.level else ''}"


def code_files(case: Path) -> list[Path]:
    """The files of a case that may hold annotations, in order."""
    return sorted(path for path in case.rglob("*") if path.suffix in CODE_SUFFIXES and path.is_file())


def is_pair(case: Path) -> bool:
    """Is a case two versions of a package, `old` and `new`, that are compared?"""
    return (case / "new").is_dir() and (case / "old").is_dir()


def case_folders(root: Path) -> list[Path]:
    """The outermost folders at or below `root` that are packages or pairs of two versions, in order."""
    found: list[Path] = []
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        if is_pair(folder) or any((folder / name).is_file() for name in _MANIFESTS):
            found.append(folder)
        else:
            waiting += [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    return sorted(found)


def judged_folder(case: Path) -> Path:
    """The package of a case, of two versions the new one."""
    return case / "new" if is_pair(case) else case


def annotations_of(case: Path) -> list[Expectation]:
    """All expectations of a case. Raises ValueError for a comment that is almost one: a misspelt expectation expects nothing."""
    found: list[Expectation] = []
    folder = judged_folder(case)
    for path in code_files(folder):
        found.extend(annotations_in(path.read_text(encoding="utf-8"), path.relative_to(folder).as_posix()))
    listed = expected_file(case)
    for number, line in enumerate(listed.read_text(encoding="utf-8").split("\n") if listed.is_file() else (), 1):
        if line.strip():
            found.append(_listed(line, f"{listed.name}:{number}"))
    return found


def expected_file(case: Path) -> Path:
    """The file that says what is expected in files without comments; no part of what is scanned."""
    return case / "expected.txt" if is_pair(case) else case.with_name(f"{case.name}.expected.txt")


def policy_file(case: Path) -> Path:
    """The policy that a case is judged by, if there is one; no part of what is scanned. Of a pair it is the new version's."""
    return case / "policy.json" if is_pair(case) else case.with_name(f"{case.name}.policy.json")


def _listed(line: str, where: str) -> Expectation:
    """`package.json:8 ruleid: some-rule`: for files that have no comments."""
    match = re.fullmatch(r"(?P<path>\S+):(?P<line>\d+) (?P<verdict>todoruleid|todook|ruleid|ok): (?P<rule>\S+)", line)
    if match is None:
        raise ValueError(f"{where}: write `file:line ruleid: some-rule`")
    verdict: Verdict = match["verdict"]  # type: ignore[assignment]
    return _expectation(match["path"], int(match["line"]), verdict, match["rule"])


def annotations_in(text: str, path: str) -> list[Expectation]:
    """The expectations in one file's text."""
    found: list[Expectation] = []
    waiting: list[tuple[Verdict, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        comment = _ANNOTATION.match(line)
        if comment:
            verdict: Verdict = comment["verdict"]  # type: ignore[assignment]
            waiting.extend((verdict, rule.strip()) for rule in comment["rules"].split(","))
        elif _LOOKS_LIKE_ONE.search(line):
            raise ValueError(f"{path}:{number}: an annotation stands alone on its line: `// ruleid: some-rule`")
        else:
            found.extend(_expectation(path, number, verdict, rule) for verdict, rule in waiting)
            if waiting and not line.strip():
                raise ValueError(f"{path}:{number}: no code below an annotation")
            waiting = []
    return found


def _expectation(path: str, line: int, verdict: Verdict, written: str) -> Expectation:
    rule = _RULE.match(written)
    if rule is None:
        raise ValueError(f"{path}:{line - 1}: {written!r} is no rule; write `rule` or `rule[level]`")
    return Expectation(path, line, rule["rule"], verdict, rule["level"] or "")
