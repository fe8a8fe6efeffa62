"""`python -m benchmarks.crater`: scans the pinned servers and prints findings and their change against the kept result.

In: arguments. Out: a line a package, its changes below it, totals; exit code 1 if a scan crashed, hung or a package can't be fetched.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from benchmarks.crater.kept import Kept, changes, described, kept_form, read_kept, write_kept
from benchmarks.crater.scanner import SECONDS, Outcome, scan_archive
from benchmarks.pinned import FetchError, Pinned, archive_of, matching, pinned_digests, read_list, write_digests

_LEVELS = ("error", "warning", "note")


def main(arguments: list[str]) -> int:
    """Run, print, and keep the result if asked to."""
    options = _options(arguments)
    try:
        rows = read_list()
        if options.update:
            missing = pinned_digests(rows)
            if missing:
                write_digests(missing)
                rows = read_list()
    except FetchError as error:
        print(error, file=sys.stderr)
        return 2
    rows = matching(rows, tuple(options.only))
    kept = read_kept()
    now: Kept = {}
    outcomes: list[Outcome] = []
    for row, outcome in _scanned(rows, options.jobs, options.seconds):
        now[row.title] = kept_form(outcome)
        outcomes.append(outcome)
        _print_package(row, outcome, changes(kept.get(row.title), now[row.title]), options.findings)
    _print_totals(outcomes)
    if options.update:
        write_kept({**kept, **now} if options.only else now)
    return 1 if any(outcome.failure for outcome in outcomes) else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crater", description="Scan the pinned published servers.")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only packages whose name contains it; repeatable")
    parser.add_argument("--update", action="store_true", help="keep this result, and pin digests that the list lacks")
    parser.add_argument("--findings", action="store_true", help="print every finding, not only changes")
    parser.add_argument("--jobs", type=int, default=2, help="scans at a time (default 2)")
    parser.add_argument("--seconds", type=int, default=SECONDS, help=f"time limit of one scan (default {SECONDS})")
    return parser.parse_args(arguments)


def _scanned(rows: tuple[Pinned, ...], jobs: int, seconds: int) -> Iterator[tuple[Pinned, Outcome]]:
    """Outcomes in the order of the rows, each as soon as it and those before it are there."""

    def one(row: Pinned) -> Outcome:
        try:
            archive, _ = archive_of(row)
        except FetchError as error:
            return Outcome(failure=f"not fetched: {error}")
        return scan_archive(archive, seconds)

    with ThreadPoolExecutor(max(1, jobs)) as pool:
        yield from zip(rows, pool.map(one, rows))


def _print_package(row: Pinned, outcome: Outcome, changed: list[str], everything: bool) -> None:
    counts = Counter((finding["rule"], finding["level"]) for finding in outcome.findings)
    found = ", ".join(f"{rule} {count} {level}" for (rule, level), count in sorted(counts.items())) or "no findings"
    trouble = ", ".join(f"{code} {count}" for code, count in outcome.diagnostics.items())
    print(f"{row.title}  {outcome.seconds:.1f} s, {outcome.megabytes:.0f} MB, {outcome.tools} tools; {outcome.failure or found}")
    if trouble:
        print(f"    diagnostics: {trouble}{' (incomplete)' if outcome.incomplete else ''}")
    for line in outcome.trace:
        print(f"    at {line}")
    for line in [f"  {described(finding)}" for finding in outcome.findings] if everything else changed:
        print(f"    {line}")
    sys.stdout.flush()


def _print_totals(outcomes: list[Outcome]) -> None:
    levels = Counter(finding["level"] for outcome in outcomes for finding in outcome.findings)
    failed = sum(1 for outcome in outcomes if outcome.failure)
    without = sum(1 for outcome in outcomes if not outcome.failure and not outcome.tools)
    found = ", ".join(f"{levels[level]} {level}s" for level in _LEVELS)
    most = max((outcome.megabytes for outcome in outcomes), default=0)
    print(f"{len(outcomes)} packages: {found}; {failed} failed; {without} without a tool")
    print(f"{sum(outcome.seconds for outcome in outcomes):.0f} s of processor time, at most {most:.0f} MB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
