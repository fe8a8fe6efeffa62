"""What a package manager runs at installation, as an inventory says it.

In: a package and the bytes of its files. Out: `HookEntry`s with places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mcp_sast.findings.place import Place
from mcp_sast.inventories.inventory import HookEntry
from mcp_sast.packages.json_document import read_json
from mcp_sast.packages.statements import Package

_SCRIPTS = ("preinstall", "install", "postinstall")
_PTH_CODE = re.compile(rb"^[ \t]*import[ \t]+[^\r\n]*", re.MULTILINE)
_CMDCLASS = re.compile(rb"\bcmdclass\s*=")
_LARGEST = 1_000_000
# Commands of plain builds: they compile or patch what is in the package.
_BUILDS = re.compile(
    r"(?:npx\s+)?(?:node-gyp(?:-build)?|prebuild-install|patch-package|husky(?:\s+install)?|tsc|tsup|rollup|esbuild|cmake-js"
    r"|is-ci|exit\s+0|true|echo)(?:\s[\w\s./@:=\"'-]*)?\Z"
)
_JOINED = re.compile(r"\s*(?:&&|\|\||;|\n)\s*")


def hooks(package: Package, files: Mapping[str, bytes]) -> Iterator[tuple[HookEntry, Place]]:
    """The hooks of a package."""
    start = f"{package.root}/" if package.root else ""
    if package.ecosystem == "npm":
        yield from _of_npm(f"{start}package.json", f"{start}binding.gyp", files)
    for path in package.files:
        name, data = path.rpartition("/")[2], files.get(path, b"")
        if path == f"{start}setup.py" and (match := _CMDCLASS.search(data)):
            yield HookEntry("setup.py", "commands of its own", True), Place(path, match.start(), match.end())
        elif name.endswith(".pth"):
            for match in _PTH_CODE.finditer(data[:_LARGEST]):
                yield HookEntry("pth", match[0].decode("utf-8", "replace").strip(), True), Place(path, match.start(), match.end())
        elif name in ("sitecustomize.py", "usercustomize.py") and path[: -len(name)].strip("/") in package.python_roots:
            yield HookEntry(name, "", True), Place(path, 0, 1)
    for entry in package.entry_points:
        if entry.kind == "hook" and package.ecosystem == "pypi" and entry.name != "setup.py" and entry.place is not None:
            yield HookEntry(entry.name, "", True), entry.place


def _of_npm(path: str, gyp: str, files: Mapping[str, bytes]) -> Iterator[tuple[HookEntry, Place]]:
    value, _ = read_json(path, files[path]) if path in files else (None, ())
    scripts = value.get("scripts") if value is not None else None
    named = {m.key: m.value for m in (scripts.members if scripts else ()) if m.key in _SCRIPTS}
    if gyp in files and not {"install", "preinstall"} & set(named):
        yield HookEntry("binding.gyp", "node-gyp rebuild"), Place(gyp, 0, 1)
    for name, script in named.items():
        if isinstance(script.scalar, str) and script.scalar.strip():
            command = " ".join(script.scalar.split())
            yield HookEntry(name, command, not _is_plain(command)), script.place


def _is_plain(command: str) -> bool:
    return all(_BUILDS.match(part) for part in _JOINED.split(command) if part)
