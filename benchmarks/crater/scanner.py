"""One scan of one archive in a process of its own, under limits.

In: the path of an archive. Out: `Outcome`: findings, tools, diagnostics, seconds and memory; or how the scan ended instead.
Run as a module (`python -m benchmarks.crater.scanner ARCHIVE`) it is the child: it prints one JSON object.
"""

from __future__ import annotations

import faulthandler
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECONDS = 300
GIGABYTES = 4
_FRAMES = 12
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scan of an archive gave. `failure`: "" or how it ended (`timeout`, `killed by signal 11`, `ValueError …`), `trace` the
    last frames then. `findings`: rule, level, path, line, message, source, destination and phase, ordered as the report has them."""

    failure: str = ""
    trace: tuple[str, ...] = ()
    findings: tuple[dict[str, Any], ...] = ()
    tools: int = 0
    servers: int = 0
    diagnostics: dict[str, int] = field(default_factory=dict)
    incomplete: bool = False
    seconds: float = 0.0
    megabytes: float = 0.0
    stats: dict[str, int] = field(default_factory=dict)


def scan_archive(archive: Path, seconds: int = SECONDS) -> Outcome:
    """Scan an archive in a child process; whatever happens to the child, an Outcome comes back."""
    command = [sys.executable, "-m", "benchmarks.crater.scanner", str(archive), str(seconds)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    started = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, timeout=seconds + 10, check=False)
    except subprocess.TimeoutExpired:
        return Outcome(failure=f"timeout after {seconds} s, and deaf", seconds=float(seconds))
    passed = time.perf_counter() - started
    if done.returncode:
        return Outcome(failure=_ending(done.returncode, done.stderr), trace=_last_frames(done.stderr), seconds=passed)
    return outcome_from(json.loads(done.stdout))


def outcome_from(document: dict[str, Any]) -> Outcome:
    """The outcome that the child printed."""
    return Outcome(**{**document, "findings": tuple(document["findings"]), "trace": tuple(document.get("trace", ()))})


def _ending(code: int, errors: bytes) -> str:
    if code < 0:
        return f"killed by signal {-code}"
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    if lines and lines[0].startswith("Timeout ("):
        return "timeout"
    return lines[-1][:200] if lines else f"ended with {code}"


def _last_frames(errors: bytes) -> tuple[str, ...]:
    """The innermost frames, innermost last, without machine paths."""
    lines = errors.decode("utf-8", "replace").replace(str(_ROOT) + os.sep, "").splitlines()
    frames = tuple(line.strip() for line in lines if line.lstrip().startswith("File "))
    # faulthandler, which speaks for timeouts and signals, has the innermost frame first.
    return frames[-_FRAMES:] if any(line.startswith("Traceback ") for line in lines) else frames[_FRAMES - 1 :: -1]


def _scan_here(archive: str, seconds: int) -> dict[str, Any]:
    """The child's work. Lines are 1-based, as reports show them."""
    from mcp_sast import scan

    faulthandler.enable()
    faulthandler.dump_traceback_later(seconds, exit=True)
    limit = GIGABYTES << 30
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    started = time.process_time()
    result = scan(archive)
    document = json.loads(result.to_json(notes=True))
    passed = time.process_time() - started
    findings = [_row(finding) for package in document["packages"] for finding in package["findings"]]
    return {
        "findings": findings,
        "tools": sum(len(server.tools) for server in result.servers),
        "servers": len(result.servers),
        "diagnostics": dict(sorted(Counter(diagnostic.code for diagnostic in result.diagnostics).items())),
        "incomplete": result.incomplete,
        "seconds": round(passed, 2),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0),
        "stats": {
            "files": result.stats.files, "bytes": result.stats.bytes, "functions": result.stats.functions,
            "functions_analysed": result.stats.functions_analysed, "calls": result.stats.calls,
            "unresolved_calls": result.stats.unresolved_calls,
        },
    }


def _row(finding: dict[str, Any]) -> dict[str, Any]:
    names = ("rule", "level", "message", "source", "destination", "phase")
    place = finding["location"]
    return {**{name: finding[name] for name in names}, "path": place["path"], "line": place["startLine"]}


if __name__ == "__main__":
    print(json.dumps(_scan_here(sys.argv[1], int(sys.argv[2]))))
