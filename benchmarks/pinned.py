"""The pinned list of real published servers, and their archives in a cache.

In: `crater/packages.txt`, one `REGISTRY NAME VERSION SHA256` a line. Out: `Pinned` rows; archives fetched through the registries'
own clients, checked against their digest. An archive is never unpacked by a package manager and nothing of it is ever run.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIST = HERE / "crater" / "packages.txt"
CACHE = HERE / ".cache"
_SUFFIXES = {"npm": (".tgz",), "pypi": (".whl",)}
_PATIENCE = 180  # seconds for one download


class FetchError(Exception):
    """An archive can't be fetched, or is not the one that was pinned."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A package of the list; `sha256` of its archive is "" until it was first fetched with --update."""

    registry: str
    name: str
    version: str
    sha256: str = ""

    @property
    def title(self) -> str:
        """How tables and results name it."""
        return f"{self.registry}:{self.name}@{self.version}"


def read_list(path: Path = LIST) -> tuple[Pinned, ...]:
    """The packages of a list, in its order. Raises FetchError with all lines that are wrong."""
    rows, wrong = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        if len(words) not in (3, 4) or words[0] not in _SUFFIXES:
            wrong.append(f"{path.name}:{number}: it must be REGISTRY NAME VERSION [SHA256], with registry npm or pypi")
        else:
            rows.append(Pinned(*words))
    if wrong:
        raise FetchError("\n".join(wrong))
    return tuple(rows)


def write_digests(digests: dict[Pinned, str], path: Path = LIST) -> None:
    """Put the digests into the list, keeping its comments and order."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split("#", 1)[0].split()
        known = next((digest for row, digest in digests.items() if words[:3] == [row.registry, row.name, row.version]), None)
        lines.append(" ".join([*words[:3], known]) if known else line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def matching(rows: tuple[Pinned, ...], names: tuple[str, ...]) -> tuple[Pinned, ...]:
    """The rows whose name contains one of the words; all rows if there is no word."""
    return tuple(row for row in rows if not names or any(name in row.name for name in names))


def archive_of(row: Pinned, cache: Path = CACHE, trust_first: bool = False) -> tuple[Path, str]:
    """The archive of a package and its SHA-256, fetched if it is not in the cache. Raises FetchError.

    `trust_first`: a row without digest is accepted as it comes; else it is an error, so that no unpinned bytes are measured.
    """
    folder = cache / row.registry / f"{row.name.replace('/', '__')}-{row.version}"
    found = _only_archive(folder, row) or _fetched(row, folder)
    digest = hashlib.sha256(found.read_bytes()).hexdigest()
    if row.sha256 and digest != row.sha256:
        raise FetchError(f"{row.title}: the archive has SHA-256 {digest}, the list says {row.sha256}; delete it or mend the list")
    if not row.sha256 and not trust_first:
        raise FetchError(f"{row.title}: no SHA-256 in the list; --update puts it there")
    return found, digest


def pinned_digests(rows: tuple[Pinned, ...], cache: Path = CACHE) -> dict[Pinned, str]:
    """The digest of each archive, for rows that have none in the list."""
    return {row: archive_of(replace(row, sha256=""), cache, trust_first=True)[1] for row in rows if not row.sha256}


def _only_archive(folder: Path, row: Pinned) -> Path | None:
    found = sorted(p for p in folder.glob("*") if p.name.endswith(_SUFFIXES[row.registry])) if folder.is_dir() else []
    return found[0] if found else None


def _fetched(row: Pinned, folder: Path) -> Path:
    """Download into a folder beside, then rename: a cache never holds half an archive."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=folder.parent))
    try:
        _run_client(row, partial)
        found = _only_archive(partial, row)
        if found is None:
            raise FetchError(f"{row.title}: the client said all is well but left no {' or '.join(_SUFFIXES[row.registry])} file")
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
        return folder / found.name
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _run_client(row: Pinned, folder: Path) -> None:
    if row.registry == "npm":
        command = ["npm", "pack", f"{row.name}@{row.version}", "--ignore-scripts", "--silent"]
    else:
        # A wheel may ask for a newer Python than this one: it is only read.
        command = [
            sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--python-version", "3.13", "--quiet",
            "--disable-pip-version-check", f"{row.name}=={row.version}",
        ]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FetchError(f"{row.title}: {command[0]} failed: {error}") from error
    if done.returncode:
        raise FetchError(f"{row.title}: {command[0]} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
