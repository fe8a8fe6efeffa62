"""Reads definition files: YAML with places, checked as it is read.

In: a YAML file. Out: its nodes as strings, integers, lists and mappings of the shape the caller asks for; every mistake goes into
one list of problems with file and line, so that a file's mistakes are reported together.

Scalars are taken as written: `no` and `on` are words, as in YAML 1.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DefinitionReader:
    """Reads one file; `problems` grows by a line for each mistake."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.path = path
        self.problems = problems

    def root(self) -> yaml.Node | None:
        """The document's root node; None, with a problem, if the file can't be read."""
        try:
            text = self.path.read_text(encoding="utf-8")
            node = yaml.compose(text, Loader=_LOADER)
        except (OSError, UnicodeDecodeError) as error:
            self.problems.append(f"{self.path}: can't be read: {error}")
            return None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f":{mark.line + 1}" if mark else ""
            self.problems.append(f"{self.path}{where}: {getattr(error, 'problem', None) or error}")
            return None
        except RecursionError:
            self.problems.append(f"{self.path}: nested too deep")
            return None
        if node is None:
            self.problems.append(f"{self.path}: is empty")
        return node

    def problem(self, node: yaml.Node, text: str) -> None:
        """Report a mistake at a node."""
        self.problems.append(f"{self.path}:{node.start_mark.line + 1}: {text}")

    def mapping(self, node: yaml.Node, what: str, allowed: tuple[str, ...], required: tuple[str, ...] = ()) -> dict[str, yaml.Node]:
        """The entries of a mapping; unknown, missing and repeated keys are problems."""
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, f"{what} must be a mapping")
            return {}
        out: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name not in allowed:
                self.problem(key, f"{what}: unknown key {name!r}; known are {', '.join(allowed)}")
            elif name in out:
                self.problem(key, f"{what}: key {name!r} stands twice")
            else:
                out[name] = value
        for name in required:
            if name not in out:
                self.problem(node, f"{what}: key {name!r} is missing")
        return out

    def items(self, node: yaml.Node | None, what: str) -> Iterator[yaml.Node]:
        """The elements of a list; nothing if there is no node."""
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self.problem(node, f"{what} must be a list")
            return
        yield from node.value

    def text(self, node: yaml.Node | None, what: str) -> str:
        """A scalar as it is written; "" if there is no node."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.problem(node, f"{what} must be a text")
            return ""
        return str(node.value)

    def texts(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        """A list of different scalars."""
        out: list[str] = []
        for item in self.items(node, what):
            value = self.text(item, f"{what}: each element")
            if value in out:
                self.problem(item, f"{what}: {value!r} stands twice")
            elif value:
                out.append(value)
        return tuple(out)

    def number(self, node: yaml.Node | None, what: str, default: int) -> int:
        """A positive integer."""
        if node is None:
            return default
        value = self.text(node, what)
        if not value.isdigit() or int(value) < 1:
            self.problem(node, f"{what} must be a positive number")
            return default
        return int(value)
