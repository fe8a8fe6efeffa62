"""Static analysis of MCP server packages for supply chain compromise.

    from mcp_sast import scan
    result = scan("path/to/server")
    for finding in result.findings:
        print(finding.rule, finding.place.path, finding.message)

In: a target, or a file's text. Out: `ScanResult`, frozen and typed. Nothing of a target is ever run; nothing is printed or logged.
Names are imported when they are asked for, so that `import mcp_sast` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mcp_sast.contract import DiffResult, diff, inventory
    from mcp_sast.errors import DefinitionError, McpSastError, NothingToAnalyseError, TargetError, UsageError
    from mcp_sast.findings.diagnostic import Diagnostic
    from mcp_sast.findings.finding import Finding, Related, Step
    from mcp_sast.findings.place import Place
    from mcp_sast.findings.report import (
        HostInfo,
        LineFrame,
        Report,
        RuleText,
        ServerInfo,
        Stats,
        Subject,
        ToolInfo,
        report_from_json,
        report_to_json,
    )
    from mcp_sast.inventories.inventory import Inventory
    from mcp_sast.inventories.lock import Lock
    from mcp_sast.pipeline import ScanOptions, ScanResult, scan, scan_source

__version__ = "0.1.0"

_HOMES = {
    "mcp_sast.contract": ("DiffResult", "diff", "inventory"),
    "mcp_sast.inventories.inventory": ("Inventory",),
    "mcp_sast.inventories.lock": ("Lock",),
    "mcp_sast.errors": ("DefinitionError", "McpSastError", "NothingToAnalyseError", "TargetError", "UsageError"),
    "mcp_sast.findings.diagnostic": ("Diagnostic",),
    "mcp_sast.findings.finding": ("Finding", "Related", "Step"),
    "mcp_sast.findings.place": ("Place",),
    "mcp_sast.findings.report": (
        "HostInfo", "LineFrame", "Report", "RuleText", "ServerInfo", "Stats", "Subject", "ToolInfo",
        "report_from_json", "report_to_json",
    ),
    "mcp_sast.pipeline": ("ScanOptions", "ScanResult", "scan", "scan_source"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "DefinitionError", "Diagnostic", "DiffResult", "Finding", "HostInfo", "Inventory", "LineFrame", "Lock", "McpSastError",
    "NothingToAnalyseError", "Place", "Related", "Report", "RuleText", "ScanOptions", "ScanResult", "ServerInfo", "Stats", "Step",
    "Subject", "TargetError",
    "ToolInfo", "UsageError", "__version__", "diff", "inventory", "report_from_json", "report_to_json", "scan", "scan_source",
]


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
