"""Where a scan's time goes, by layer and by function.

In: a target (`python -m benchmarks.speed.profiling TARGET`). Out: two tables on standard output. The profiler itself makes calls dear, so
shares are a hint where to look, never a measure.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
from collections import Counter
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2] / "mcp_sast"
_ROWS = 30


def profile(target: str) -> str:
    """The tables for one scan."""
    from mcp_sast import scan

    profiler = cProfile.Profile()
    profiler.runcall(lambda: scan(target).to_sarif())
    rows = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    own: dict[tuple[str, int, str], float] = {key: row[2] for key, row in rows.items()}
    whole: dict[tuple[str, int, str], float] = {key: row[3] for key, row in rows.items()}
    calls: dict[tuple[str, int, str], int] = {key: row[1] for key, row in rows.items()}
    layers: Counter[str] = Counter()
    for (file, _, _), seconds in own.items():
        layers[_layer(file)] += seconds  # type: ignore[assignment]
    total = sum(own.values()) or 1.0
    lines = [f"{total:.2f} s under the profiler", "", "own time by layer"]
    lines += [f"  {seconds:8.2f}  {seconds / total:5.1%}  {layer}" for layer, seconds in layers.most_common(20)]
    lines += ["", "     own    whole      calls  function"]
    for key in sorted(own, key=lambda k: -own[k])[:_ROWS]:
        lines.append(f"{own[key]:8.2f} {whole[key]:8.2f} {calls[key]:10d}  {_name(key)}")
    return "\n".join(lines)


def _layer(file: str) -> str:
    path = Path(file)
    return path.relative_to(_PACKAGE).parts[0].removesuffix(".py") if path.is_relative_to(_PACKAGE) else "outside (parsers, library)"


def _name(key: tuple[str, int, str]) -> str:
    file, line, name = key
    path = Path(file)
    return f"{path.relative_to(_PACKAGE).as_posix()}:{line} {name}" if path.is_relative_to(_PACKAGE) else f"{path.name}:{line} {name}"


if __name__ == "__main__":
    sys.setrecursionlimit(20_000)
    print(profile(sys.argv[1]))
