"""The options `--policy` and `--server`, which several verbs share.

In: their values. Out: the `Policy`, or None without one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from mcp_sast.errors import DefinitionError, UsageError

if TYPE_CHECKING:
    from mcp_sast.config.policy import Policy

Verb = TypeVar("Verb", bound=Callable[..., object])


def policy_options(verb: Verb) -> Verb:
    """`--policy` and `--server`, as parameters of these names."""
    verb = click.option("--server", metavar="NAME", help="The server of the policy that the target is (else its name decides).")(verb)
    file = click.Path(exists=True, dir_okay=False)
    return click.option("--policy", type=file, metavar="FILE", envvar="MCP_SAST_POLICY",
                        help="What servers may do: a JSON or TOML file; see docs/policy.md.")(verb)


def given_policy(path: str | None, server: str | None, rules: tuple[str, ...]) -> Policy | None:
    """The policy in the file. Raises DefinitionError for its mistakes."""
    if path is None:
        if server is not None:
            raise UsageError("--server names a server of a policy; pass the policy too, with --policy FILE")
        return None
    from mcp_sast.cli.project import known_rules
    from mcp_sast.config.policy import read_policy

    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise DefinitionError((f"{path}: can't be read: {error.strerror or error}",)) from error
    return read_policy(path, data, known_rules(rules), server or "")
