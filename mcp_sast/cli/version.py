"""What `mcp-sast --version --verbose` says, for reports of defects.

In: nothing. Out: lines: versions of this program, of Python and of what it stands on, and which rules it has.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from mcp_sast import __version__


def verbose_lines() -> Iterator[str]:
    """The lines, the program first."""
    from mcp_sast.cli.definitions import loaded_rules

    yield f"mcp-sast {__version__}"
    yield f"python {platform.python_version()} ({platform.python_implementation()}, {platform.system()} {platform.machine()})"
    rules = loaded_rules(())
    digest = hashlib.sha256("\n".join(f"{rule.id} {rule.text.full}" for rule in rules).encode()).hexdigest()[:12]
    yield f"rules {len(rules)} (digest {digest})"
    for name in _dependencies():
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} not installed"


def _dependencies() -> list[str]:
    try:
        wanted = requires("mcp-sast") or []
    except PackageNotFoundError:
        return []
    names = [row for row in wanted if "extra ==" not in row]
    return sorted(name.split(";")[0].split("[")[0].split("<")[0].split(">")[0].split("=")[0].strip() for name in names)
