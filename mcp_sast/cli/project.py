"""What applies to a scan besides its options: the project's configuration, baselines, and what of them may be followed.

In: targets and the options `--own`, `--config`, `--baseline`, `--baseline-ref`. Out: `Configuration` and `Acceptance`. Configuration in a
target is looked for only if the target is the user's own code; with a base revision it is taken from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from mcp_sast.errors import DefinitionError, UsageError

if TYPE_CHECKING:
    from mcp_sast.acceptance.accepting import Acceptance
    from mcp_sast.config.configuration import Configuration
    from mcp_sast.config.discovery import Lookup
    from mcp_sast.pipeline import ScanOptions

Verb = TypeVar("Verb", bound=Callable[..., object])


class Project(NamedTuple):
    """The options that say what of a project is followed."""

    own: bool = False
    config: str | None = None
    baseline: str | None = None
    baseline_ref: str | None = None


def project_options(verb: Verb) -> Verb:
    """`--own`, `--config`, `--baseline` and `--baseline-ref`, as parameters of these names."""
    file = click.Path(exists=True, dir_okay=False)
    for option in (
        click.option("--baseline-ref", metavar="REV", help="Accept what this git revision has; with --own, configuration is its."),
        click.option("--baseline", type=file, metavar="FILE", envvar="MCP_SAST_BASELINE", help="Accept the findings listed here."),
        click.option("--config", type=file, metavar="FILE", envvar="MCP_SAST_CONFIG", help="Read the configuration from this file."),
        click.option("--own", is_flag=True, help="The target is your own code: follow its configuration and ignore comments."),
    ):
        verb = option(verb)
    return verb


def configured(project: Project, targets: tuple[str, ...], rules: tuple[str, ...]) -> tuple[Configuration, frozenset[str]]:
    """The configuration, and the ids of all rules that it may name."""
    from mcp_sast.config.configuration import Configuration
    from mcp_sast.config.discovery import discovered, read_configuration

    if project.config is None and not project.own:
        return Configuration(), frozenset()
    known = known_rules(rules)
    if project.config is not None:
        found = read_configuration(project.config, _bytes(project.config), known)
        if found is None:
            raise UsageError(f"{project.config}: holds no configuration for mcp-sast")
        return found, known
    return discovered(_lookup(project, targets[0]), known), known


def known_rules(rules: tuple[str, ...]) -> frozenset[str]:
    """The ids of all rules: the shipped ones, those of `--rules`, those about ignores."""
    from mcp_sast.acceptance.hygiene import HYGIENE_IDS
    from mcp_sast.cli.definitions import loaded_rules

    return frozenset(rule.id for rule in loaded_rules(rules)) | HYGIENE_IDS


def with_acceptance(
    options: ScanOptions, project: Project, configuration: Configuration, known: frozenset[str], target: str
) -> ScanOptions:
    """The options with what is accepted in this target."""
    from mcp_sast.acceptance.accepting import Acceptance
    from mcp_sast.acceptance.baseline import fingerprints_of, read_baseline
    from mcp_sast.acceptance.hygiene import HYGIENE_IDS

    skipped = HYGIENE_IDS & set(options.ignore) if not options.select else HYGIENE_IDS - set(options.select)
    plain = replace(
        options,
        select=tuple(name for name in options.select if name not in HYGIENE_IDS),
        ignore=tuple(name for name in options.ignore if name not in HYGIENE_IDS),
    )
    acceptance = Acceptance(date.today(), project.own, configuration, known=known, skipped=frozenset(skipped))
    path = project.baseline or (configuration.baseline and str(_beside(configuration, target) / configuration.baseline))
    if path:
        acceptance = replace(acceptance, baseline=fingerprints_of(read_baseline(path, _bytes(path))))
    if project.baseline_ref is not None:
        acceptance = _with_revision(acceptance, plain, project.baseline_ref, target)
    return replace(plain, acceptance=acceptance)


def _with_revision(acceptance: Acceptance, options: ScanOptions, revision: str, target: str) -> Acceptance:
    """What the base revision has is accepted; of ignore comments only those that it has are followed."""
    from mcp_sast.acceptance.ignores import ignores_in
    from mcp_sast.errors import NothingToAnalyseError
    from mcp_sast.pipeline import scan_tree
    from mcp_sast.sources.target import open_revision

    if not Path(target).is_dir():
        raise UsageError(f"--baseline-ref needs a folder of a git repository, which {target} is not")
    tree = open_revision(target, target, revision)
    try:
        fingerprints = frozenset(finding.fingerprint for finding in scan_tree(tree, options).findings)
    except NothingToAnalyseError:
        fingerprints = frozenset()
    trusted = {file.path: frozenset(ignore.text for ignore in ignores_in(file.path, file.data)) for file in tree.files}
    return replace(acceptance, revision=fingerprints, trusted=trusted)


def _lookup(project: Project, target: str) -> Lookup:
    """Files of the project: of the target's folder, then of its repository's root."""
    from mcp_sast.sources.revision import Revision, repository_root

    folder = Path(target) if Path(target).is_dir() else Path(target).parent
    root = repository_root(str(folder))
    if project.baseline_ref is None:
        folders = [folder, *([root] if root is not None and root != folder.resolve() else [])]
        return lambda name: next((data for place in folders if (data := _maybe(place / name)) is not None), None)
    if root is None:
        raise UsageError(f"--baseline-ref: {target} lies in no git repository")
    revision = Revision(str(folder), project.baseline_ref)
    inside = folder.resolve().relative_to(root.resolve()).as_posix()
    prefixes = ["" if inside == "." else inside + "/", ""]
    return lambda name: next((data for prefix in prefixes if (data := revision.lookup(prefix + name)) is not None), None)


def _beside(configuration: Configuration, target: str) -> Path:
    """The folder that paths in a configuration are relative to."""
    if Path(configuration.origin).is_file():
        return Path(configuration.origin).parent
    return Path(target) if Path(target).is_dir() else Path(target).parent


def _maybe(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise DefinitionError((f"{path}: can't be read: {error.strerror or error}",)) from error

