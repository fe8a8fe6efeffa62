"""What a user allows servers: tools, hosts, variables, words, and how much of what packages declare is believed.

In: the bytes of a policy file, JSON or TOML. Out: `Policy`, or one DefinitionError that names all mistakes, each with its line and what was
probably meant.

    {"mcp_servers": {"postmark-mcp": {"allowed_tools": ["send_email"], "allowed_hosts": ["api.postmarkapp.com"]}}}
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from mcp_sast.addresses.host import canonical_host
from mcp_sast.errors import DefinitionError

KEYS = ("allowed_tools", "blocked_patterns", "allowed_hosts", "allowed_env", "forbid", "trust")
TIERS = ("manifest", "identity", "readme", "telemetry", "shared-cloud")
REGEX = "regex:"
_TOP = "mcp_servers"
_MOST_BYTES = 1 << 20
_SEPARATORS = re.compile(r"[-_.\s]+")


@dataclass(frozen=True, slots=True)
class ServerPolicy:
    """What one server may do. A list that is None was not given, and one that is given is exhaustive. `name` as the policy writes it."""

    name: str
    allowed_tools: tuple[str, ...] | None = None
    blocked_patterns: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] | None = None
    allowed_env: tuple[str, ...] | None = None
    forbid: tuple[str, ...] = ()
    trust: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """All servers of a file; `origin` is its name. `server`: the one that everything scanned is taken for, "" if names decide."""

    origin: str
    servers: tuple[ServerPolicy, ...]
    server: str = ""

    def applying(self, names: Iterable[str]) -> ServerPolicy | None:
        """The part about a server that has these names, None if there is none. What has no name at all is the only server there is."""
        if self.server:
            return next((one for one in self.servers if one.name == self.server), None)
        given = [_key(name) for name in names if name.strip()]
        if not given and len(self.servers) == 1:
            return self.servers[0]
        wanted = dict.fromkeys((*given, *(key.rpartition("/")[2] for key in given)))
        by_key = {_key(one.name): one for one in reversed(self.servers)}
        return next((by_key[key] for key in wanted if key in by_key), None)


def read_policy(origin: str, data: bytes, known_rules: frozenset[str], server: str = "") -> Policy:
    """The policy in a file. Raises DefinitionError with all mistakes."""
    text, table = _parsed(origin, data)
    checker = _Checker(origin, text, known_rules)
    servers = checker.read(table)
    if server and not checker.problems and server not in [one.name for one in servers]:
        names = [one.name for one in servers]
        checker.problems.append(f"{origin}: no server {server!r} in it{_meant(server, names) or '; it has ' + ', '.join(names)}")
    if checker.problems:
        raise DefinitionError(tuple(checker.problems))
    return Policy(origin, servers, server)


def _key(name: str) -> str:
    return _SEPARATORS.sub("-", name.strip().lower())


def _parsed(origin: str, data: bytes) -> tuple[str, Any]:
    if len(data) > _MOST_BYTES:
        raise DefinitionError((f"{origin}: more than {_MOST_BYTES} bytes, which no policy needs",))
    kind = "TOML" if origin.lower().endswith(".toml") else "JSON"
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise DefinitionError((f"{origin}: no text in UTF-8: {error.reason} at byte {error.start}",)) from error
    try:
        return text, tomllib.loads(text) if kind == "TOML" else json.loads(text, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        raise DefinitionError((f"{origin}:{error.lineno}: no valid JSON: {error.msg} in column {error.colno}",)) from error
    except (ValueError, RecursionError) as error:
        raise DefinitionError((f"{origin}: no valid {kind}: {str(error)[:200] or type(error).__name__}",)) from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets a later key win silently; in a policy that would take a list away."""
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise ValueError(f"the key {key!r} stands twice in one object")
        seen.add(key)
    return dict(pairs)


class _Checker:
    """Collects mistakes. Lines are those of the word that is wrong, searched below its server's name."""

    def __init__(self, origin: str, text: str, known_rules: frozenset[str]) -> None:
        self.problems: list[str] = []
        self._origin = origin
        self._lines = text.split("\n")
        self._known = tuple(sorted(known_rules))

    def read(self, table: Any) -> tuple[ServerPolicy, ...]:
        if not isinstance(table, dict) or not isinstance(table.get(_TOP), dict):
            self._problem(1, f"a table {_TOP!r} is needed: a server's name, and what it may do")
            return ()
        for key in table:
            if key != _TOP:
                self._problem(self._line(key), f"unknown key {key!r}{_meant(key, (_TOP,))}")
        if not table[_TOP]:
            self._problem(self._line(_TOP), f"{_TOP} names no server")
        return tuple(self._server(name, rules, self._line(name)) for name, rules in table[_TOP].items())

    def _server(self, name: str, rules: Any, line: int) -> ServerPolicy:
        if not isinstance(rules, dict):
            self._problem(line, f"{name}: a table of lists is needed, of {', '.join(KEYS)}")
            return ServerPolicy(name)
        for key in rules:
            if key not in KEYS:
                self._problem(self._line(key, line), f"{name}: unknown key {key!r}{_meant(key, KEYS)}")
        lists = {key: self._texts(name, rules, key, line) for key in KEYS}
        for key, known in (("forbid", self._known), ("trust", TIERS)):
            for word in lists[key] or ():
                if word not in known:
                    what = "no such rule" if key == "forbid" else f"no tier of declaration (they are {', '.join(TIERS)})"
                    self._problem(self._line(word, line), f"{name}.{key}: {what}: {word!r}{_meant(word, known)}")
        for pattern in lists["blocked_patterns"] or ():
            self._pattern(name, pattern, self._line(pattern, line))
        for host in lists["allowed_hosts"] or ():
            bare = host.removeprefix("*").removeprefix(".")
            if not bare or canonical_host(bare) is None:
                hint = "; write the host alone, without scheme, port and path" if "/" in host or ":" in host else ""
                self._problem(self._line(host, line), f"{name}.allowed_hosts: {host!r} is no host{hint}")
        return ServerPolicy(
            name, lists["allowed_tools"], lists["blocked_patterns"] or (), lists["allowed_hosts"], lists["allowed_env"],
            lists["forbid"] or (), lists["trust"],
        )  # fmt: skip

    def _texts(self, name: str, rules: dict[str, Any], key: str, line: int) -> tuple[str, ...] | None:
        value = rules.get(key)
        if key not in rules:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self._problem(self._line(key, line), f"{name}.{key} must be an array of texts")
            return None
        return tuple(value)

    def _pattern(self, name: str, pattern: str, line: int) -> None:
        if not pattern.startswith(REGEX):
            return
        import re2

        options = re2.Options()
        options.log_errors = False
        try:
            re2.compile(pattern.removeprefix(REGEX), options)
        except re2.error as error:
            reason = error.args[0] if error.args else "it can't be read"
            said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
            self._problem(line, f"{name}.blocked_patterns: {pattern!r} is no regular expression of RE2: {said}")

    def _line(self, word: str, start: int = 1) -> int:
        quoted = json.dumps(word, ensure_ascii=False), json.dumps(word), f"'{word}'", word
        for form in quoted:
            for number in range(max(start, 1), len(self._lines) + 1):
                if form in self._lines[number - 1]:
                    return number
        return max(start, 1)

    def _problem(self, line: int, text: str) -> None:
        self.problems.append(f"{self._origin}:{line}: {text}")


def _meant(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, tuple(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
