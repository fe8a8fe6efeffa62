"""Reads a captured answer in whatever form a client, a log or a manifest has it.

In: the bytes of a file. Out: its `Answer`. Raises NothingToAnalyseError for a file that holds none, or is no JSON.

    {"jsonrpc": "2.0", "result": {"tools": […]}}     an answer; bare results, plain lists of tools, several pages, JSON lines and logs,
    {"history": [{"response": "{\\"tools\\": …}"}]}    exports of clients and of the inspector (JSON inside strings too),
    {"manifest_version": …, "tools": […]}            an MCPB manifest, a registry's server.json, a catalogue's list of tools
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from mcp_sast.answers.answer import Answer, AnsweredServer, AnsweredTool
from mcp_sast.answers.placed_json import JsonError, Members, PlacedValue, nested, read_placed
from mcp_sast.dataflow.values import Site
from mcp_sast.errors import NothingToAnalyseError
from mcp_sast.mcp.model_texts import SHORTEST, ModelText

FORMS = (
    "a JSON-RPC answer, a result or a list of tools, several of them, JSON lines, a client's export, an MCPB manifest or a server.json"
)
MOST_LEVELS = 100
_SURROGATE = re.compile("[\ud800-\udfff]")
# Keys under which something is listed, and what it is.
_LISTS = {"tools": "tool", "prompts": "prompt", "resources": "resource", "resourceTemplates": "resource", "resource_templates": "resource"}
_NAMES = ("name", "uri", "uriTemplate", "id")
_SIGNS_OF_A_TOOL = ("description", "inputSchema", "input_schema", "parameters", "arguments", "annotations")
_SIGNS_OF_A_SERVER = ("serverInfo", "protocolVersion", "capabilities", "server_info")
_MAPS_OF_SERVERS = frozenset({"mcpServers", "servers", "mcp_servers"})
# What tools gave back is not the author's word.
_NOT_SAID = frozenset({"content", "structuredContent", "findings"})
_NO_TEXT = frozenset({"type", "$schema", "$ref", "format", "mimeType", "handler"})
_NAMED_BELOW = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_ASKS = frozenset({"elicitation/create", "sampling/createMessage"})


def read_answer(path: str, data: bytes) -> Answer:
    """All that the file says of servers, tools, prompts and resources."""
    values, error = read_placed(data)
    if error is not None:
        raise NothingToAnalyseError(_no_json(path, error))
    reader = _Reader(path)
    for value in values:
        reader.read(value)
    if not reader.texts and not reader.tools:
        raise NothingToAnalyseError(f"{path}: JSON, but no tools, prompts, resources or instructions in it; pass {FORMS}")
    return Answer(path, tuple(reader.servers), tuple(reader.tools), tuple(reader.texts))


def _no_json(path: str, error: JsonError) -> str:
    return f"{path}:{error.line}:{error.column}: no JSON ({error.reason}); pass {FORMS}"


class _Reader:
    """Walks the values of one file. No recursion: what is nested deeply waits on a list."""

    def __init__(self, path: str) -> None:
        self.servers: list[AnsweredServer] = []
        self.tools: list[AnsweredTool] = []
        self.texts: list[ModelText] = []
        self._path = path

    def read(self, placed: PlacedValue) -> None:
        todo: list[tuple[PlacedValue, Any, str]] = [(placed, placed.value, "")]
        if _is_list_of_things(placed.value):
            for index in range(len(placed.value)):
                self._thing(placed, placed.value, index, "tool", "")
            return
        while todo:
            where, value, owner = todo.pop()
            if isinstance(value, Members):
                todo.extend(reversed(list(self._object(where, value, owner))))
            elif isinstance(value, list):
                todo.extend((where, item, owner) for item in reversed(value) if isinstance(item, list))
                for index in range(len(value) - 1, -1, -1):
                    todo.extend((inner, inner.value, owner) for inner in self._in_string(where, value, index, value[index]))

    def _object(self, placed: PlacedValue, value: Members, owner: str) -> Iterator[tuple[PlacedValue, Any, str]]:
        """What one object says itself; yields what is to be looked into."""
        keys = {name for name, _ in value}
        owner = self._server(placed, value, keys, owner)
        for index, (key, inner) in enumerate(value):
            kind = _LISTS.get(key)
            if kind is not None and isinstance(inner, list) and self._list(placed, value, index, kind, owner):
                continue
            if key in _NOT_SAID:
                continue
            if key == "messages" and isinstance(inner, list):
                self._strings(placed, inner, "prompt", owner, "messages")
            elif key == "params" and value.get("method") in _ASKS and isinstance(inner, list):
                self._strings(placed, inner, "ask", owner, "params")
            elif isinstance(inner, list):
                yield placed, inner, self._named_server(placed, value, index) if key not in _LISTS else owner
            else:
                yield from ((found, found.value, owner) for found in self._in_string(placed, value, index, inner))

    def _named_server(self, placed: PlacedValue, value: Members, index: int) -> str:
        return str(value[index][0]) if value[index][0] not in _MAPS_OF_SERVERS else ""

    def _in_string(self, placed: PlacedValue, container: Any, index: int, text: Any) -> Iterator[PlacedValue]:
        if isinstance(text, str) and len(text) > 20 and text.lstrip()[:1] in ("{", "[") and '"' in text:
            found = nested(text, placed.span(container, index))
            if found is not None and isinstance(found.value, list):
                yield found

    def _server(self, placed: PlacedValue, value: Members, keys: set[str], owner: str) -> str:
        """Who speaks: the server that this object introduces, else the one it lies in."""
        info = value.get("serverInfo") or value.get("server_info")
        said = info if isinstance(info, Members) else value
        is_server = isinstance(info, Members) or (
            "name" in keys
            and (keys & {"tools", "packages", "remotes", "manifest_version", "dxt_version"})
            and isinstance(value.get("name"), str)
        )
        if not is_server and not keys & set(_SIGNS_OF_A_SERVER):
            return owner
        name, version = said.get("name"), said.get("version")
        name = _text(name) if isinstance(name, str) else owner
        if is_server and name:
            index = next((i for i, (key, _) in enumerate(said) if key == "name"), 0)
            site = self._site(placed.span(said, index))
            self.servers.append(AnsweredServer(name, _text(version) if isinstance(version, str) else "", site))
        for index, (key, inner) in enumerate(value):
            if key in ("instructions", "description", "long_description", "title", "display_name") and isinstance(inner, str):
                self._say(inner, "server", name, key, placed.span(value, index))
        if isinstance(info, Members):
            self._strings(placed, info, "server", name, "serverInfo")
        return name

    # -------------------------------------------------------------------------------------------------------------- lists

    def _list(self, placed: PlacedValue, value: Members, index: int, kind: str, owner: str) -> bool:
        """A list of things, or a map of them by name; False if it is neither."""
        inner = value[index][1]
        if isinstance(inner, Members):
            if not inner or not all(isinstance(item, Members) and _is_thing(item) for _, item in inner):
                return False
        elif not any(isinstance(item, Members) and _name(_thing(item)) for item in inner):
            return False
        for at in range(len(inner)):
            self._thing(placed, inner, at, kind, owner)
        return True

    def _thing(self, placed: PlacedValue, container: Any, index: int, kind: str, owner: str) -> None:
        item = container[index]
        key = ""
        if isinstance(container, Members):
            key, item = item
        if not isinstance(item, Members):
            return
        item = _thing(item)
        name = _text(_name(item) or key)
        named = next((i for i, (k, v) in enumerate(item) if k in _NAMES and isinstance(v, str)), None)
        if named is not None:
            site = self._site(placed.span(item, named))
        else:
            site = self._site(placed.key_span(container, index) if key else placed.span(container, index))
        if name:
            self.texts.append(ModelText(name, kind, name, "name", site, exact=True, is_name=True))
        if kind == "tool":
            description = item.get("description")
            told = _text(description) if isinstance(description, str) else ""
            definition = json.dumps(_plain(item), ensure_ascii=True, separators=(",", ":"))
            self.tools.append(AnsweredTool(name, told, site, definition, owner))
        self._strings(placed, item, kind, name, "", skip=named)

    def _strings(self, placed: PlacedValue, value: Any, kind: str, owner: str, part: str, skip: int | None = None) -> None:
        """All strings in a value, the names of properties too, with the keys that lead to each."""
        todo: list[tuple[Any, str, bool]] = [(value, part, False)]
        first = True
        while todo:
            here, path, names = todo.pop()
            is_object = isinstance(here, Members)
            for index, item in enumerate(here):
                key, inner = item if is_object else ("", item)
                below = f"{path}.{key}" if path and key else key or path
                if is_object and names:
                    self.texts.append(
                        ModelText(_text(key), kind, owner, below, self._site(placed.key_span(here, index)), exact=True, is_name=True)
                    )
                if isinstance(inner, str):
                    if not (first and index == skip) and (names or key not in _NO_TEXT):
                        is_name = key == "name" and path in ("arguments", "parameters")
                        self._say(inner, kind, owner, below, placed.span(here, index), is_name)
                elif isinstance(inner, list):
                    todo.append((inner, below, is_object and not names and key in _NAMED_BELOW and isinstance(inner, Members)))
            first = False

    def _say(self, text: str, kind: str, owner: str, part: str, span: tuple[int, int], is_name: bool = False) -> None:
        if is_name or len(text) >= SHORTEST or not text.isascii():
            self.texts.append(ModelText(_text(text), kind, owner, part, self._site(span), exact=True, is_name=is_name))

    def _site(self, span: tuple[int, int]) -> Site:
        return Site(self._path, *span)


def _is_list_of_things(value: Any) -> bool:
    if not isinstance(value, list) or isinstance(value, Members):
        return False
    return any(isinstance(item, Members) and _name(_thing(item)) and _is_thing(_thing(item)) for item in value) and not any(
        isinstance(item, Members) and item.get("jsonrpc") for item in value
    )


def _is_thing(item: Members) -> bool:
    return any(item.get(sign) is not None for sign in _SIGNS_OF_A_TOOL)


def _thing(item: Members) -> Members:
    """The tool itself, where a client's format wraps it: `{"type": "function", "function": {…}}`, `{"tool": {…}}`."""
    for key in ("function", "tool", "definition"):
        inner = item.get(key)
        if isinstance(inner, Members) and _name(inner):
            return inner
    return item


def _name(item: Members) -> str:
    return next((value for key in _NAMES if isinstance(value := item.get(key), str)), "")


def _text(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("�", text)


def _plain(value: Any, depth: int = 0) -> Any:
    """A value as `json` writes it, cut where no definition of a tool is that deep."""
    if not isinstance(value, list) or depth > MOST_LEVELS:
        return None if isinstance(value, list) else value
    if isinstance(value, Members):
        return {key: _plain(inner, depth + 1) for key, inner in value}
    return [_plain(inner, depth + 1) for inner in value]
