"""`python -m benchmarks.growth`: how the cost of a scan grows, by family of inputs, 10 KB to 1 MB.

In: arguments. Out: a line a family: seconds of processor time at each size (start-up not counted), and the worst ratio per doubling. The
aim is at most 2.2 for twice the bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from itertools import pairwise

from benchmarks.growth.families import FAMILIES
from benchmarks.speed.clock import cost_of

AIM = 2.2
SMALLEST = 0.1  # seconds below which a ratio is noise
SHORT = 0.5  # seconds below which a scan is repeated, and the least counts
LIMIT = 60.0  # seconds for one family; what takes longer is stopped, and said


def main(arguments: list[str]) -> int:
    """Measure the families and print; 1 if one is above the aim."""
    options = _options(arguments)
    if options.child:
        _measure(options.child, options.sizes)
        return 0
    sizes = _sizes(options.largest)
    print(f"{'family':<40}" + "".join(f"{size // 1000:>7} KB" for size in sizes) + "   worst ratio")
    names = [name for name in FAMILIES if not options.family or any(part in name for part in options.family)]
    worst = [_print_family(name, sizes, options.seconds) for name in names]
    above = sum(1 for ratio in worst if ratio is None or ratio > AIM)
    print(f"{len(worst)} families, {above} above {AIM} or stopped")
    return 1 if above else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description="Cost as input grows.")
    parser.add_argument("--family", action="append", default=[], metavar="WORD", help="only families whose name contains it; repeatable")
    parser.add_argument("--largest", type=int, default=1_280_000, metavar="BYTES", help="largest input (default 1280000)")
    parser.add_argument("--seconds", type=float, default=LIMIT, help=f"limit for one family (default {LIMIT:.0f})")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--sizes", type=int, nargs="*", default=[], help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _sizes(largest: int) -> list[int]:
    sizes = [10_000]
    while sizes[-1] * 2 <= largest:
        sizes.append(sizes[-1] * 2)
    return sizes


def _print_family(name: str, sizes: list[int], limit: float) -> float | None:
    """One line. None if the family was stopped before its largest size."""
    cost = cost_of(["-m", "benchmarks.growth", "--child", name, "--sizes", *map(str, sizes)], limit)
    seconds = [json.loads(line) for line in cost.output.splitlines()]
    ratios = [after / before for before, after in pairwise(seconds) if before >= SMALLEST]
    ratio = max(ratios, default=0.0)
    cells = [f"{second:9.2f} " for second in seconds] + ["        - "] * (len(sizes) - len(seconds))
    ending = "" if len(seconds) == len(sizes) else f"  stopped after {cost.seconds:.0f} s" if cost.code in (-9, -24) else "  FAILED"
    print(f"{name:<40}{''.join(cells)}  {ratio:5.1f}{'  !' if ratio > AIM else ''}{ending}", flush=True)
    return ratio if len(seconds) == len(sizes) else None


def _measure(name: str, sizes: list[int]) -> None:
    """The child's work: a line of seconds for each size, as soon as it is known."""
    from mcp_sast import scan_source

    filename, text = FAMILIES[name]

    def once(source: str) -> float:
        started = time.process_time()
        scan_source(source, filename).to_sarif()
        return time.process_time() - started

    once(text(2_000))  # models, rules, grammars and late imports are loaded once
    for size in sizes:
        source = text(size)
        seconds = once(source)
        if seconds < SHORT:
            seconds = min(seconds, once(source), once(source))
        print(round(seconds, 4), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
