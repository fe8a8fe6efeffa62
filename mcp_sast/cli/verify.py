"""`mcp-sast verify`: do servers still do what was approved?

In: targets, or a captured answer, or a log of connections, and the lock. Out: the drift, an exit code.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mcp_sast.cli.console import complain, wants_colour, write
from mcp_sast.cli.exit_codes import CLEAN, FINDINGS, INCOMPLETE
from mcp_sast.errors import UsageError
from mcp_sast.reports.plain import plain

if TYPE_CHECKING:
    from mcp_sast.inventories.lock import Lock


@click.command("verify")
@click.argument("targets", nargs=-1)
@click.option("--lock", "path", default="mcp-sast.lock", show_default=True, metavar="FILE", help="The lock file.")
@click.option("--answer", metavar="FILE", help="Compare a captured answer to tools/list with the locked tools.")
@click.option("--observed", metavar="LOG", help="Compare where a server was seen to connect to with the locked hosts.")
@click.option("--server", default="", metavar="NAME", help="Which locked server --answer or --observed is about.")
@click.option("--format", "form", type=click.Choice(("text", "json", "sarif")), default="text", show_default=True, help="Format.")
@click.option("--notes", is_flag=True, help="Show drift of level note too.")
def verb(
    targets: tuple[str, ...], path: str, answer: str | None, observed: str | None, server: str, form: str, notes: bool
) -> int:
    """Fail if a TARGET does what it did not do when it was locked."""
    from mcp_sast.confinement import Limits
    from mcp_sast.locking import Verification, read_lock, verified, verified_answer
    from mcp_sast.pipeline import ScanOptions
    from mcp_sast.reports.formats import render
    from mcp_sast.reports.options import ReportOptions

    if not (targets or answer or observed):
        raise UsageError("nothing to verify; name a target, --answer FILE or --observed LOG")
    lock = read_lock(path)
    options = ScanOptions(confined=Limits())
    found: list[Verification] = [one for target in targets for one in verified(target, lock, options)]
    if answer:
        found.append(verified_answer(answer, lock, server, options))
    reports = [one.report for one in found if one.report is not None]
    look = ReportOptions(notes=notes, colour=form == "text" and wants_colour(sys.stdout))
    if reports and (form != "text" or any(report.findings for report in reports)):
        write(render(form, reports, replace(look, quiet=True)))
    for one in found:
        complain(f"{one.name or 'package'} {one.version}: {_WORDS[one.status]}", label="")
    for report in reports:
        for diagnostic in report.diagnostics:
            if diagnostic.code == "lock-not-compared":
                complain(diagnostic.message, label="warning")
    outside = _observed(observed, lock, server) if observed else 0
    if outside or any(one.status in ("drifted", "unlocked") for one in found):
        return FINDINGS
    return INCOMPLETE if any(one.status == "died" for one in found) else CLEAN


_WORDS = {
    "unchanged": "the same bytes as locked", "same": "does what was approved", "drifted": "does what was not approved",
    "unlocked": "is not in the lock; `mcp-sast lock` approves it", "died": "the analysis came to no end",
}  # fmt: skip


def _observed(path: str, lock: Lock, server: str) -> int:
    """Shows destinations outside what is locked; their number."""
    from mcp_sast.inventories.observed import observe

    approved = [one.inventory for one in lock.servers if not server or one.inventory.name == server]
    if not approved:
        raise UsageError(f"{lock.path}: no server {server or ''} is locked, so nothing can be compared")
    try:
        lines = Path(path).read_text("utf-8", "replace").splitlines()
    except OSError as error:
        raise UsageError(f"--observed {path}: can't be read ({error.strerror or error})") from error
    found = observe(lines, approved)
    for one in found.outside:
        by = f" by {one.process}" if one.process else ""
        at = f" at {one.time}" if one.time else ""
        write(plain(f"{path}:{one.line}: {one.host} is not among the approved hosts; seen{at}{by}") + "\n")
    if any(host.host.startswith("<") for one in approved for host in one.hosts):
        complain("some hosts are chosen by call or operator: those can't be told from others here", label="note")
    complain(f"{found.destinations} destinations seen, {len(found.outside)} outside what is approved", label="")
    if found.unreadable:
        complain(f"{found.unreadable} lines of {path} are of no known format:", label="warning")
        for number, text in found.samples:
            complain(f"  {number}: {text}", label="")
    return len(found.outside)
