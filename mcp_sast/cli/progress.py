"""Shows on a terminal that a long scan is alive.

In: nothing but time. Out: one line on standard error that is drawn over itself, from two seconds on, and only where a person watches: not
into files, not on dumb terminals, not in CI. It changes nothing of a result.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

_FIRST_AFTER = 2.0
_EVERY = 0.2
_SIGNS = "|/-\\"


def is_watched() -> bool:
    """Is standard error a terminal that can redraw a line?"""
    return sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("CI")


@contextmanager
def progress(what: str, wanted: bool) -> Iterator[None]:
    """While the block runs, say so on a terminal. The line is gone when the block ends, also with an exception."""
    if not wanted or not is_watched():
        yield
        return
    done = threading.Event()
    drawer = threading.Thread(target=_draw, args=(what, done), daemon=True)
    drawer.start()
    try:
        yield
    finally:
        done.set()
        drawer.join()


def _draw(what: str, done: threading.Event) -> None:
    start = monotonic()
    if done.wait(_FIRST_AFTER):
        return
    count = 0
    try:
        while not done.wait(_EVERY):
            width = max(20, _width() - 1)
            sys.stderr.write("\r\x1b[K" + f"{_SIGNS[count % 4]} {what} ({int(monotonic() - start)} s)"[:width])
            sys.stderr.flush()
            count += 1
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
    except OSError:
        return  # nobody watches any more


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return 80
