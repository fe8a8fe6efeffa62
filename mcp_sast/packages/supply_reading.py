"""Reads all that is installed with a package, and from where.

In: a `Package`, the files of its tree. Out: `Supply`, with a diagnostic for each file that could not be read whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.client_configurations import is_client_configuration, read_client_configuration
from mcp_sast.packages.hooks import hooks_of
from mcp_sast.packages.locks.line_locks import read_pnpm_lock, read_yarn_lock
from mcp_sast.packages.locks.npm_lock import read_bun_lock, read_package_lock
from mcp_sast.packages.locks.python_locks import read_pipfile_lock, read_toml_lock
from mcp_sast.packages.registry_settings import settings_of
from mcp_sast.packages.requirement import read_requirement
from mcp_sast.packages.statements import Dependency, Package
from mcp_sast.packages.supply import ClientServer, Lock, RegistrySetting, Supply

_LockReader = Callable[[str, bytes], tuple[Lock | None, tuple[Diagnostic, ...]]]
_LOCKS: dict[str, _LockReader] = {
    "package-lock.json": read_package_lock, "npm-shrinkwrap.json": read_package_lock, ".package-lock.json": read_package_lock,
    "bun.lock": read_bun_lock, "yarn.lock": read_yarn_lock, "pnpm-lock.yaml": read_pnpm_lock, "uv.lock": read_toml_lock,
    "poetry.lock": read_toml_lock, "pdm.lock": read_toml_lock, "pylock.toml": read_toml_lock, "Pipfile.lock": read_pipfile_lock,
}  # fmt: skip
_LINE = re.compile(rb"[^\n]+(?:\\\r?\n[^\n]*)*")
_HASH = re.compile(r"\s--hash[= ]\S+")
_CHANGELOGS = (
    "changelog.md",
    "changelog",
    "changelog.txt",
    "changelog.rst",
    "changes.md",
    "changes.rst",
    "changes",
    "history.md",
    "releases.md",
)
_MOST_TEXT = 256 * 1024


def read_supply(package: Package, files: Mapping[str, bytes], *, single_file: bool = False) -> Supply:
    """What is installed with the package. A single file is read as what it holds, whatever its name."""
    locks: list[Lock] = []
    settings: list[RegistrySetting] = []
    servers: list[ClientServer] = []
    requirements: list[Dependency] = []
    hashed: set[str] = set()
    diagnostics: list[Diagnostic] = []
    texts: list[tuple[str, bytes]] = []
    start = len(package.root) + 1 if package.root else 0
    for path in package.files:
        name = path.rpartition("/")[2]
        inner = path[start:]
        data = files.get(path, b"")
        settings.extend(settings_of(path, data) if inner.count("/") <= 1 else ())
        if (name in _LOCKS and "/" not in inner) or (name.startswith("pylock.") and name.endswith(".toml")):
            lock, said = _LOCKS.get(name, read_toml_lock)(path, data)
            locks.extend([lock] if lock is not None else [])
            diagnostics.extend(said)
        elif is_client_configuration(path) or (single_file and name.endswith((".json", ".jsonc", ".toml", ".yaml", ".yml"))):
            found, said = read_client_configuration(path, data)
            servers.extend(found)
            diagnostics.extend(said if found or is_client_configuration(path) else ())
        elif is_requirements_file(name) and inner.count("/") <= 1:
            requirements.extend(_requirements(path, data, hashed))
        elif name.lower() in _CHANGELOGS and "/" not in inner:
            texts.append((path, data[:_MOST_TEXT]))
    return Supply(
        tuple(hooks_of(package, files)), tuple(locks), tuple(settings), tuple(servers), tuple(requirements), frozenset(hashed),
        tuple(texts), tuple(diagnostics),
    )  # fmt: skip


def is_requirements_file(name: str) -> bool:
    """`requirements.txt`, `requirements-dev.txt`, `dev-requirements.txt`, `constraints.txt`."""
    lower = name.lower()
    return lower.endswith((".txt", ".in")) and ("requirements" in lower or lower.startswith("constraints"))


def _requirements(path: str, data: bytes, hashed: set[str]) -> list[Dependency]:
    """The requirement lines of a file; `hashed` gets the names that carry hashes."""
    found = []
    kind = "dev" if re.search(r"dev|test|lint|docs", path.rpartition("/")[2].lower()) else "runtime"
    for match in _LINE.finditer(data[: 8 * 1024 * 1024]):
        text = match[0].decode("utf-8", "replace").replace("\\\r\n", " ").replace("\\\n", " ").strip()
        line = re.split(r"(?:^|\s)#", text.lstrip("\ufeff"), maxsplit=1)[0].strip()
        if not line or line.startswith("-"):
            continue
        first = match[0].split(b"\n", 1)[0].rstrip()
        place = Place(path, match.start(), match.start() + max(len(first), 1))
        one = read_requirement(_HASH.sub("", " " + line).strip(), "dev" if kind == "dev" else "runtime", place)
        if one is not None and "://" not in line.split("@")[0]:
            found.append(one)
            if _HASH.search(" " + line):
                hashed.add(one.name.lower())
    return found
