"""`mcp-sast baseline create|update|prune`: what was there when a project began to look.

In: a target, a baseline file. Out: the file, and a line that says what changed in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mcp_sast.cli.console import complain, write_file
from mcp_sast.cli.definitions import definition_options
from mcp_sast.cli.exit_codes import CLEAN
from mcp_sast.cli.project import Project, configured, with_acceptance
from mcp_sast.errors import UsageError

if TYPE_CHECKING:
    from mcp_sast.acceptance.baseline import Row

_FILE = click.Path(dir_okay=False)
_DEFAULT = "mcp-sast-baseline.json"


@click.group("baseline")
def verb() -> None:
    """Accept today's findings, so that scans report new ones only."""


@verb.command("create")
@click.argument("target")
@click.option("--file", "name", type=_FILE, default=_DEFAULT, show_default=True)
@click.option("--own", is_flag=True, help="The target is your own code: follow its configuration and ignore comments.")
@definition_options
def create(target: str, name: str, own: bool, rules: tuple[str, ...], models: tuple[str, ...], knowledge: tuple[str, ...]) -> int:
    """Write all findings of TARGET above level note into a new baseline."""
    if Path(name).exists():
        raise UsageError(f"{name} exists; `mcp-sast baseline update` brings it up to date")
    return _written(name, (), _found(target, own, rules, models, knowledge))


@verb.command("update")
@click.argument("target")
@click.option("--file", "name", type=_FILE, default=_DEFAULT, show_default=True)
@click.option("--own", is_flag=True, help="The target is your own code: follow its configuration and ignore comments.")
@definition_options
def update(target: str, name: str, own: bool, rules: tuple[str, ...], models: tuple[str, ...], knowledge: tuple[str, ...]) -> int:
    """Add new findings to the baseline, and remove those that are gone."""
    return _written(name, _read(name), _found(target, own, rules, models, knowledge))


@verb.command("prune")
@click.argument("target")
@click.option("--file", "name", type=_FILE, default=_DEFAULT, show_default=True)
@click.option("--own", is_flag=True, help="The target is your own code: follow its configuration and ignore comments.")
@definition_options
def prune(target: str, name: str, own: bool, rules: tuple[str, ...], models: tuple[str, ...], knowledge: tuple[str, ...]) -> int:
    """Remove findings that are gone from the baseline; add none."""
    old = _read(name)
    known = {row["fingerprint"] for row in old}
    return _written(name, old, tuple(row for row in _found(target, own, rules, models, knowledge) if row["fingerprint"] in known))


def _found(target: str, own: bool, rules: tuple[str, ...], models: tuple[str, ...], knowledge: tuple[str, ...]) -> tuple[Row, ...]:
    """All findings but those that are accepted by comments or configuration; the configured baseline is what is being made."""
    from dataclasses import replace

    from mcp_sast.acceptance.baseline import rows_of
    from mcp_sast.confinement import Limits
    from mcp_sast.pipeline import ScanOptions, scan

    project = Project(own)
    settings, known = configured(project, (target,), rules)
    options = ScanOptions(
        settings.select, settings.ignore, False, rules + settings.rules, models + settings.models, knowledge + settings.knowledge,
        confined=None if own else Limits(),
    )  # fmt: skip
    result = scan(target, with_acceptance(options, project, replace(settings, baseline=None), known, target) if own else options)
    if result.incomplete:
        complain("the scan is incomplete: findings that it missed will be new once they are found", label="warning")
    return rows_of(result.reports)


def _read(name: str) -> tuple[Row, ...]:
    from mcp_sast.acceptance.baseline import read_baseline

    try:
        return read_baseline(name, Path(name).read_bytes())
    except OSError as error:
        raise UsageError(f"{name}: can't be read ({error.strerror or error}); `mcp-sast baseline create` makes one") from error


def _written(name: str, old: tuple[Row, ...], new: tuple[Row, ...]) -> int:
    from mcp_sast.acceptance.baseline import baseline_text

    before, after = {row["fingerprint"] for row in old}, {row["fingerprint"] for row in new}
    write_file("--file", Path(name), baseline_text(new))
    complain(f"{name}: {len(after)} findings, {len(after - before)} added, {len(before - after)} removed", label="")
    return CLEAN
