"""The whole way of data, from a target to its reports.

In: what the user named, and `ScanOptions`. Out: `ScanResult`, one `Report` a package.

    target ─▶ SourceTree ─▶ Package ─▶ (analyse_package) ─▶ Report ─▶ text, JSON, SARIF

`analyse_package` is the one way from a package to its report: the command line, the library, workers and caches all take it.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple, Protocol

from mcp_sast.acceptance.accepting import Acceptance, accept, directives
from mcp_sast.answers.reading import read_answer
from mcp_sast.config.policy import Policy
from mcp_sast.confinement import Death, Limits, confined
from mcp_sast.dataflow.demand import open_analysis
from mcp_sast.detection.answered import answered
from mcp_sast.detection.assembly import Assembled, assemble
from mcp_sast.detection.case import Case
from mcp_sast.detection.loader import load_rules, selected
from mcp_sast.detection.rule import Rule
from mcp_sast.detection.runner import run_rules
from mcp_sast.detection.stocktaking import compared, with_inventory
from mcp_sast.errors import NothingToAnalyseError, UsageError
from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.finding import Finding, identified
from mcp_sast.findings.place import Place
from mcp_sast.findings.report import Report, ServerInfo, Stats, Subject, report_from_json, report_to_json
from mcp_sast.inventories.inventory import Inventory, inventory_from_plain, inventory_to_plain
from mcp_sast.kept_reports import KeptReports
from mcp_sast.knowledge.directory import rules_directory
from mcp_sast.knowledge.knowledge import Knowledge
from mcp_sast.knowledge.loading import load_knowledge, shipped_knowledge_directory
from mcp_sast.models.loader import load_models_once
from mcp_sast.packages.client_configurations import read_client_configuration
from mcp_sast.packages.package import Package, find_packages
from mcp_sast.packages.supply_reading import read_supply
from mcp_sast.program.opening import open_program
from mcp_sast.reports.formats import render
from mcp_sast.reports.frames import frames_of
from mcp_sast.reports.options import ReportOptions
from mcp_sast.sources.target import open_source
from mcp_sast.sources.tree import SourceFile, SourceTree
from mcp_sast.syntax.parser import language_of

ANSWER_SUFFIXES = (".json", ".jsonl", ".ndjson", ".log")


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What changes the result of a scan (how it is shown is `ReportOptions`' matter).

    `select`, `ignore`: rule ids; `exhaustive`: analyse every function, not only those that can matter (the findings are the same).
    `rules`, `models`, `knowledge`: directories that are read besides the shipped ones. `shuffle`: a seed for another order of
    demand, which changes nothing (tests prove it). `confined`: analyse each package in a process of its own under these limits, which
    foreign bytes deserve; where it dies, the package's report is incomplete and says why.
    `acceptance`: ignores and baselines that are followed. `changed`: analyse only packages that hold one of these files.
    `cache`: a folder of reports to take those of unchanged targets from, and to keep new ones in.
    `policy`: what the user allows servers.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exhaustive: bool = False
    rules: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    shuffle: int | None = None
    confined: Limits | None = None
    acceptance: Acceptance | None = None
    changed: tuple[str, ...] | None = None
    cache: str | None = None
    policy: Policy | None = None


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan found: one report for each package of the target, in the order of their folders."""

    target: str
    reports: tuple[Report, ...]
    single_file: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all packages, those of level note included."""
        return tuple(finding for report in self.reports for finding in report.findings)

    @property
    def servers(self) -> tuple[ServerInfo, ...]:
        """The MCP servers of all packages: tools with descriptions and handlers, hosts, environment reads."""
        return tuple(server for report in self.reports for server in report.servers)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What could not be analysed, or only in part."""
        return tuple(diagnostic for report in self.reports for diagnostic in report.diagnostics)

    @property
    def stats(self) -> Stats:
        """Counts over all packages (`rules` is the number of rules, whatever the number of packages)."""
        sums = {field.name: sum(getattr(report.stats, field.name) for report in self.reports) for field in fields(Stats)}
        return replace(Stats(**sums), rules=max((report.stats.rules for report in self.reports), default=0))

    @property
    def subject(self) -> Subject:
        """What was judged: the outermost package."""
        return self.reports[0].subject

    @property
    def incomplete(self) -> bool:
        """Whether something kept the scan from being a full one; then no finding does not mean no danger."""
        return any(report.incomplete for report in self.reports)

    def to_sarif(self, *, notes: bool = False, root: str | None = None) -> str:
        """The result as SARIF 2.1.0. `root`: the repository root that paths are to be relative to (else, to the target)."""
        return render("sarif", self.reports, ReportOptions(notes=notes, path_prefix=path_prefix(self, root)))

    def to_json(self, *, notes: bool = True) -> str:
        """The result as JSON (docs/schemas/report-v1.json)."""
        return render("json", self.reports, ReportOptions(notes=notes))


class Judgement(NamedTuple):
    """What the analysis says of one package, before selection and fingerprints."""

    findings: tuple[Finding, ...]
    servers: tuple[ServerInfo, ...]
    diagnostics: tuple[Diagnostic, ...]
    stats: Stats
    inventory: Inventory | None = None


class Wanted(NamedTuple):
    """Whether an inventory is wanted, and the approved one that it is compared with."""

    inventory: bool = False
    approved: Inventory | None = None


_NOTHING_WANTED = Wanted()


def scan(target: str, options: ScanOptions = ScanOptions()) -> ScanResult:
    """Scan a directory, a file or an archive. Raises an error of `mcp_sast.errors`, all below `McpSastError`."""
    return scan_tree(open_source(target), options)


def scan_source(code: str | bytes, filename: str) -> ScanResult:
    """Scan one file's text; the name's suffix says which language it is. Raises NothingToAnalyseError for an unknown suffix."""
    data = code.encode("utf-8", "surrogatepass") if isinstance(code, str) else code
    name = PureWindowsPath(filename).name or "unnamed"  # takes both separators
    return scan_tree(SourceTree(filename, (SourceFile(name, data),), single_file=True), ScanOptions())


def analyse_package(tree: SourceTree, package: Package, options: ScanOptions) -> Report:
    """From a package to its report. `tree` holds the whole target: packages of one workspace import each other."""
    return _report_of(tree, package, options, _judge(tree, package, _rules(options.rules), options))


def analyse_answer(tree: SourceTree, package: Package, options: ScanOptions) -> Report:
    """From a captured answer to its report. `package` is the one that a single file makes up."""
    file = tree.files[0]
    answer = read_answer(file.path, file.data)
    empty = replace(tree, files=())
    rules = _rules(options.rules)
    assembled = answered(answer, _assemble(empty, replace(package, files=()), replace(options, policy=None)), options.policy)
    judged = _judgement(assembled, rules, options)
    first = answer.servers[0] if answer.servers else None
    subject = replace(package, name=first.name if first else file.path, version=first.version if first else "")
    return _report_of(tree, subject, options, judged)


def digest_of(tree: SourceTree, package: Package) -> str:
    """The digest of a package's paths and bytes, as a report's subject and a lock have it."""
    return _digest(package, tree.contents)


def take_inventory(
    tree: SourceTree, package: Package, options: ScanOptions, approved: Inventory | None = None
) -> tuple[Report, Inventory | None]:
    """The package's report and inventory; with an approved inventory, what drifted from it is among the findings. No inventory, if the
    analysis died."""

    def work() -> str:
        with _without_collector():
            judged = _judge(tree, package, _rules(options.rules), options, Wanted(True, approved))
        assert judged.inventory is not None
        return json.dumps([report_to_json(_report_of(tree, package, options, judged)), inventory_to_plain(judged.inventory)])

    answer = confined(work, options.confined) if options.confined is not None else work()
    if isinstance(answer, Death):
        return _dead(tree, package, options, answer), None
    report, plain = json.loads(answer)
    return report_from_json(report), inventory_from_plain(plain)


def _report_of(tree: SourceTree, package: Package, options: ScanOptions, judged: Judgement) -> Report:
    enabled = selected(_rules(options.rules), options.select, options.ignore)
    contents = tree.contents
    ids = {rule.id for rule in enabled}
    findings = tuple(finding for finding in identified(judged.findings) if finding.rule in ids)
    diagnostics = _ordered(package.diagnostics + judged.diagnostics)
    sizes = [len(contents[path]) for path in package.files if path in contents]
    return Report(
        subject=Subject(package.name, package.version, package.ecosystem, package.root, _digest(package, contents)),
        findings=findings,
        servers=judged.servers,
        diagnostics=diagnostics,
        stats=replace(judged.stats, files=len(sizes), bytes=sum(sizes), rules=len(enabled)),
        rules=tuple(rule.text for rule in enabled),
        frames=frames_of(_places(findings, judged.servers, diagnostics), contents),
        incomplete=any(diagnostic.incomplete for diagnostic in diagnostics),
    )


class Located(Protocol):
    """A result whose paths begin at a target."""

    @property
    def target(self) -> str: ...

    @property
    def single_file(self) -> bool: ...


def path_prefix(result: Located, root: str | None) -> str:
    """The target's folder relative to a repository root, "" without one. Raises UsageError if it is not below the root."""
    if root is None:
        return ""
    folder = Path(result.target).resolve()
    if result.single_file:
        folder = folder.parent
    try:
        relative = folder.relative_to(Path(root).resolve()).as_posix()
    except ValueError as error:
        raise UsageError(f"{result.target} does not lie below {root}, so its paths can't be made relative to it") from error
    return "" if relative == "." else relative


@contextmanager
def _without_collector() -> Iterator[None]:
    """The analysis makes millions of small objects that live to its end: looking for garbage among them costs two thirds of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def scan_tree(tree: SourceTree, options: ScanOptions) -> ScanResult:
    """Scan files that were read already: the packages among them, each by itself."""
    packages = find_packages(tree)
    if _is_answer(tree):
        with _without_collector():
            return ScanResult(tree.target, (with_diagnostics(analyse_answer(tree, packages[0], options), tree),), True)
    if options.changed is not None:
        packages = tuple(package for package in packages if not set(package.files).isdisjoint(options.changed))
    if not any(holds_code(package) or is_installed(package, tree) for package in packages):
        raise NothingToAnalyseError(_nothing(tree))
    with _without_collector():
        kept = _kept(tree, options)
        reports = [_remembered(tree, package, options, kept) for package in packages]
    own = options.acceptance is not None and options.acceptance.own
    read = None if options.changed is None else {path for package in packages for path in package.files}
    contents = {file.path: file.data for file in tree.files if read is None or file.path in read}
    reports[0] = with_diagnostics(reports[0], tree if own else replace(tree, diagnostics=tree.diagnostics + directives(contents)))
    judged = tuple(reports) if options.acceptance is None else accept(tuple(reports), contents, options.acceptance)
    return ScanResult(tree.target, judged, tree.single_file)


def _kept(tree: SourceTree, options: ScanOptions) -> KeptReports | None:
    if options.cache is None:
        return None
    question = (options.select, options.ignore, options.exhaustive, options.shuffle, options.policy)
    try:
        return KeptReports(Path(options.cache), tree, question, (*options.rules, *options.models, *options.knowledge))
    except OSError:  # definitions that can't be looked at: what reads them says so
        return None


def _remembered(tree: SourceTree, package: Package, options: ScanOptions, kept: KeptReports | None) -> Report:
    """The report that an earlier scan of the same bytes gave, else a new one."""
    if kept is None:
        return _analysed(tree, package, options)
    known = kept.get(package.root)
    if known is None:
        known = _analysed(tree, package, options)
        kept.put(package.root, known)
    return known


def _analysed(tree: SourceTree, package: Package, options: ScanOptions) -> Report:
    """The package's report, made in a process of its own if that is asked for."""
    if options.confined is None:
        return analyse_package(tree, package, options)
    answer = confined(lambda: report_to_json(analyse_package(tree, package, options)), options.confined)
    return _dead(tree, package, options, answer) if isinstance(answer, Death) else report_from_json(answer)


def _dead(tree: SourceTree, package: Package, options: ScanOptions, answer: Death) -> Report:
    where = package.root or package.name or tree.target
    message = f"{where}: the analysis came to no end: {answer.reason}; nothing is known of this package"
    died = Diagnostic("analysis-died", message, None, "error", True)
    return _report_of(tree, package, options, Judgement((), (), (died,), Stats()))


def _is_answer(tree: SourceTree) -> bool:
    """A single file of data: nothing that runs, so it is what somebody captured."""
    if not tree.single_file or not tree.files or not tree.files[0].path.lower().endswith(ANSWER_SUFFIXES):
        return False
    return not read_client_configuration(tree.files[0].path, tree.files[0].data)[0]  # a client's configuration is no answer of a server


def _judge(
    tree: SourceTree, package: Package, rules: tuple[Rule, ...], options: ScanOptions, wanted: Wanted = _NOTHING_WANTED
) -> Judgement:
    """What the analysis finds in a package, by all rules: relations between findings are decided before any is left out."""
    assembled = _assemble(tree, package, options)
    case = _stocktaking(tree, package, assembled, wanted.approved) if wanted.inventory else assembled.case
    return _judgement(assembled, rules, options, case)


def _assemble(tree: SourceTree, package: Package, options: ScanOptions) -> Assembled:
    models = load_models_once(_model_folders(options))
    program = open_program(tree, package, find_packages(tree), models.libraries("javascript") | models.libraries("python"))
    analysis = open_analysis(program, package, models, options.shuffle)
    contents = tree.contents
    supply = read_supply(package, contents, single_file=tree.single_file)
    assembled = assemble(analysis, package, _knowledge(options.knowledge), options.exhaustive, tree.single_file, supply, contents,
                         options.policy)
    return replace(assembled, diagnostics=(*supply.diagnostics, *assembled.diagnostics))


def _judgement(assembled: Assembled, rules: tuple[Rule, ...], options: ScanOptions, case: Case | None = None) -> Judgement:
    case = case or assembled.case
    findings, failures = run_rules(rules, case, frozenset(rule.id for rule in selected(rules, options.select, options.ignore)))
    taken = case.taken.inventory if case.taken is not None else None
    return Judgement(findings, assembled.servers, (*assembled.diagnostics, *failures), assembled.stats, taken)


def _stocktaking(tree: SourceTree, package: Package, assembled: Assembled, approved: Inventory | None) -> Case:
    """The case with its inventory, and with what changed against the approved one."""
    files = tree.contents
    codes = tuple(sorted({diagnostic.code for diagnostic in assembled.diagnostics}))
    case = with_inventory(assembled.case, package, files, _digest(package, files), codes)
    return compared(case, approved) if approved is not None else case


def _model_folders(options: ScanOptions) -> tuple[Path, ...]:
    return (rules_directory() / "models", *(Path(folder) for folder in options.models))


@cache
def _knowledge(folders: tuple[str, ...]) -> Knowledge:
    return load_knowledge((shipped_knowledge_directory(), *(Path(folder) for folder in folders)))


@cache
def _rules(directories: tuple[str, ...]) -> tuple[Rule, ...]:
    return load_rules(tuple(Path(directory) for directory in directories))


def holds_code(package: Package) -> bool:
    """A package holds code if a file's name says so, or if an entry point without suffix (a `bin` script) does."""
    if any(language_of(path) not in (None, "json") for path in package.files):
        return True
    return any(PurePosixPath(entry.path).suffix == "" for entry in package.entry_points if entry.path)


def is_installed(package: Package, tree: SourceTree) -> bool:
    """A package without code can still be judged by its manifest, its lockfiles, or the servers that it has a client start."""
    if package.ecosystem != "none":
        return True
    supply = read_supply(package, tree.contents, single_file=tree.single_file)
    return bool(supply.locks or supply.settings or supply.servers or supply.requirements)


def _nothing(tree: SourceTree) -> str:
    reasons = [diagnostic.message for diagnostic in tree.diagnostics[:3]]
    why = f" ({'; '.join(reasons)})" if reasons else ""
    what = f"no JavaScript, TypeScript or Python among its {len(tree.files)} files, no manifest and no configuration of a client"
    return f"{tree.target}: {what}{why}"


def _digest(package: Package, contents: dict[str, bytes]) -> str:
    """SHA-256 over all paths (within the package) and bytes, in the order of the paths."""
    start = len(package.root) + 1 if package.root else 0
    digest = hashlib.sha256()
    for path in sorted(package.files):
        data = contents.get(path, b"")
        name = path[start:].encode("utf-8", "surrogatepass")
        digest.update(b"%d:%s%d:" % (len(name), name, len(data)))
        digest.update(data)
    return digest.hexdigest()


def with_diagnostics(report: Report, tree: SourceTree) -> Report:
    """The report with what reading the target had to say: that concerns no package in particular."""
    if not tree.diagnostics:
        return report
    diagnostics = _ordered(tree.diagnostics + report.diagnostics)
    contents = tree.contents
    known = {frame.place for frame in report.frames}
    frames = frames_of((d.place for d in tree.diagnostics if d.place and d.place not in known), contents)
    incomplete = any(diagnostic.incomplete for diagnostic in diagnostics)
    return replace(report, diagnostics=diagnostics, frames=report.frames + frames, incomplete=incomplete)


def _ordered(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once, by path, offset, code and message."""
    nowhere = Place("", 0, 0)
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: (d.place or nowhere, d.code, d.message, d.level, d.incomplete)))


def _places(findings: tuple[Finding, ...], servers: tuple[ServerInfo, ...], diagnostics: tuple[Diagnostic, ...]) -> Iterator[Place]:
    for finding in findings:
        yield finding.place
        for step in (*finding.steps, *finding.chain):
            yield step.place
        for related in finding.related:
            yield related.place
    for server in servers:
        yield server.place
        for tool in server.tools:
            yield tool.place
    for diagnostic in diagnostics:
        if diagnostic.place is not None:
            yield diagnostic.place
