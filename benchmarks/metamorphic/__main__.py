"""`python -m benchmarks.metamorphic`: cases through real build tools; is the same found in what they make?

In: arguments. Out: a line a build: findings kept, new alarms on benign cases, and what could not be built; 1 if any was lost or is new.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.metamorphic.cases import CORPUS, Case, cases_in
from benchmarks.metamorphic.comparison import Difference, Key, difference, keys_of
from benchmarks.metamorphic.tools import BUNDLES, INLINED, JAVASCRIPT, PYTHON, SINGLE_FILES, Job, ToolsError, build, installed
from mcp_sast import scan
from mcp_sast.errors import McpSastError


@dataclass(slots=True)
class Tally:
    """What one build gave over all cases."""

    cases: int = 0
    found: int = 0
    kept: int = 0
    benign: int = 0
    lines: list[str] = field(default_factory=list)
    alarms: int = 0
    elsewhere: int = 0
    unbuilt: int = 0

    def count(self, case: Case, changed: Difference) -> None:
        """Take one case into account."""
        self.cases += 1
        self.found += changed.found
        self.kept += changed.kept
        self.benign += changed.benign
        if changed.benign:
            self.alarms += len(changed.added)
        else:
            self.elsewhere += len(changed.added)
        self.lines += [f"    - {case.title}: {key}" for key in changed.lost]
        self.lines += [f"    + {case.title}: {key}" for key in changed.added]


def main(arguments: list[str]) -> int:
    """Build, scan, compare, print."""
    options = _options(arguments)
    try:
        cache = installed()
    except ToolsError as error:
        print(error, file=sys.stderr)
        return 2
    cases = [case for root in options.cases or [CORPUS] for case in cases_in(root, tuple(options.case), options.every)]
    before = {case.title: _found(case.folder) for case in cases}
    print(
        f"{'build':<26}{'cases':>6}{'findings':>10}{'kept':>7}{'%':>7}{'benign':>8}{'alarms':>8}{'new elsewhere':>15}{'unbuilt':>9}"
    )
    tallies = [_measure(name, cases, before, cache, options) for name in _builds(options)]
    found, kept = sum(tally.found for tally in tallies), sum(tally.kept for tally in tallies)
    alarms = sum(tally.alarms for tally in tallies)
    print(f"{kept} of {found} findings kept ({_percent(kept, found)} %), {alarms} new alarms on benign cases")
    return 1 if kept < found or alarms else 0


def _builds(options: argparse.Namespace) -> tuple[str, ...]:
    return (*options.build,) or (*SINGLE_FILES, *BUNDLES, *(INLINED if options.inlined else ()), *PYTHON)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.metamorphic", description="Findings before and after builds.")
    parser.add_argument(
        "--build", action="append", default=[], choices=[*JAVASCRIPT, *PYTHON], metavar="NAME", help="only this; repeatable"
    )
    parser.add_argument(
        "--inlined", action="store_true", help="also with the real SDK and libraries in the bundle: a minute a case"
    )
    parser.add_argument(
        "--case", action="append", default=[], metavar="WORD", help="only cases whose title contains it; repeatable"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every n-th case only, with its honest twin")
    parser.add_argument(
        "--cases", action="append", type=Path, default=[], metavar="DIR", help="cases of another folder; repeatable"
    )
    parser.add_argument("--list", action="store_true", help="print what was lost (-), what is new (+), what was not built (!)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the built packages there")
    return parser.parse_args(arguments)


def _measure(name: str, cases: list[Case], before: dict[str, Counter[Key]], cache: Path, options: argparse.Namespace) -> Tally:
    """One build over all cases it can be made of, and its line."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="metamorphic-") as temporary:
        work = (options.keep or Path(temporary)) / name
        chosen = [case for case in cases if (case.python if name in PYTHON else case.entries)]
        jobs = [Job(name, case.copied(work / case.title), case.entries) for case in chosen]
        for case, job, reason in zip(chosen, jobs, build(jobs, cache), strict=True):
            if reason:
                tally.unbuilt += 1
                tally.lines.append(f"    ! {case.title}: {' '.join(reason.split())[:300]}")
            else:
                tally.count(case, difference(before[case.title], _found(job.folder)))
    row = f"{name:<26}{tally.cases:>6}{tally.found:>10}{tally.kept:>7}{_percent(tally.kept, tally.found):>7}"
    print(f"{row}{tally.benign:>8}{tally.alarms:>8}{tally.elsewhere:>15}{tally.unbuilt:>9}", flush=True)
    if options.list:
        print("".join(f"{line}\n" for line in tally.lines), end="", flush=True)
    return tally


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def _found(folder: Path) -> Counter[Key]:
    try:
        return keys_of(scan(str(folder)).findings)
    except McpSastError as error:
        return Counter({Key("no scan", type(error).__name__, str(error)[:80], ""): 1})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
