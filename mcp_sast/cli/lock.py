"""`mcp-sast lock`: approve what servers do.

In: targets. Out: the lock file with their inventories; an exit code.
"""

from __future__ import annotations

from pathlib import Path

import click

from mcp_sast.cli.console import complain, write, write_file
from mcp_sast.cli.definitions import split_names
from mcp_sast.cli.exit_codes import CLEAN, FINDINGS
from mcp_sast.errors import UsageError


@click.command("lock")
@click.argument("targets", nargs=-1, required=True)
@click.option("--lock", "path", default="mcp-sast.lock", show_default=True, metavar="FILE", help="The lock file.")
@click.option("--accept", multiple=True, metavar="RULE", help="Accept changes of this rule. Repeatable, or separated by commas.")
@click.option("--reason", default="", help="Why the changes are right; kept in the lock.")
def verb(targets: tuple[str, ...], path: str, accept: tuple[str, ...], reason: str) -> int:
    """Approve what each TARGET does: write its inventory into the lock. A server that is locked already is only locked anew if nothing of
    it drifted, or if the change is accepted with a reason."""
    from mcp_sast import __version__
    from mcp_sast.confinement import Limits
    from mcp_sast.inventories.lock import Lock
    from mcp_sast.locking import locked, read_lock
    from mcp_sast.pipeline import ScanOptions

    rules = split_names(accept)
    if rules and not reason.strip():
        raise UsageError("--accept needs a --reason: whoever reads the lock must see why the change is right")
    before = read_lock(path) if Path(path).exists() else Lock(path=path)
    lock, refused = before, 0
    for target in targets:
        lock, drift = locked(target, lock, ScanOptions(confined=Limits()), rules, reason.strip())
        for finding in drift:
            complain(f"{target}: {finding.level}[{finding.rule}] {finding.message}", label="")
        refused += len(drift)
    if lock != before or not Path(path).exists():
        write_file("--lock", Path(path), lock.to_text(__version__))
    write(f"{len(lock.servers)} servers are locked in {path}.\n")
    if refused:
        complain(f"{refused} changes were not accepted; `--accept RULE --reason TEXT` accepts those of a rule after a review")
    return FINDINGS if refused else CLEAN
