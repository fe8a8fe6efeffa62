"""What a server does, and what a new version does differently.

In: targets. Out: their `Inventory`s; `DiffResult`, the findings that are new, gone and unchanged, with the drift between both versions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mcp_sast.errors import NothingToAnalyseError
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import LEVEL_ORDER, Finding, Related, identified
from mcp_sast.findings.report import Report
from mcp_sast.inventories.inventory import Inventory
from mcp_sast.packages.package import Package, find_packages
from mcp_sast.pipeline import ScanOptions, holds_code, is_installed, take_inventory, with_diagnostics
from mcp_sast.sources.target import open_source
from mcp_sast.sources.tree import SourceTree

_DRIFT = "drift-"
_DEFAULT = ScanOptions()


@dataclass(frozen=True, slots=True)
class DiffResult:
    """A comparison. `reports`: of the new version, one a package, with the findings that are new, the drift among them. `gone`,
    `unchanged`: findings of a scan that only the old version has, or both have."""

    old: str
    new: str
    reports: tuple[Report, ...]
    gone: tuple[Finding, ...]
    unchanged: tuple[Finding, ...]
    single_file: bool = False

    @property
    def target(self) -> str:
        """What paths are relative to: the new version."""
        return self.new

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is new, of all packages, notes included."""
        return tuple(finding for report in self.reports for finding in report.findings)

    @property
    def drift(self) -> tuple[Finding, ...]:
        """The findings of drift rules among them."""
        return tuple(finding for finding in self.findings if finding.rule.startswith(_DRIFT))

    @property
    def incomplete(self) -> bool:
        """Whether something kept the analysis of the new version from being a full one."""
        return any(report.incomplete for report in self.reports)


def inventory(target: str, options: ScanOptions = _DEFAULT) -> tuple[Inventory, ...]:
    """What the packages of a target do, in the order of their folders. Raises an error of `mcp_sast.errors`."""
    tree, packages = opened(target)
    found = (take_inventory(tree, package, options)[1] for package in packages)
    return tuple(one for one in found if one is not None)


def diff(old: str, new: str, options: ScanOptions = _DEFAULT) -> DiffResult:
    """What the target `new` does that `old` does not. Raises an error of `mcp_sast.errors`, all below `McpSastError`."""
    old_tree, old_packages = opened(old)
    new_tree, new_packages = opened(new)
    before = {package.root: take_inventory(old_tree, package, options) for package in old_packages}
    partners = _partners(old_packages, new_packages)
    reports: list[Report] = []
    gone: list[Finding] = []
    unchanged: list[Finding] = []
    for package in new_packages:
        partner = partners.get(package.root)
        old_report, approved = before[partner] if partner is not None else (None, None)
        report, _ = take_inventory(new_tree, package, options, approved)
        fresh, same, lost = _sorted_out(old_report.findings if old_report is not None else (), report.findings)
        unchanged.extend(same)
        gone.extend(lost)
        report = replace(report, findings=identified(_with_related(fresh)))
        if approved is None:
            report = _uncompared(report, package, died=partner is not None)
        reports.append(report)
    for package in old_packages:
        if package.root not in partners.values():
            gone.extend(before[package.root][0].findings)
    reports[0] = with_diagnostics(reports[0], new_tree)
    return DiffResult(old, new, tuple(reports), tuple(gone), tuple(unchanged), new_tree.single_file)


def opened(target: str) -> tuple[SourceTree, tuple[Package, ...]]:
    """The files and packages of a target. Raises NothingToAnalyseError if it holds no code."""
    tree = open_source(target)
    packages = find_packages(tree)
    if not any(holds_code(package) or is_installed(package, tree) for package in packages):
        raise NothingToAnalyseError(f"{target}: no JavaScript, TypeScript or Python among its {len(tree.files)} files")
    return tree, packages


def _partners(old: tuple[Package, ...], new: tuple[Package, ...]) -> dict[str, str]:
    """For each new package's folder that of the old package it is compared with: the same name, else the same folder; a target of one
    package is compared with a target of one package, whatever its name."""
    if len(old) == len(new) == 1:
        return {new[0].root: old[0].root}
    by_name = {(package.ecosystem, package.name): package.root for package in old if package.name}
    roots = {package.root for package in old}
    out: dict[str, str] = {}
    for package in new:
        found = by_name.get((package.ecosystem, package.name), package.root if package.root in roots else None)
        if found is not None and found not in out.values():
            out[package.root] = found
    return out


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.source, finding.destination


def _sorted_out(
    old: Iterable[Finding], new: Iterable[Finding]
) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """Findings that are new, unchanged, gone. What moved to another file or function is unchanged: rule, source and destination tell."""
    before = list(old)
    prints = {finding.fingerprint for finding in before}
    after = list(new)
    left = Counter(_key(finding) for finding in before)
    same: list[Finding] = []
    rest: list[Finding] = []
    for finding in sorted(after, key=lambda f: f.fingerprint not in prints):
        if left[_key(finding)] > 0:
            left[_key(finding)] -= 1
            same.append(finding)
        else:
            rest.append(finding)
    kept = {finding.fingerprint for finding in same}
    lost: list[Finding] = []
    for finding in sorted(before, key=lambda f: f.fingerprint in kept):
        if left[_key(finding)] > 0:
            left[_key(finding)] -= 1
            lost.append(finding)
    return rest, same, lost


def _with_related(found: list[Finding]) -> tuple[Finding, ...]:
    """A scan's finding at the place of a drift finding that weighs as much is told with it, not on its own."""
    drift = sorted((f for f in found if f.rule.startswith(_DRIFT)), key=lambda f: (-LEVEL_ORDER[f.level], f.place, f.rule))
    attached: dict[int, list[Related]] = {}
    alone: list[Finding] = []
    for finding in found:
        if finding.rule.startswith(_DRIFT):
            continue
        owner = next((d for d in drift if d.place == finding.place and LEVEL_ORDER[d.level] >= LEVEL_ORDER[finding.level]), None)
        if owner is None:
            alone.append(finding)
        else:
            attached.setdefault(id(owner), []).append(Related(finding.place, f"{finding.rule}: {finding.message}"))
    told = (replace(d, related=(*d.related, *attached[id(d)])) if id(d) in attached else d for d in drift)
    return (*told, *alone)


def _uncompared(report: Report, package: Package, died: bool) -> Report:
    what = package.name or package.root or "the package"
    why = "the old version could not be analysed" if died else "the old version has no package of this name or folder"
    note = Diagnostic("not-compared", f"{what} was scanned but not compared: {why}", None, "warning", died)
    return replace(report, diagnostics=(*report.diagnostics, note), incomplete=report.incomplete or died)
