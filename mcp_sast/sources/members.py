"""From the raw entries of an archive to the files of a tree.

In: `Entry` values (regular files and links under the names the archive gives them). Out: files under safe, unique, relative
paths below the archive's root folder; each entry that can't be taken is a complaint, never an error.

    package/dist/index.js   ->   dist/index.js        (the root folder goes, as an installer takes it away)
    package/../../etc/x     ->   complaint unsafe-path
"""

from __future__ import annotations

from dataclasses import dataclass

from mcp_sast.sources.complaints import Complaints
from mcp_sast.sources.limits import MOST_BYTES_OF_A_PATH
from mcp_sast.sources.tree import SourceFile

_MANIFESTS = ("package.json", "pyproject.toml", "setup.py", "setup.cfg", "PKG-INFO")
_MOST_LINK_HOPS = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file with its `data`, or a link: `link` is its target as written, from the archive's root if it is `hard`."""

    name: str
    data: bytes = b""
    link: str | None = None
    hard: bool = False


def safe_path(name: str) -> str | None:
    """The path without empty and `.` parts; None if it is absolute, climbs out, is empty or no file system could hold it."""
    path = name.replace("\\", "/")
    if path.startswith("/") or "\x00" in path or len(path) > MOST_BYTES_OF_A_PATH:
        return None
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":"):
        return None
    return "/".join(parts)


def files_of(entries: list[Entry], complaints: Complaints, *, strips_root: bool) -> tuple[SourceFile, ...]:
    """The files of an archive. Of entries with one path the last is taken, as installers overwrite."""
    named: list[tuple[str, Entry]] = []
    for entry in entries:
        path = safe_path(entry.name)
        if path is None:
            complaints.add("unsafe-path", f"{entry.name[:200]!r}: a path that leads out of the archive; the entry was left out")
        else:
            named.append((path, entry))
    prefix = _root_folder([path for path, _ in named]) if strips_root else None
    files: dict[str, bytes] = {}
    links: dict[str, str] = {}
    for path, entry in named:
        path = _below_root(path, prefix, complaints)
        if entry.link is not None:
            links[path] = _link_target(path, entry, prefix)
        if entry.link is None or entry.data:
            _take(path, entry.data, files, complaints)
    _follow(links, files, complaints)
    return tuple(SourceFile(path, files[path]) for path in sorted(files))


def _take(path: str, data: bytes, files: dict[str, bytes], complaints: Complaints) -> None:
    if path in files and files[path] != data:
        complaints.add(
            "duplicate-path",
            f"{path}: the archive holds different files of this name; the last one was read, as installers keep it",
        )
    files[path] = data


def _root_folder(paths: list[str]) -> str | None:
    """The folder that all files lie in if a manifest lies in it; "" if several do, of which one holds a `package.json`: npm
    takes away the first folder of every path, whatever its name."""
    if any("/" not in path and path in _MANIFESTS for path in paths):
        return None
    folders = {path.split("/", 1)[0] for path in paths}
    homes = {path.split("/", 1)[0] for path in paths if path.count("/") == 1 and path.rsplit("/", 1)[1] in _MANIFESTS}
    if len(folders) == 1 and homes and all("/" in path for path in paths):
        return folders.pop()
    if len(homes) == 1 and any(path == f"{home}/package.json" for home in homes for path in paths):
        return ""
    return None


def _below_root(path: str, prefix: str | None, complaints: Complaints) -> str:
    if prefix is None or "/" not in path:
        return path
    if prefix == "":
        complaints.add(
            "several-roots",
            "the archive has several root folders; the first folder of each path was taken away, as npm does",
            incomplete=False,
        )
    return path.split("/", 1)[1]


def _link_target(path: str, entry: Entry, prefix: str | None) -> str:
    """Where a link leads, from the tree's root; "" if that is outside."""
    link = (entry.link or "").replace("\\", "/")
    if link.startswith("/") or len(link) > MOST_BYTES_OF_A_PATH:
        return ""
    if entry.hard:
        target = safe_path(link) or ""
        return target.split("/", 1)[1] if prefix is not None and "/" in target else target
    parts = path.split("/")[:-1]
    for part in link.split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _follow(links: dict[str, str], files: dict[str, bytes], complaints: Complaints) -> None:
    """A link to a file of the archive is read as that file; others are left out."""
    found: dict[str, bytes] = {}
    for path in links:
        target = links[path]
        for _ in range(_MOST_LINK_HOPS):
            if target in files or target not in links:
                break
            target = links[target]
        if target in files and target != path:
            found[path] = files[target]
        elif path in files:
            # pip writes such an entry as an ordinary file, whatever its mode says: what it holds is code that can run.
            complaints.add(
                "link-left-out",
                f"{path}: marked as a link but leads to no file of the archive; its bytes were read as a file",
                incomplete=False,
            )
        else:
            complaints.add(
                "link-left-out",
                f"{path}: a link to {links[path][:200] or 'outside'!r}, which is no file of the archive; it was left out",
                incomplete=False,
            )
    files.update(found)
