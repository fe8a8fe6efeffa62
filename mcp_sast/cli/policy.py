"""`mcp-sast policy`: what a server needs, as a policy of what runs it.

In: a target and a form. Out: the policy; what it can't say goes to standard error.
"""

from __future__ import annotations

import click

from mcp_sast.cli.console import complain, write
from mcp_sast.cli.exit_codes import CLEAN, INCOMPLETE
from mcp_sast.errors import UsageError
from mcp_sast.reports.policies import POLICY_FORMS


@click.command("policy")
@click.argument("target")
@click.option("--for", "form", type=click.Choice(POLICY_FORMS), required=True, help="Whose policy to write.")
@click.option("--package", default="", metavar="NAME", help="Of a target with several packages, which one.")
def verb(target: str, form: str, package: str) -> int:
    """Write the narrowest policy for TARGET: the hosts, variables and tools that its code uses, and nothing else."""
    from mcp_sast.confinement import Limits
    from mcp_sast.contract import inventory
    from mcp_sast.pipeline import ScanOptions
    from mcp_sast.reports.policies import policy

    found = [one for one in inventory(target, ScanOptions(confined=Limits())) if not package or one.name == package]
    if len(found) > 1:
        raise UsageError(f"{target}: say with --package which: {', '.join(one.name for one in found)}")
    if not found:
        complain(f"{target}: no such package, or its analysis came to no end; there is no policy")
        return INCOMPLETE
    made = policy(form, found[0])
    write(made.text)
    for remark in made.remarks:
        complain(remark, label="note")
    for host in found[0].hosts:
        if not host.declared and not host.host.startswith("<"):
            complain(f"{host.host} is allowed because the code sends there, but nothing in the package declares it", label="warning")
    return CLEAN
