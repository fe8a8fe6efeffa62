"""Takes a package's inventory out of its case, and compares it with an approved one.

In: the `Case` of a settled analysis. Out: the case with its inventory and the changes against the approved one, which the drift rules
report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mcp_sast.dataflow.contexts import Root
from mcp_sast.detection.case import Case
from mcp_sast.detection.environment_reads import EnvironmentReads
from mcp_sast.detection.phases import Phases
from mcp_sast.inventories.comparison import compare
from mcp_sast.inventories.inventory import Inventory
from mcp_sast.inventories.taking import Material, Read, Taken, take
from mcp_sast.mcp.servers import Servers
from mcp_sast.packages.statements import Package
from mcp_sast.texts.judging import judge

_EXPORTED = "exported by "


def with_inventory(
    case: Case, package: Package, files: Mapping[str, bytes], digest: str, unresolved: tuple[str, ...]
) -> Case:
    """The case with its inventory. The analysis behind it must still be there. `unresolved`: codes of what the analysis could not do."""
    analysis = case.analysis
    assert analysis is not None
    phases = Phases(case)
    reader = Servers(analysis, parameters=True)

    def words(root: Root) -> str:
        early = phases.early(root)
        if early is not None:
            return early
        return reader.tool_of(root) or ("export" if root.title.startswith(_EXPORTED) else root.phase)

    reads = tuple(
        Read(read.name, read.site, words(read.way.root))
        for read in EnvironmentReads(case, phases).all()
    )
    taken = take(Material(
        analysis, package, digest, files, case.declarations, reader.find(), reader.tools(), case.texts,
        tuple(effect for effect in case.effects if case.is_live(effect)), case.reached, reads, words, unresolved,
    ))  # fmt: skip
    return replace(case, taken=taken)


def compared(case: Case, approved: Inventory) -> Case:
    """The case with what changed against an approved inventory."""
    assert case.taken is not None
    return replace(case, changes=compare(approved, case.taken.inventory, orders))


def orders(text: str, own_tools: frozenset[str]) -> str:
    """What a text orders a model to do, "" if it is only about its tool."""
    verdict = judge(text, own_tools)
    return verdict.kind if verdict is not None else ""


__all__ = ["Taken", "compared", "orders", "with_inventory"]
