"""Reads model files.

In: folders of `<language>/<library>.yaml`. Out: a `ModelIndex`. All mistakes of all files are reported together.

    library: resend
    language: javascript
    packages: [resend]
    apis:
      - path: resend.Resend
        client: true
      - path: resend.Resend().emails.send
        sink: {kind: mail, host: api.resend.com, data: [Arguments, Receiver.Arguments]}
        message: {recipients: [Argument[0].to, Argument[0].bcc]}
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mcp_sast.cache import Cache, engine, state_of, user_folder
from mcp_sast.errors import DefinitionError
from mcp_sast.models.index import ModelIndex, Row
from mcp_sast.models.ports import expand, parse_port
from mcp_sast.models.schema import (
    Api,
    CallbackSpec,
    FlowSpec,
    Language,
    MessageSpec,
    Port,
    RegistrationSpec,
    SinkSpec,
    SourceSpec,
)

_API_KEYS = {"path", "client", "alias", "source", "sink", "message", "flows", "callbacks", "registration", "result", "sanitizes", "copied"}


def load_models(folders: tuple[Path, ...]) -> ModelIndex:
    """Read every model file below the folders.

    Raises DefinitionError with all mistakes.
    """
    return ModelIndex(_checked_rows(folders), _api_of)


@cache
def load_models_once(folders: tuple[Path, ...]) -> ModelIndex:
    """As load_models, remembered for the life of the process; what was checked once is kept in the user's cache directory."""
    kept = user_folder()
    try:
        key = f"models {engine()} {state_of(folders, ('.yaml',))}"
    except OSError:  # reading them says what is wrong
        kept = None
    if kept is None:
        return load_models(folders)
    store = Cache(kept / "definitions")
    rows = _rows_from(store.get(key))
    if rows is None:
        rows = _checked_rows(folders)
        text = json.dumps(rows)
        if _rows_from(text.encode()) == rows:  # YAML says things that JSON can't
            store.put(key, text.encode())
    return ModelIndex(rows, _api_of)


def _rows_from(data: bytes | None) -> list[Row] | None:
    if data is None:
        return None
    try:
        return [Row(where, library, language, tuple(paths), raw) for where, library, language, paths, raw in json.loads(data)]
    except (ValueError, TypeError):
        return None


def _checked_rows(folders: tuple[Path, ...]) -> list[Row]:
    problems: list[str] = []
    rows: list[Row] = []
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            rows.extend(_read_file(path, problems))
    if problems:
        raise DefinitionError(tuple(problems))
    return rows


def _api_of(row: Row, path: str) -> Api:
    """The API of a row that was found right."""
    return _Reader(row.where, row.library, row.language, []).api(row.raw, path)


def _read_file(path: Path, problems: list[str]) -> list[Row]:
    try:
        document = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(f"{path}:{mark.line + 1 if mark else 1}: not YAML: {getattr(error, 'problem', error)}")
        return []
    if not isinstance(document, dict) or not isinstance(document.get("apis"), list):
        problems.append(f"{path}:1: expected a mapping with library, language and a list apis")
        return []
    language = document.get("language")
    if language not in ("javascript", "python"):
        problems.append(f"{path}:1: language must be javascript or python, not {language!r}")
        return []
    if not isinstance(document.get("library"), str):
        problems.append(f"{path}:1: library is missing")
        return []
    out = []
    for number, raw in enumerate(document["apis"], 1):
        where = f"{path}: api {number}"
        if not isinstance(raw, dict):
            problems.append(f"{where}: expected a mapping")
            continue
        reader = _Reader(where, document["library"], language, problems)
        paths = reader.paths(raw)
        if paths:
            reader.api(raw, paths[0])
            out.append(Row(where, document["library"], language, paths, raw))
    return out


class _Reader:
    """Turns one mapping into an Api and collects what is wrong with it."""

    def __init__(self, where: str, library: str, language: Language, problems: list[str]) -> None:
        self._where, self._library, self._language, self._problems = where, library, language, problems

    def paths(self, raw: dict[str, Any]) -> tuple[str, ...]:
        """The paths that the mapping names; its keys are checked too."""
        paths = raw.get("path")
        names = [paths] if isinstance(paths, str) else paths
        if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
            self._wrong("path must be a text or a list of texts")
            return ()
        for key in sorted(set(raw) - _API_KEYS):
            self._wrong(f"unknown key {key!r}; known are {', '.join(sorted(_API_KEYS))}")
        return tuple(path for name in names for path in expand(name))

    def api(self, raw: dict[str, Any], path: str) -> Api:
        """What the mapping says of one of its paths."""
        common = {
            "client": bool(raw.get("client", False)),
            "alias": str(raw.get("alias", "")),
            "source": self._source(raw.get("source")),
            "sink": self._sink(raw.get("sink")),
            "message": self._message(raw.get("message")),
            "flows": self._flows(raw.get("flows")),
            "callbacks": self._callbacks(raw.get("callbacks")),
            "registration": self._registration(raw.get("registration")),
            "result": self._source(raw.get("result")),
            "sanitizes": tuple(raw.get("sanitizes", ())),
            "copied": tuple(str(name) for name in self._list(raw.get("copied"), "copied")),
        }
        return Api(path=path, language=self._language, library=self._library, **common)  # type: ignore[arg-type]

    def _wrong(self, text: str) -> None:
        self._problems.append(f"{self._where}: {text}")

    def _mapping(self, raw: Any, what: str, keys: set[str]) -> dict[str, Any] | None:
        if raw is None:
            return None
        if not isinstance(raw, dict):
            self._wrong(f"{what} must be a mapping")
            return None
        for key in sorted(set(raw) - keys):
            self._wrong(f"{what}: unknown key {key!r}; known are {', '.join(sorted(keys))}")
        return raw

    def _port(self, raw: Any) -> Port | None:
        if not isinstance(raw, str):
            self._wrong(f"{raw!r} is no port")
            return None
        try:
            return parse_port(raw)
        except ValueError as error:
            self._wrong(str(error))
            return None

    def _ports(self, raw: Any) -> tuple[Port, ...]:
        items = [] if raw is None else [raw] if isinstance(raw, str) else raw
        if not isinstance(items, list):
            self._wrong(f"{raw!r}: expected a port or a list of ports")
            return ()
        return tuple(
            port
            for item in items
            for text in (expand(item) if isinstance(item, str) else [item])
            if (port := self._port(text)) is not None
        )

    def _source(self, raw: Any) -> SourceSpec | None:
        if isinstance(raw, str):
            return SourceSpec(raw, fixed_name="")
        found = self._mapping(raw, "source", {"kind", "name", "members", "fixed"})
        if found is None:
            return None
        name = found.get("name")
        return SourceSpec(
            str(found.get("kind", "")),
            self._port(name) if name is not None else None,
            str(found.get("fixed", "")),
            bool(found.get("members", False)),
        )

    def _sink(self, raw: Any) -> SinkSpec | None:
        found = self._mapping(raw, "sink", {"kind", "destination", "base", "host", "data", "body", "saves"})
        if found is None:
            return None
        return SinkSpec(
            str(found.get("kind", "")),
            self._ports(found.get("destination")),
            self._ports(found.get("base")),
            str(found.get("host", "")),
            self._ports(found.get("data")),
            self._ports(found.get("body")),
            self._ports(found.get("saves")),
        )

    def _message(self, raw: Any) -> MessageSpec | None:
        found = self._mapping(raw, "message", {"recipients", "content"})
        return None if found is None else MessageSpec(self._ports(found.get("recipients")), self._ports(found.get("content")))

    def _flows(self, raw: Any) -> tuple[FlowSpec, ...]:
        out = []
        for item in self._list(raw, "flows"):
            found = self._mapping(item, "flow", {"from", "to", "kind"})
            if found is None:
                continue
            kind = found.get("kind", "taint")
            if kind not in ("value", "taint"):
                self._wrong(f"flow: kind must be value or taint, not {kind!r}")
                continue
            for source in self._ports(found.get("from")):
                for target in self._ports(found.get("to", "Return")):
                    out.append(FlowSpec(source, target, kind))
        return tuple(out)

    def _callbacks(self, raw: Any) -> tuple[CallbackSpec, ...]:
        out = []
        for item in self._list(raw, "callbacks"):
            found = self._mapping(item, "callback", {"function", "arguments", "phase", "returns", "mutates"})
            if found is None:
                continue
            arguments: list[Port | SourceSpec] = []
            for argument in self._list(found.get("arguments"), "arguments"):
                value: Port | SourceSpec | None = self._source(argument) if isinstance(argument, dict) else self._port(argument)
                if value is not None:
                    arguments.append(value)
            for function in self._ports(found.get("function")):
                out.append(
                    CallbackSpec(
                        function,
                        tuple(arguments),
                        str(found.get("phase", "")),
                        bool(found.get("returns", False)),
                        bool(found.get("mutates", False)),
                    )
                )
        return tuple(out)

    def _registration(self, raw: Any) -> RegistrationSpec | None:
        found = self._mapping(
            raw,
            "registration",
            {"kind", "name", "description", "schema", "handler", "phase", "select", "phases", "label", "decorates"},
        )
        if found is None:
            return None
        select = found.get("select")
        phases = found.get("phases") or {}
        return RegistrationSpec(
            kind=str(found.get("kind", "tool")),
            name=self._ports(found.get("name")),
            description=self._ports(found.get("description")),
            schema=self._ports(found.get("schema")),
            handler=self._ports(found.get("handler")),
            phase=str(found.get("phase", "call")),
            select=self._port(select) if select is not None else None,
            phases=tuple((str(k), str(v)) for k, v in phases.items()),
            argument_label=str(found.get("label", "tool-argument")),
            decorates=bool(found.get("decorates", False)),
        )

    def _list(self, raw: Any, what: str) -> list[Any]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            self._wrong(f"{what} must be a list")
            return []
        return raw
