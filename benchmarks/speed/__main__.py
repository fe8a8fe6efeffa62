"""`python -m benchmarks.speed`: what a scan costs, in parse times, package by package.

In: arguments. Out: a table and, with --json, a file. The measure: processor time of a whole cold scan with one job, less that of
scanning a 50-line server, over the time tree-sitter needs to parse the same code files, both taken in this run.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.pinned import FetchError, archive_of, matching, read_list
from benchmarks.speed.clock import cost_of, least
from benchmarks.speed.parsing import Parsed
from benchmarks.speed.small_server import write_small_server

SMALLEST = 0.1  # seconds of parsing from which on a package counts: below, start-up's noise would be the measure
LIMIT = 300
_CLI = ["-m", "mcp_sast"]


@dataclass(frozen=True, slots=True)
class Row:
    """One package. `scan` is without the fixed cost; `failure` says how a scan ended that gave no result."""

    package: str
    kind: str
    bytes: int
    parse: float
    scan: float
    megabytes: float
    failure: str = ""

    @property
    def ratio(self) -> float:
        """Scan over parse."""
        return self.scan / self.parse if self.parse else 0.0


def main(arguments: list[str]) -> int:
    """Measure, print and, if asked to, write JSON."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        server = write_small_server(Path(folder) / "server")
        try:
            targets = list(_targets(options.packages, options.target))
        except FetchError as error:
            print(error, file=sys.stderr)
            return 2
        if options.profile:
            for _, target in targets:
                print(cost_of(["-m", "benchmarks.speed.profiling", target], LIMIT * 4).output)
            return 0
        start_up = _start_up(server)
        rows = _measured(targets, start_up["a 50-line server"])
    _print_summary(rows, start_up)
    if options.json:
        document = {"startUp": start_up, "packages": [{**asdict(row), "ratio": row.ratio} for row in rows]}
        Path(options.json).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 1 if any(row.failure for row in rows) else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Scan against parse, package by package.")
    parser.add_argument("--packages", action="append", default=[], metavar="NAME", help="only pinned packages whose name contains it")
    parser.add_argument("--target", action="append", default=[], metavar="PATH", help="a target of your own instead; repeatable")
    parser.add_argument("--profile", action="store_true", help="show where the time goes instead of measuring it")
    parser.add_argument("--json", metavar="FILE", help="also write the result as JSON")
    return parser.parse_args(arguments)


def _targets(names: list[str], paths: list[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        yield Path(path).name, str(Path(path).resolve())
    if not paths:
        for row in matching(read_list(), tuple(names)):
            yield row.title, str(archive_of(row)[0])


def _start_up(server: Path) -> dict[str, float]:
    """Seconds above an interpreter that does nothing (which is the first row)."""
    bare = least(["-c", "pass"], 9)
    rows = {"bare Python": bare, "--version": least([*_CLI, "--version"], 9), "a 50-line server": least(_scan(str(server)), 9)}
    return {name: seconds if name == "bare Python" else seconds - bare for name, seconds in rows.items()}


def _scan(target: str) -> list[str]:
    return [*_CLI, "scan", target, "--format", "sarif", "--fail-on", "never", "--no-cache"]


def _measured(targets: list[tuple[str, str]], fixed: float) -> list[Row]:
    bare = least(["-c", "pass"], 3)
    print(f"{'package':<46} {'kind':<11} {'KB':>7} {'parse s':>8} {'scan s':>8} {'ratio':>6} {'MB':>5}")
    rows = []
    for name, target in targets:
        parsed = cost_of(["-m", "benchmarks.speed.parsing", target], LIMIT)
        if parsed.code:
            print(f"{name:<46} can't be parsed: exit code {parsed.code}")
            continue
        row = _row(name, target, Parsed(**json.loads(parsed.output)), bare + fixed)
        rows.append(row)
        counted = "" if row.parse >= SMALLEST else "  (small)"
        print(f"{name:<46} {row.kind:<11} {row.bytes / 1000:7.0f} {row.parse:8.3f} {row.scan:8.2f} {row.ratio:6.1f} "
              f"{row.megabytes:5.0f}{counted}{'  ' + row.failure if row.failure else ''}", flush=True)
    return rows


def _row(name: str, target: str, parsed: Parsed, fixed: float) -> Row:
    scanned = cost_of(_scan(target), LIMIT)
    if scanned.seconds < 2:  # short scans are noisy, and cheap to repeat
        scanned = min(scanned, cost_of(_scan(target), LIMIT))
    failure = "" if scanned.code == 0 else f"killed by signal {-scanned.code}" if scanned.code < 0 else f"exit code {scanned.code}"
    return Row(name, parsed.kind, parsed.bytes, parsed.seconds, max(0.0, scanned.seconds - fixed), scanned.megabytes, failure)


def _print_summary(rows: list[Row], start_up: dict[str, float]) -> None:
    counted = [row for row in rows if row.parse >= SMALLEST and not row.failure]
    print()
    for kind in ("bundle", "own JS/TS", "own Python"):
        of_kind = sorted((row for row in counted if row.kind == kind), key=lambda row: row.ratio)
        if not of_kind:
            print(f"{kind:<11} no package that parses in {SMALLEST} s or more")
            continue
        whole = sum(row.scan for row in of_kind) / sum(row.parse for row in of_kind)
        worst = of_kind[-1]
        print(f"{kind:<11} {len(of_kind):2d} packages: all together {whole:.1f}, median {of_kind[len(of_kind) // 2].ratio:.1f}, "
              f"worst {worst.ratio:.1f} ({worst.package})")
    failed = [row.package for row in rows if row.failure]
    if failed:
        print(f"without result: {', '.join(failed)}")
    print(f"start-up above bare Python ({start_up['bare Python']:.3f} s): --version {start_up['--version']:.3f} s, "
          f"a 50-line server {start_up['a 50-line server']:.3f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
