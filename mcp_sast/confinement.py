"""Runs a piece of work on hostile bytes in a process of its own, under limits.

In: a function that gives a text. Out: that text, or why there is none: a limit that was hit, a crash of a parser. The limits lie far
above what any package needs; they are for bytes that were made to exhaust or to break the analyser. Where processes can't be forked
the work is done in this one.

The process speaks to its parent in one text over a pipe, never in pickles: whatever took it over can say nothing but texts.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from mcp_sast.errors import AnalysisFailure, DefinitionError, McpSastError, NothingToAnalyseError, TargetError, UsageError

_REFUSALS: dict[str, type[McpSastError]] = {kind.__name__: kind for kind in (NothingToAnalyseError, TargetError, UsageError)}
_CHUNK = 1 << 20


class Limits(NamedTuple):
    """Bytes of address space and seconds of processor time that one package may take."""

    memory: int = 6 << 30
    processor: int = 1800


_USUAL = Limits()


class Death(NamedTuple):
    """The work came to no end; `reason` says why, in words that need no context."""

    reason: str


def confined(work: Callable[[], str], limits: Limits = _USUAL) -> str | Death:
    """What `work` gives. Its McpSastErrors are raised here too; any other exception is an AnalysisFailure."""
    if not hasattr(os, "fork"):
        return work()
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _end_with(parent)
        _run(work, limits, writer)
    os.close(writer)
    return _heard(child, reader, limits)


def _run(work: Callable[[], str], limits: Limits, writer: int) -> None:
    """The child: never returns, and runs nothing of what the parent has registered for its own end."""
    try:
        _limit(limits)
        try:
            answer = {"text": work()}
        except MemoryError:
            answer = {"death": "memory"}
        except McpSastError as error:
            answer = _refusal(error)
        except Exception as error:
            answer = {"failure": type(error).__name__, "place": place_of(error), "trace": traceback.format_exc()}
        with os.fdopen(writer, "wb") as stream:
            stream.write(json.dumps(answer).encode("ascii"))
    except BaseException:
        os._exit(1)
    os._exit(0)


def _end_with(parent: int) -> None:
    """The child does not outlive the scan that asked for it: a parent that is killed can't end it."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _limit(limits: Limits) -> None:
    import resource

    for kind, value in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CPU, limits.processor), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(OSError, ValueError):  # a stricter limit is in force already
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _refusal(error: McpSastError) -> dict[str, str]:
    if isinstance(error, DefinitionError):
        return {"problems": "\n".join(error.problems)}
    return {"refusal": type(error).__name__, "message": str(error)}


def _heard(child: int, reader: int, limits: Limits) -> str | Death:
    parts = []
    ended = False
    try:
        with os.fdopen(reader, "rb") as stream:
            while part := stream.read(_CHUNK):
                parts.append(part)
        status = os.waitpid(child, 0)[1]
        ended = True
    finally:
        if not ended:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return Death(_cause(os.WTERMSIG(status), limits))
    try:
        return _answer(json.loads(b"".join(parts)), limits)
    except (ValueError, TypeError, KeyError):
        return Death("its process ended without an answer")


def _answer(answer: dict[str, str], limits: Limits) -> str | Death:
    if "text" in answer:
        return str(answer["text"])
    if "death" in answer:
        return Death(f"it needs more than {limits.memory >> 20} MB of memory")
    if "problems" in answer:
        raise DefinitionError(tuple(answer["problems"].split("\n")))
    if "refusal" in answer:
        raise _REFUSALS.get(answer["refusal"], McpSastError)(answer["message"])
    raise AnalysisFailure(answer["failure"], answer["place"], answer["trace"])


def _cause(number: int, limits: Limits) -> str:
    if number == signal.SIGXCPU:
        return f"it needs more than {limits.processor} s of processor time"
    if number == signal.SIGKILL:
        return "its process was killed, most likely because the machine ran out of memory"
    return f"its process died of signal {number} ({signal.Signals(number).name})"


def place_of(error: BaseException) -> str:
    """Where in this program an exception comes from, without any path of the machine."""
    package = Path(__file__).resolve().parent
    place = "an unknown place"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(package):
            place = f"mcp_sast/{path.relative_to(package).as_posix()}:{frame.lineno}"
    return place
