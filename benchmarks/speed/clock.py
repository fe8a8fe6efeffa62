"""Processor time of whole processes.

In: a command. Out: the seconds of user and system time that it and its children took, start-up of the interpreter included.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Cost(NamedTuple):
    """`megabytes` is the peak of resident memory; `code` the exit code (negative: killed by that signal); `output` of the process."""

    seconds: float
    megabytes: float
    code: int
    output: str


def cost_of(arguments: list[str], limit: float) -> Cost:
    """Run `python ARGUMENTS` in the repository's root; a process that takes longer than `limit` seconds of processor time is killed
    by the system."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            ["/bin/sh", "-c", f'ulimit -t {int(limit) + 1}; exec "$@"', "sh", sys.executable, *arguments],
            cwd=ROOT, env=_environment(), stdout=out, stderr=subprocess.DEVNULL,
        )
        # wait4 gives the usage of this one child, where the resource module only knows the sum over all of them.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode, text)


def _environment() -> dict[str, str]:
    """As a user has it: bytecode is kept from run to run, which an installed package has from the start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONHASHSEED": "0"}


def least(arguments: list[str], times: int, limit: float = 60) -> float:
    """The least processor time of several runs: what disturbs a run only ever adds."""
    return min(cost_of(arguments, limit).seconds for _ in range(times))
