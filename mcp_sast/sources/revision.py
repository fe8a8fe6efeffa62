"""A folder of a git repository as it was at a revision.

In: `path@rev`. Out: the bytes of a tar archive of that folder. Git only reads objects: hooks, fsmonitor, external diffs and filters of
the repository's own configuration are off, and nothing is checked out.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from mcp_sast.errors import TargetError
from mcp_sast.sources.limits import MOST_BYTES_OF_A_TARGET

_SAFE = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.attributesFile=/dev/null", "-c",
         "protocol.allow=never", "-c", "tar.umask=0022", "-c", "core.autocrlf=false")  # fmt: skip
_LONGEST_WAIT = 120


def revision_of(target: str) -> tuple[str, str] | None:
    """The folder and the revision that a target names; None if it names none."""
    folder, at, name = target.rpartition("@")
    folder = folder or "."
    return (folder, name) if at and name and not name.startswith("-") and Path(folder).is_dir() else None


def archived(target: str, folder: str, name: str) -> bytes:
    """The folder's files at the revision, as a tar archive. Raises TargetError if git can't give them."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        resolved = _git(folder, environment, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        commit = resolved.stdout.strip().decode("ascii", "replace")
        if resolved.returncode != 0 or not commit:
            raise TargetError(f"{target}: {folder} has no revision {name}; name a commit, tag or branch of its repository")
        done = _git(folder, environment, "archive", "--format=tar", commit)
    except FileNotFoundError as error:
        raise TargetError(f"{target}: git is not installed, so revisions can't be read; pass a folder or an archive") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TargetError(f"{target}: git could not be asked ({error})") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()[:200]
        raise TargetError(f"{target}: git can't give that revision of the folder ({said})")
    if len(done.stdout) > MOST_BYTES_OF_A_TARGET:
        raise TargetError(f"{target}: more than {MOST_BYTES_OF_A_TARGET} bytes; pass a smaller folder, such as one package of it")
    return done.stdout


def _git(folder: str, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", *_SAFE, "-C", folder, *words], capture_output=True, env=environment, timeout=_LONGEST_WAIT, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
