"""Reads a folder as a revision of its git repository holds it.

In: a folder and a revision. Out: its files. Git only reads objects: no hooks, no monitors, no filters, no fetching of what is missing,
and no more of the repository's configuration than git itself insists on. Trees are read object by object, not by `git archive`, which
leaves out what the target's own attributes tell it to.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from mcp_sast.errors import TargetError
from mcp_sast.sources.complaints import Complaints
from mcp_sast.sources.limits import MOST_BYTES_OF_A_FILE, MOST_BYTES_OF_A_TARGET, MOST_FILES_OF_A_TARGET
from mcp_sast.sources.members import Entry, files_of
from mcp_sast.sources.tree import SourceFile

_QUIET = (
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "protocol.allow=never", "-c", "core.pager=cat",
    "-c", "log.showSignature=false",
)  # fmt: skip
_KEPT = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "LANG", "GIT_DIR", "GIT_CEILING_DIRECTORIES")
_LINK = b"120000"
_READ = (b"100644", b"100755", b"100664", _LINK)


def revision_of(target: str) -> tuple[str, str] | None:
    """The folder and the revision that a target `path@rev` names; None if it names none."""
    folder, at, name = target.rpartition("@")
    folder = folder or "."
    return (folder, name) if at and name and not name.startswith("-") and Path(folder).is_dir() else None


class Revision:
    """One revision of the repository that `folder` lies in. Raises TargetError if there is none."""

    def __init__(self, folder: str, revision: str) -> None:
        self._folder = folder
        if revision.startswith("-"):
            raise TargetError(f"{revision!r} is no revision")
        self._name = revision
        self._commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()

    def lookup(self, path: str) -> bytes | None:
        """The bytes of a file, `path` from the repository's root; None if the revision has no such file."""
        done = self._run("cat-file", "blob", f"{self._commit}:{path}")
        return done.stdout if done.returncode == 0 else None

    def files(self, complaints: Complaints) -> tuple[SourceFile, ...]:
        """The files below the folder, at paths relative to it; links to files among them are read as those."""
        listed = self._git("ls-tree", "-r", "-z", "--long", self._commit)  # relative to the folder that git runs in
        wanted: list[tuple[str, bytes, bool]] = []
        total = 0
        for row in listed.split(b"\x00"):
            head, tab, path = row.partition(b"\t")
            mode, _, name, size = (*head.split(), b"", b"", b"", b"")[:4]
            if not tab or mode not in _READ:
                continue
            total += int(size)
            if int(size) > MOST_BYTES_OF_A_FILE or total > MOST_BYTES_OF_A_TARGET or len(wanted) >= MOST_FILES_OF_A_TARGET:
                complaints.add("limit-reached", f"{self._name}: too large; some of its files were not read")
                continue
            wanted.append((path.decode("utf-8", "backslashreplace"), name, mode == _LINK))
        blobs = self._blobs([name for _, name, _ in wanted])
        entries = [
            Entry(path, link=data[:4096].decode("utf-8", "backslashreplace")) if is_link else Entry(path, data)
            for (path, _, is_link), data in zip(wanted, blobs)
        ]
        return files_of(entries, complaints, strips_root=False)

    def _blobs(self, names: list[bytes]) -> list[bytes]:
        answer = self._git("cat-file", "--batch", given=b"\n".join(names) + b"\n") if names else b""
        out, at = [], 0
        for _ in names:
            end = answer.index(b"\n", at)
            size = int(answer[at:end].split()[2])
            out.append(answer[end + 1 : end + 1 + size])
            at = end + 2 + size
        return out

    def _git(self, *arguments: str, given: bytes = b"") -> bytes:
        done = self._run(*arguments, given=given)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip()[:300] or "no such revision"
            raise TargetError(f"{self._name}: can't be read as a revision of {self._folder} ({said}); is it fetched?")
        return done.stdout

    def _run(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1"}
        environment |= {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
        try:
            return subprocess.run(
                ["git", *_QUIET, *arguments], cwd=self._folder, env=environment, input=given, capture_output=True, check=False
            )
        except OSError as error:
            raise TargetError(f"git can't be run ({error.strerror or error}), so revisions can't be read") from error


def repository_root(folder: str) -> Path | None:
    """The folder above (or the folder itself) that holds `.git`, found without running anything."""
    here = Path(folder).resolve()
    return next((place for place in (here, *here.parents) if (place / ".git").exists()), None)
