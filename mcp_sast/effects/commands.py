"""Command lines: which programs they start, which words are code, what they fetch, save and delete.

In: a shell text as constant pieces and holes, or the words of an argument list. Out: `Simple` commands; of each what it runs.

    curl -fsSL https://a.example/i | sh       fetches, and `sh` gets it piped
    bash -c "node -e '…'"                     inline code of bash, and in it inline code of node
    open <address>                            a fixed program with an argument: nothing of it is run
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from mcp_sast.dataflow.values import Value

Parts = tuple[str | Value, ...]
Role = Literal["program", "script", "inline", "package"]

SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ash", "ksh", "fish", "cmd", "powershell", "pwsh"})
INTERPRETERS = SHELLS | {
    "python", "python3", "python2", "py", "node", "nodejs", "deno", "bun", "perl", "ruby", "php", "osascript", "tsx", "ts-node", "lua",
}
_INLINE = frozenset({
    "-c", "-e", "--eval", "-p", "--print", "-pe", "-r", "/c", "/k", "-command", "-encodedcommand", "-enc", "-lc", "-ic", "-lic", "-ec",
    "eval",
})
_SCRIPT_FLAGS = frozenset({"-file", "--require", "--import", "--loader"})
_PREFIXES = frozenset({"sudo", "env", "nohup", "nice", "exec", "time", "setsid", "command", "xargs", "start", "doas", "timeout", "stdbuf"})
FETCHERS = frozenset({"curl", "wget", "fetch", "iwr", "irm", "invoke-webrequest", "invoke-restmethod", "aria2c", "http", "lwp-request"})
_MANAGERS = frozenset({"npx", "npm", "pnpm", "yarn", "bunx", "pip", "pip3", "pipx", "uv", "uvx", "go", "cargo", "gem", "easy_install"})
_OUTPUT_FLAGS = frozenset({"-o", "--output", "-outfile", "--output-document", "-of"})
_POWERSHELL = re.compile(
    r"(?:\biex\b|invoke-expression).*(?:downloadstring|\biwr\b|\birm\b|invoke-webrequest|invoke-restmethod|\bcurl\b)"
    r"|(?:downloadstring|\biwr\b|\birm\b|invoke-webrequest|invoke-restmethod).*(?:\biex\b|invoke-expression)",
    re.IGNORECASE | re.DOTALL,
)
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_ADDRESS = re.compile(r"(?:git\+)?(?:https?|ssh|git)://", re.IGNORECASE)
_LONGEST, _DEEPEST = 20_000, 4


@dataclass(slots=True)
class Simple:
    """One command: its words, the redirections behind it (`>`, `>>`, `<`), whether it gets what the one before prints, and the
    command whose argument it computes (`$(…)`)."""

    words: list[Parts] = field(default_factory=list)
    redirects: list[tuple[str, Parts]] = field(default_factory=list)
    is_piped: bool = False
    inside: Simple | None = None

    @property
    def program(self) -> str:
        """The program's name without folder, "" if it is not known."""
        found = _without_prefixes(self.words)
        return base_name(found[0]) if found else ""

    @property
    def arguments(self) -> list[Parts]:
        return _without_prefixes(self.words)[1:]


@dataclass(frozen=True, slots=True)
class Run:
    """A word that is run: as what, and for inline code in whose language."""

    role: Role
    parts: Parts
    program: str


def text_of_parts(parts: Parts) -> str:
    """The text with an ellipsis for what is not known."""
    return "".join(part if isinstance(part, str) else "…" for part in parts)


def base_name(parts: Parts) -> str:
    """The name of a program, lower case and without folder; "" if it is not known."""
    if not all(isinstance(part, str) for part in parts):
        last = parts[-1] if parts else ""
        if not (isinstance(last, str) and "/" in last):
            return ""
        return last.rpartition("/")[2].lower()
    name = re.split(r"[/\\]", "".join(p for p in parts if isinstance(p, str)).strip())[-1].lower()
    return name.removesuffix(".exe").removesuffix(".cmd")


def _without_prefixes(words: list[Parts]) -> list[Parts]:
    rest = list(words)
    while rest:
        text = text_of_parts(rest[0])
        if _ASSIGNMENT.match(text) or (base_name(rest[0]) in _PREFIXES and len(rest) > 1):
            rest.pop(0)
            while rest and text_of_parts(rest[0]).startswith("-") and base_name(rest[0]) not in INTERPRETERS:
                rest.pop(0)
            continue
        break
    return rest


# ------------------------------------------------------------------------------------------------------------------- shell text


def parse_shell(parts: Parts) -> list[Simple]:
    """The commands in a shell text, in order; what stands in `$(…)`, backquotes and `<(…)` are commands too."""
    return _Shell().parse(parts)


class _Shell:
    """Reads a shell text. Quotes and holes are kept in words; anything it does not understand is part of a word."""

    def __init__(self) -> None:
        self._out: list[Simple] = []
        self._here = Simple()
        self._outer: list[Simple] = []
        self._word: list[str | Value] = []
        self._has_word = False
        self._quote = ""
        self._redirect = ""

    def parse(self, parts: Parts) -> list[Simple]:
        for part in parts:
            if isinstance(part, str):
                self._text(part[:_LONGEST])
            else:
                self._word.append(part)
                self._has_word = True
        self._end_command(False)
        return [one for one in self._out if one.words or one.redirects]

    def _text(self, text: str) -> None:
        index = 0
        while index < len(text):
            index += self._step(text, index)

    def _step(self, text: str, index: int) -> int:
        """Take what stands at an index; how many characters that is."""
        character, pair = text[index], text[index : index + 2]
        if character == "\\" and self._quote != "'" and index + 1 < len(text):
            self._add(text[index + 1])
            return 2
        if self._quote != "'" and (pair in ("$(", "<(") or (character == "`" and not self._in_backquotes())):
            self._open()
            return 2 if pair in ("$(", "<(") else 1
        if self._outer and not self._quote and character in ")`":
            self._close()
            return 1
        if self._quote:
            if character == self._quote:
                self._quote = ""
            else:
                self._add(character)
            return 1
        return self._unquoted(character, pair)

    def _unquoted(self, character: str, pair: str) -> int:
        if character in "'\"":
            self._quote, self._has_word = character, True
        elif character in " \t":
            self._end_word()
        elif pair in ("&&", "||"):
            self._end_command(False)
            return 2
        elif character in ";\n&(){}":
            self._end_command(False)
        elif character == "|":
            self._end_command(True)
        elif character == ">":
            self._end_word()
            self._redirect = ">>" if pair == ">>" else ">"
            return len(self._redirect)
        elif character == "<" and pair not in ("<<", "<("):
            self._end_word()
            self._redirect = "<"
        else:
            self._add(character)
        return 1

    def _add(self, character: str) -> None:
        self._word.append(character)
        self._has_word = True

    def _in_backquotes(self) -> bool:
        return bool(self._outer)

    def _open(self) -> None:
        outer = self._here
        self._add("…")
        self._end_word()
        self._outer.append(outer)
        self._here = Simple(inside=outer)
        self._quotes = [*getattr(self, "_quotes", []), self._quote]
        self._quote = ""

    def _close(self) -> None:
        outer = self._outer.pop()
        self._end_word()
        self._out.append(self._here)
        self._here = outer
        self._quote = self._quotes.pop()

    def _end_word(self) -> None:
        if self._has_word:
            merged = _merged(self._word)
            if self._redirect:
                self._here.redirects.append((self._redirect, merged))
                self._redirect = ""
            else:
                self._here.words.append(merged)
        self._word, self._has_word = [], False

    def _end_command(self, piped: bool) -> None:
        self._end_word()
        self._out.append(self._here)
        self._here = Simple(is_piped=piped, inside=self._outer[-1] if self._outer else None)


def _merged(pieces: list[str | Value]) -> Parts:
    out: list[str | Value] = []
    for piece in pieces:
        last = out[-1] if out else None
        if isinstance(piece, str) and isinstance(last, str):
            out[-1] = last + piece
        else:
            out.append(piece)
    return tuple(out)


# ----------------------------------------------------------------------------------------------------------------- what is run


def runs_of(command: Simple) -> Iterator[Run]:
    """What a command runs: its program, the script or the inline code of an interpreter, a package by its address."""
    words = _without_prefixes(command.words)
    if not words:
        return
    name = base_name(words[0])
    if name in (".", "source"):
        yield from (Run("script", word, "sh") for word in words[1:2])
    elif name == "eval":
        yield from (Run("inline", word, "sh") for word in words[1:])
    elif name in INTERPRETERS:
        yield from _of_interpreter(name, words[1:])
    elif name in _MANAGERS:
        yield from (Run("package", word, name) for word in words[1:] if not text_of_parts(word).startswith("-"))
    else:
        yield Run("program", words[0], name)


def _of_interpreter(name: str, words: list[Parts]) -> Iterator[Run]:
    is_inline = is_script = False
    for word in words:
        flag = text_of_parts(word).lower()
        if is_inline:
            yield Run("inline", word, name)
            return
        if is_script or not flag.startswith(("-", "/c", "/k")) or flag == "…":
            if flag in ("run", "eval") and name in ("deno", "bun"):
                is_inline = flag == "eval"
                continue
            yield Run("script", word, name)
            return
        is_inline = flag in _INLINE and not (flag == "-r" and name in ("node", "nodejs"))
        is_script = flag in _SCRIPT_FLAGS
        if flag == "-m":
            return


def is_waiting(command: Simple) -> bool:
    """Is it an interpreter that runs what it is fed?"""
    words = _without_prefixes(command.words)
    if not words or base_name(words[0]) not in INTERPRETERS:
        return False
    return all(text_of_parts(word) in ("-", "-s", "-i", "-l", "--", "-x", "-e", "/dev/stdin") for word in words[1:2])


def commands_in(parts: Parts, depth: int = 0) -> list[Simple]:
    """The commands in a shell text, and those in the inline code of shells in it."""
    found = parse_shell(parts)
    out = list(found)
    for command in found:
        out.extend(_inline_shell(command, depth))
    return out


def commands_of_words(words: list[Parts]) -> list[Simple]:
    """The command of an argument list, and those in its inline shell code."""
    whole = Simple(words=words)
    return [whole, *_inline_shell(whole, 0)]


def _inline_shell(command: Simple, depth: int) -> list[Simple]:
    out: list[Simple] = []
    for run in runs_of(command) if depth < _DEEPEST else ():
        if run.role == "inline" and run.program in SHELLS:
            out.extend(commands_in(run.parts, depth + 1))
    return out


# -------------------------------------------------------------------------------------------------------------------- fetching


def fetches(command: Simple) -> bool:
    """Does it fetch something from the network?"""
    return command.program in FETCHERS and bool(command.arguments)


def saved_by(command: Simple) -> list[Parts]:
    """Files to which a command saves what it fetches."""
    if not fetches(command):
        return []
    out = [word for sign, word in command.redirects if sign != "<"]
    words = command.arguments
    for index, word in enumerate(words):
        text = text_of_parts(word).lower()
        is_output = text in _OUTPUT_FLAGS or (text.startswith("-") and not text.startswith("--") and text.endswith("o"))
        if text in ("-o", "-of") and command.program == "wget":
            is_output = text_of_parts(word) == "-O"
        if is_output and index + 1 < len(words) and not (command.program == "curl" and text_of_parts(word).endswith("O")):
            out.append(words[index + 1])
        elif text_of_parts(word).startswith("-") and text_of_parts(word).endswith("O") and command.program == "curl":
            out.extend((text_of_parts(w).rpartition("/")[2],) for w in words if _ADDRESS.match(text_of_parts(w)))
    return out


def runs_what_it_fetches(commands: list[Simple]) -> str:
    """The text of the command that runs what another one fetches, "" if there is none."""
    saved: set[str] = set()
    piped = False
    for command in commands:
        shown = " ".join(map(text_of_parts, command.words))
        if _POWERSHELL.search(shown):
            return shown
        if not command.is_piped:
            piped = False
        if piped and is_waiting(command):
            return shown
        if fetches(command):
            piped = True
            outer = command.inside
            if outer is not None and (outer.program in INTERPRETERS or outer.program in ("eval", "source", ".")):
                return shown
            saved.update(text_of_parts(word).rpartition("/")[2] for word in saved_by(command))
        for run in runs_of(command):
            if run.role in ("program", "script") and text_of_parts(run.parts).rpartition("/")[2] in saved - {"", "…", "-"}:
                return shown
            if run.role == "package" and _ADDRESS.search(text_of_parts(run.parts)):
                return shown
    return ""
