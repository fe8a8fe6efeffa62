"""Reads configurations of MCP clients: which servers they start and talk to.

In: a file's name and bytes. Out: `ClientServer`s with places. Claude Desktop and Code, Cursor, VS Code, Windsurf, Cline, Continue, Gemini,
Zed (JSON, JSON with comments), Codex (TOML), Goose and Continue (YAML). Nothing is started.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.packages.data_value import DataValue
from mcp_sast.packages.json_document import read_json
from mcp_sast.packages.supply import ClientServer
from mcp_sast.packages.toml_document import TextPlaces, list_at, read_toml, table_at, text_at
from mcp_sast.packages.yaml_document import read_yaml

_JSON_NAMES = frozenset({
    "mcp.json", ".mcp.json", "claude_desktop_config.json", ".claude.json", "mcp_config.json", "cline_mcp_settings.json",
    "mcp_settings.json", "mcp-servers.json", "mcp_servers.json", "mcp-config.json", "opencode.json", "opencode.jsonc",
    "librechat.json", "roo_mcp.json",
})  # fmt: skip
# Names that hold much else: only below the folder of the client they belong to.
_IN_FOLDERS = {
    "settings.json": (".gemini", "zed", ".zed", ".vscode", "user", ".claude", ".qwen"), "settings.local.json": (".claude",),
    "config.json": (".continue", ".cursor", ".codeium"), "config.toml": (".codex",), "config.yaml": (".continue", "goose"),
    "claude_code_config.json": ("",),
}  # fmt: skip
_KEYS = ("mcpServers", "servers", "context_servers", "mcp_servers", "mcp.servers", "mcp", "extensions")
_MOST_BYTES = 8 * 1024 * 1024


def is_client_configuration(path: str) -> bool:
    """Whether a file's name is that of a client's configuration."""
    folder, _, name = path.rpartition("/")
    if name.lower() in _JSON_NAMES:
        return True
    return folder.rpartition("/")[2].lower() in _IN_FOLDERS.get(name.lower(), ()) and bool(folder)


def read_client_configuration(path: str, data: bytes) -> tuple[tuple[ClientServer, ...], tuple[Diagnostic, ...]]:
    """The servers of a configuration, in order of the file."""
    if path.endswith(".toml"):
        return _of_toml(path, data)
    value, diagnostics = (read_yaml if path.endswith((".yaml", ".yml")) else read_json)(path, data[:_MOST_BYTES])
    if value is None or value.kind != "object":
        return (), diagnostics
    return tuple(_servers(path, value)), diagnostics


def _servers(path: str, value: DataValue) -> Iterator[ClientServer]:
    """The tables of servers at any of their places: at the top, below `mcp`, and for each project of Claude Code."""
    stack = [value]
    while stack:
        current = stack.pop()
        for key in _KEYS:
            held = current.get(key)
            if held is None:
                continue
            if key == "mcp" and (held.get("servers") is not None or held.get("mcpServers") is not None):
                stack.append(held)
                continue
            for member in held.members:
                yield from _server(path, member.key, member.key_place, member.value)
            for item in held.items:  # Continue writes a list of {name, command, args}
                yield from _server(path, item.text("name"), item.place, item)
        projects = current.get("projects")
        stack.extend(member.value for member in (projects.members if projects else ()) if member.value.kind == "object")


def _server(path: str, name: str, place: Place, value: DataValue) -> Iterator[ClientServer]:
    command = value.get("command") or value.get("cmd")
    held = value if command is None or command.kind != "object" else command  # Zed: {"command": {"path": …, "args": […]}}
    first = held.get("path") if held is not value else command
    words: list[DataValue] = []
    if first is not None:
        words += first.items or (first,)
    arguments = held.get("args") or held.get("arguments")
    words += arguments.items if arguments is not None else ()
    texts = [(str(word.scalar), word.place) for word in words if isinstance(word.scalar, (str, int, float))]
    url = value.text("url") or value.text("serverUrl") or value.text("httpUrl") or value.text("uri")
    if not texts and not url:
        return
    environment = value.get("env") or value.get("environment") or value.get("headers")
    variables = tuple(
        (member.key, str(member.value.scalar), member.value.place)
        for member in (environment.members if environment else ())
        if isinstance(member.value.scalar, str)
    )
    yield ClientServer(name, path, tuple(text for text, _ in texts), url, place, tuple(at for _, at in texts), variables)


def _of_toml(path: str, data: bytes) -> tuple[tuple[ClientServer, ...], tuple[Diagnostic, ...]]:
    table, diagnostics = read_toml(path, data)
    places = TextPlaces(path, data)
    found = []
    for name, held in table_at(table, "mcp_servers").items():
        if not isinstance(held, dict):
            continue
        section = f"mcp_servers.{name}"
        first = places.key(section, "command") or places.key(section, "args") or places.key(section, "url")
        place = first or places.string(text_at(held, "command")) or Place(path, 0, min(1, len(data)))
        arguments = [word for word in list_at(held, "args") if isinstance(word, str)]
        words = [word for word in (text_at(held, "command"), *arguments) if word]
        at = places.key(section, "args") or place
        variables = tuple(
            (key, value, places.string(value) or place) for key, value in table_at(held, "env").items() if isinstance(value, str)
        )
        url = text_at(held, "url")
        if words or url:
            found.append(
                ClientServer(name, path, tuple(words), url, place, tuple(places.string(word) or at for word in words), variables)
            )
    return tuple(found), diagnostics
