"""A configuration, checked.

In: a table as TOML or JSON gives it. Out: `Configuration`, or one DefinitionError that names all mistakes, each with its line and what was
probably meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from mcp_sast.errors import DefinitionError

LEVELS = ("error", "warning", "note")
FAIL_ON = (*LEVELS, "never")
_LISTS = ("select", "ignore", "rules", "models", "knowledge")
_FLAGS = ("notes", "strict")
_TEXTS = ("fail-on", "baseline")
KEYS = (*_LISTS, *_FLAGS, *_TEXTS, "levels", "accept")
_ACCEPT_KEYS = ("rule", "path", "reason", "expires")


@dataclass(frozen=True, slots=True)
class Accepted:
    """Findings that the project lives with: `rule` in files that match `path` (a glob), for a reason, until a day."""

    rule: str
    path: str
    reason: str
    expires: date | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a project asks for. `origin` is the file it was read from, "" for none; what is None or empty was not said."""

    origin: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    notes: bool | None = None
    strict: bool | None = None
    fail_on: str | None = None
    baseline: str | None = None
    levels: tuple[tuple[str, str], ...] = ()
    accept: tuple[Accepted, ...] = field(default_factory=tuple)


def configuration(origin: str, table: Any, text: str, known_rules: frozenset[str]) -> Configuration:
    """The configuration in `table`, which was read from `text`. Raises DefinitionError with all its mistakes."""
    checker = _Checker(origin, text, known_rules)
    found = checker.read(table)
    if checker.problems:
        raise DefinitionError(tuple(checker.problems))
    return found


class _Checker:
    """Collects mistakes. Lines are found by searching the text for the key: the readers of TOML and JSON give none."""

    def __init__(self, origin: str, text: str, known_rules: frozenset[str]) -> None:
        self.problems: list[str] = []
        self._origin = origin
        self._lines = text.split("\n")
        self._known = known_rules

    def read(self, table: Any) -> Configuration:
        if not isinstance(table, dict):
            self._problem("", "a table of settings is needed")
            return Configuration(self._origin)
        for key in table:
            if key not in KEYS:
                self._problem(key, f"unknown key {key!r}{_meant(key, KEYS)}")
        lists = {key: self._texts(table, key) for key in _LISTS}
        for key in ("select", "ignore"):
            for rule in lists[key]:
                self._rule(rule)
        flags = {key: self._flag(table, key) for key in _FLAGS}
        texts = {key: self._text(table, key) for key in _TEXTS}
        if texts["fail-on"] is not None and texts["fail-on"] not in FAIL_ON:
            self._problem("fail-on", f"fail-on must be one of {', '.join(FAIL_ON)}")
        return Configuration(
            self._origin, select=lists["select"], ignore=lists["ignore"], rules=lists["rules"], models=lists["models"],
            knowledge=lists["knowledge"], notes=flags["notes"], strict=flags["strict"],
            fail_on=texts["fail-on"], baseline=texts["baseline"],
            levels=self._levels(table.get("levels", {})), accept=self._accept(table.get("accept", [])),
        )  # fmt: skip

    def _levels(self, table: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(table, dict):
            self._problem("levels", "levels must be a table: a rule's id and the level it is to have")
            return ()
        for rule, level in table.items():
            self._rule(rule)
            if level not in LEVELS:
                self._problem(rule, f"levels.{rule} must be one of {', '.join(LEVELS)}")
        return tuple(sorted((str(rule), str(level)) for rule, level in table.items()))

    def _accept(self, rows: Any) -> tuple[Accepted, ...]:
        if not isinstance(rows, list):
            self._problem("accept", "accept must be an array of tables, each with rule, path and reason")
            return ()
        places = [number for number, line in enumerate(self._lines, 1) if re.match(r"\s*(\[\[.*accept\]\]|\{)", line)]
        out = []
        for index, row in enumerate(rows):
            line = places[index] if index < len(places) else 0
            entry = self._accepted(row, line)
            if entry is not None:
                out.append(entry)
        return tuple(out)

    def _accepted(self, row: Any, line: int) -> Accepted | None:
        before = len(self.problems)
        if not isinstance(row, dict):
            self._problem("accept", "each element of accept must be a table", line)
            return None
        for key in row:
            if key not in _ACCEPT_KEYS:
                self._problem(key, f"accept: unknown key {key!r}{_meant(key, _ACCEPT_KEYS)}", line)
        for key in ("rule", "path", "reason"):
            if not isinstance(row.get(key), str) or not row[key].strip():
                self._problem("accept", f"accept: {key} is missing; it must be a text", line)
        if isinstance(row.get("rule"), str) and row["rule"]:
            self._rule(row["rule"], line)
        expires = self._day(row.get("expires"), line)
        if len(self.problems) > before:
            return None
        return Accepted(row["rule"], row["path"], " ".join(row["reason"].split()), expires, line or 1)

    def _day(self, value: Any, line: int) -> date | None:
        if value is None or (isinstance(value, date) and type(value) is date):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self._problem("expires", "accept: expires must be a day like 2027-01-31", line)
            return None

    def _rule(self, rule: Any, line: int = 0) -> None:
        if rule not in self._known:
            self._problem(str(rule), f"no such rule: {rule!r}{_meant(str(rule), tuple(sorted(self._known)))}", line)

    def _texts(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._problem(key, f"{key} must be an array of texts")
            return ()
        return tuple(value)

    def _flag(self, table: dict[str, Any], key: str) -> bool | None:
        value = table.get(key)
        if value is not None and not isinstance(value, bool):
            self._problem(key, f"{key} must be true or false")
            return None
        return value

    def _text(self, table: dict[str, Any], key: str) -> str | None:
        value = table.get(key)
        if value is not None and not isinstance(value, str):
            self._problem(key, f"{key} must be a text")
            return None
        return value

    def _problem(self, key: str, text: str, line: int = 0) -> None:
        pattern = re.compile(rf"(^|[\s\"'\[.{{,]){re.escape(key)}($|[\s\"'=:\].,])") if key else None
        if not line and pattern is not None:
            line = next((number for number, content in enumerate(self._lines, 1) if pattern.search(content)), 0)
        self.problems.append(f"{self._origin}:{line or 1}: {text}")


def _meant(word: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
