"""Reads shell text as commands.

In: the bytes of a script or of one line. Out: `ShellCommand`s in the order of the text, with their words as the shell would make them as
far as that is certain: quotes removed, constant variables put in; what is not known is "…".

    U=https://a.example; curl "$U/x" | sh      ->   curl https://a.example/x,   sh (reads the first)
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mcp_sast.syntax.parser import Node, parse_shell

MOST_BYTES = 256 * 1024
_MOST_NODES = 50_000
_UNKNOWN = "…"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NESTED = frozenset({"command_substitution", "process_substitution"})
_WORDS = frozenset({"word", "string", "raw_string", "ansi_c_string", "concatenation", "simple_expansion", "expansion", "number",
                    "command_substitution", "process_substitution", "string_content", "translated_string", "command_name"})  # fmt: skip


class ShellCommand(NamedTuple):
    """`reads`: numbers of the commands whose output this one is given, by a pipe or within its words. `writes`: files that its output goes
    to, `takes`: what its input is taken from (files, here-documents). `start`, `end`: bytes of the text."""

    words: tuple[str, ...]
    start: int
    end: int
    reads: tuple[int, ...] = ()
    writes: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


def read_shell(data: bytes) -> tuple[ShellCommand, ...]:
    """The commands of shell text."""
    reader = _Reader(data[:MOST_BYTES])
    reader.run()
    return tuple(reader.commands)


class _Reader:
    """One walk over the tree, with a stack instead of recursion."""

    def __init__(self, data: bytes) -> None:
        self.commands: list[ShellCommand] = []
        self._data = data
        self._variables: dict[str, str] = {}
        self._number: dict[int, int] = {}

    def run(self) -> None:
        stack: list[tuple[Node, bool]] = [(parse_shell(self._data), False)]
        seen = 0
        while stack and seen < _MOST_NODES:
            node, is_done = stack.pop()
            seen += 1
            if not is_done:
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.named_children))
            elif node.type == "variable_assignment":
                self._assign(node)
            elif node.type == "command":
                self._command(node)
            elif node.type == "pipeline":
                self._pipe(node)
            elif node.type == "redirected_statement":
                self._redirect(node)

    def _assign(self, node: Node) -> None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is not None:
            self._variables[self._raw(name)] = self._word(value) if value is not None else ""

    def _command(self, node: Node) -> None:
        parts = [child for child in node.named_children if child.type in _WORDS]
        words = tuple(word for part in parts if (word := self._word(part)))
        self._number[node.id] = len(self.commands)
        reads = tuple(self._inner(part) for part in (*parts, *(c for c in node.named_children if c.type == "herestring_redirect")))
        self.commands.append(ShellCommand(words, node.start_byte, node.end_byte, tuple(n for one in reads for n in one)))

    def _inner(self, node: Node) -> list[int]:
        """The commands within a word, by substitution."""
        found: list[int] = []
        stack = [node]
        while stack:
            current = stack.pop()
            if current.id in self._number:
                found.append(self._number[current.id])
            stack.extend(current.named_children)
        return found

    def _pipe(self, node: Node) -> None:
        before: list[int] = []
        for child in node.named_children:
            here = self._inner(child)
            for number in here[:1] if child.type == "command" else here:
                command = self.commands[number]
                self.commands[number] = command._replace(reads=tuple(dict.fromkeys((*command.reads, *before))))
            before = sorted({*before, *here})

    def _redirect(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        numbers = self._inner(body) if body is not None else []
        for redirect in node.named_children:
            if redirect.type not in ("file_redirect", "herestring_redirect", "heredoc_redirect"):
                continue
            inner = self._inner(redirect)
            target = redirect.child_by_field_name("destination") or (
                redirect.named_children[0] if redirect.named_children else None
            )
            text = self._raw(redirect) if redirect.type == "heredoc_redirect" else self._word(target) if target is not None else ""
            is_output = ">" in self._raw(redirect).split(text[:1] or " ", 1)[0]
            for number in numbers[:1]:
                command = self.commands[number]
                self.commands[number] = command._replace(
                    writes=(*command.writes, text) if is_output else command.writes,
                    takes=command.takes if is_output else (*command.takes, text),
                    reads=tuple(dict.fromkeys((*command.reads, *inner))),
                )

    def _raw(self, node: Node) -> str:
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _word(self, node: Node) -> str:
        """What the shell makes of a word."""
        out: list[str] = []
        stack = [node]
        while stack:
            current = stack.pop()
            kind = current.type
            if kind in ("word", "number", "string_content"):
                raw = self._raw(current)
                out.append(
                    _ESCAPED.sub(r"\1", raw)
                    if kind == "word"
                    else raw.replace('\\"', '"').replace("\\$", "$").replace("\\\\", "\\")
                )
            elif kind in ("raw_string", "ansi_c_string"):
                text = self._raw(current).removeprefix("$")[1:-1]
                out.append(_escapes(text) if kind == "ansi_c_string" else text)
            elif kind in ("simple_expansion", "expansion"):
                out.append(self._value(current))
            elif kind in _NESTED:
                out.append(_UNKNOWN)
            else:
                stack.extend(reversed(current.named_children))
        return "".join(out)

    def _value(self, node: Node) -> str:
        name = next((child for child in node.named_children if child.type in ("variable_name", "special_variable_name")), None)
        text = self._raw(name) if name is not None else ""
        return self._variables.get(text, f"${text}" if text else _UNKNOWN)


def _escapes(text: str) -> str:
    """`$'\\x63url'` as the shell reads it."""
    return re.sub(
        r"\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))",
        lambda found: chr(int(found[1], 16)) if found[1] else chr(int(found[2], 8) % 256) if found[2] else found[3],
        text,
    )
