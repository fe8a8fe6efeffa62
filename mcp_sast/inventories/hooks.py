"""What a package manager runs at installation, as an inventory says it.

In: a package and the bytes of its files. Out: `HookEntry`s with places, of the hooks that `packages` finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mcp_sast.findings.place import Place
from mcp_sast.inventories.inventory import HookEntry
from mcp_sast.packages.hooks import hooks_of
from mcp_sast.packages.statements import Package
from mcp_sast.packages.supply import Hook

# Commands of plain builds: they compile or patch what is in the package.
_BUILDS = re.compile(
    r"(?:npx\s+)?(?:node-gyp(?:-build)?|prebuild-install|patch-package|husky(?:\s+install)?|tsc|tsup|rollup|esbuild|cmake-js"
    r"|is-ci|exit\s+0|true|echo)(?:\s[\w\s./@:=\"'-]*)?\Z"
)
_JOINED = re.compile(r"\s*(?:&&|\|\||;|\n)\s*")


def hooks(package: Package, files: Mapping[str, bytes]) -> Iterator[tuple[HookEntry, Place]]:
    """The hooks of a package; plug-ins, and a setup.py that only declares, run nothing at installation."""
    for hook in hooks_of(package, files):
        if hook.kind != "plugin" and not hook.plain:
            yield _entry(hook), hook.place


def _entry(hook: Hook) -> HookEntry:
    if hook.kind == "npm-script":
        return HookEntry(hook.name, " ".join(hook.command.split()), not _is_plain(hook.command))
    if hook.kind == "setup.py":
        return HookEntry(hook.name, "commands of its own", True)
    if hook.kind == "pth":
        return HookEntry("pth", hook.command.strip(), True)
    return HookEntry(hook.name, hook.command, hook.kind != "binding.gyp")


def _is_plain(command: str) -> bool:
    return all(_BUILDS.match(part) for part in _JOINED.split(command) if part)
