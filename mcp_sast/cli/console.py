"""Standard output and standard error.

In: texts. Out: bytes that the stream's encoding can show. A reader that went away (`| head`) is no error.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from mcp_sast.errors import UsageError


def write(text: str) -> None:
    """Text on standard output. Raises UsageError if it can't be written (a full disk), not if nobody reads it any more."""
    try:
        sys.stdout.buffer.write(text.encode(sys.stdout.encoding or "utf-8", "replace"))
        sys.stdout.flush()
    except BrokenPipeError:
        stop_writing(sys.stdout)
    except OSError as error:
        stop_writing(sys.stdout)
        raise UsageError(f"standard output can't be written: {error.strerror or error}") from error


def write_file(option: str, path: Path, text: str) -> None:
    """A file that an option names. Raises UsageError if it can't be written."""
    try:
        path.write_bytes(text.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"{option}: {path} can't be written: {error.strerror or error}") from error


def complain(text: str, label: str = "error") -> None:
    """A line on standard error, made safe to print; without a label the text alone."""
    from mcp_sast.reports.plain import plain

    line = f"mcp-sast: {label}: {plain(text)}\n" if label else plain(text) + "\n"
    try:
        sys.stderr.buffer.write(line.encode(sys.stderr.encoding or "utf-8", "replace"))
        sys.stderr.flush()
    except OSError:
        stop_writing(sys.stderr)  # nobody is left to complain to


def wants_colour(stream: IO[str]) -> bool:
    """NO_COLOR and a dumb terminal win over FORCE_COLOR; else a terminal gets colours."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE")) or stream.isatty()


def stop_writing(stream: IO[str]) -> None:
    """Let what is still to be written, by the interpreter at its end too, go nowhere instead of failing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
