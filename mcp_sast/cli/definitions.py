"""Options and loading of definitions that several verbs share.

In: directories that the user named. Out: rules, and lists of names.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from mcp_sast.detection.rule import Rule

Verb = TypeVar("Verb", bound=Callable[..., object])

DIRECTORY = click.Path(exists=True, file_okay=False)


def rules_option(verb: Verb) -> Verb:
    """`--rules DIR`, as a parameter `rules`."""
    return click.option("--rules", multiple=True, type=DIRECTORY, metavar="DIR", help="Further rules. Repeatable.")(verb)


def definition_options(verb: Verb) -> Verb:
    """`--rules`, `--models` and `--knowledge`, as parameters of these names."""
    verb = click.option(
        "--knowledge", multiple=True, type=DIRECTORY, metavar="DIR", help="Further knowledge of services. Repeatable."
    )(verb)
    verb = click.option("--models", multiple=True, type=DIRECTORY, metavar="DIR", help="Further models of libraries. Repeatable.")(verb)
    return rules_option(verb)


def loaded_rules(directories: tuple[str, ...]) -> tuple[Rule, ...]:
    """The shipped rules and those of the directories."""
    from mcp_sast.detection.loader import load_rules

    return load_rules(tuple(Path(directory) for directory in directories))


def split_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a repeatable option that also takes them separated by commas."""
    return tuple(name.strip() for item in names for name in item.split(",") if name.strip())
