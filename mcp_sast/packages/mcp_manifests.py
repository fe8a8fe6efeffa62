"""Reads the manifests that describe an MCP server: what it declares to registries, bundles and sandboxes.

In: the files beside a package's manifest. Out: `Statements`: hosts and variables of tier "manifest", entry points.

    server.json                    remotes[].url, transport.url, environmentVariables; ToolHive's permissions in its _meta
    manifest.json (MCPB, DXT)      server.entry_point, mcp_config.env, user_config
    smithery.yaml                  configSchema, names in commandFunction
    server.yaml (Docker), ToolHive allowHosts, allow_host, env
    fastmcp.json                   source.path and entrypoint
    Dockerfile, .env.example       names of variables
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from mcp_sast.findings.place import Place
from mcp_sast.packages.data_value import DataValue
from mcp_sast.packages.host_mentions import declared_at, declared_in, host_of
from mcp_sast.packages.json_document import read_json
from mcp_sast.packages.readme import variable_name
from mcp_sast.packages.statements import DeclaredHost, DeclaredVariable, EntryText, Statements
from mcp_sast.packages.yaml_document import read_yaml

_CAPITALS = re.compile(r"(?<![A-Za-z0-9_])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![a-z])")
_DOCKER_VARIABLE = re.compile(rb"^[ \t]*ENV[ \t]+([A-Za-z_][A-Za-z0-9_]*)", re.MULTILINE | re.IGNORECASE)
_EXAMPLE_VARIABLE = re.compile(rb"^[ \t]*#?[ \t]*(?:export[ \t]+)?([A-Z][A-Z0-9_]+)[ \t]*=", re.MULTILINE)
_EXAMPLES = (".env.example", ".env.sample", ".env.template", ".env.dist", "env.example", "example.env", ".env.local.example")
_MOST_BYTES_OF_TEXT = 256 * 1024


def read_mcp_manifests(root: str, files: Mapping[str, bytes]) -> tuple[Statements, ...]:
    """What the MCP manifests directly below `root` say, one `Statements` a file."""
    found: list[Statements] = []
    for names, reader in _DATA_FILES:
        for name in names:
            path = f"{root}/{name}" if root else name
            if path in files:
                value, diagnostics = (read_json if name.endswith(".json") else read_yaml)(path, files[path])
                said = reader(value) if value is not None and value.kind == "object" else Statements()
                if said != Statements() or name in _ALWAYS_COMPLAINS:
                    found.append(
                        Statements(entries=said.entries, hosts=said.hosts, variables=said.variables, diagnostics=diagnostics)
                    )
    for name in ("Dockerfile", *_EXAMPLES):
        path = f"{root}/{name}" if root else name
        if path in files:
            pattern = _DOCKER_VARIABLE if name == "Dockerfile" else _EXAMPLE_VARIABLE
            found.append(Statements(variables=tuple(_named(path, files[path], pattern))))
    return tuple(found)


def _named(path: str, data: bytes, pattern: re.Pattern[bytes]) -> Iterator[DeclaredVariable]:
    for match in pattern.finditer(data[:_MOST_BYTES_OF_TEXT]):
        yield DeclaredVariable(match[1].decode("ascii"), "metadata", Place(path, match.start(1), match.end(1)))


def _items(value: DataValue | None) -> tuple[DataValue, ...]:
    return value.items if value is not None else ()


def _variable(value: DataValue, key: str = "name") -> Iterator[DeclaredVariable]:
    """`{"name": "X", "isSecret": true}`, in the spellings of all registries."""
    named = value.get(key)
    if named is not None and isinstance(named.scalar, str) and named.scalar:
        marks = (value.get(mark) for mark in ("isSecret", "is_secret", "secret", "sensitive"))
        secret = any(mark is not None and mark.scalar in (True, "true") for mark in marks)
        yield DeclaredVariable(named.scalar, "manifest", named.place, secret)


def _server_json(value: DataValue) -> Statements:
    hosts = list(declared_in(value.get("websiteUrl"), "manifest"))
    variables: list[DeclaredVariable] = []
    for remote in _items(value.get("remotes")):
        hosts += declared_in(remote.get("url"), "manifest")
    for package in _items(value.get("packages")):
        hosts += declared_in(package.get("transport", "url"), "manifest")
        for key in ("environmentVariables", "environment_variables"):
            for variable in _items(package.get(key)):
                variables += _variable(variable)
                for field in ("default", "value", "choices"):
                    hosts += declared_in(variable.get(field), "manifest")
    meta = value.get("_meta")
    permissions = _outbound(meta) if meta is not None else ()
    return Statements(hosts=(*hosts, *permissions), variables=tuple(variables))


def _bundle_manifest(value: DataValue) -> Statements:
    """MCPB's (DXT's) manifest.json; other files of this name have neither of its marks."""
    server = value.get("server")
    if server is None or not (
        value.get("manifest_version") or value.get("dxt_version") or value.get("mcpb_version") or server.get("mcp_config")
    ):
        return Statements()
    entry = server.get("entry_point")
    entries = (
        [EntryText("manifest", str(entry.scalar), "server.entry_point", entry.place)]
        if entry and isinstance(entry.scalar, str)
        else []
    )
    entries += [
        EntryText("manifest", str(argument.scalar).partition("${__dirname}")[2].lstrip("/\\"), "mcp_config.args", argument.place)
        for argument in _items(server.get("mcp_config", "args"))
        if isinstance(argument.scalar, str) and "${__dirname}" in argument.scalar
    ]
    hosts = [
        host
        for key in ("homepage", "documentation", "support", "privacy_policies")
        for host in declared_in(value.get(key), "metadata")
    ]
    environment = server.get("mcp_config", "env")
    options = value.get("user_config")
    secrets = {
        member.key
        for member in (options.members if options else ())
        if (mark := member.value.get("sensitive")) is not None and mark.scalar is True
    }
    variables = [
        DeclaredVariable(
            member.key, "manifest", member.key_place, any(f"user_config.{name}}}" in str(member.value.scalar) for name in secrets)
        )
        for member in (environment.members if environment else ())
    ]
    variables += [
        DeclaredVariable(member.key, "manifest", member.key_place, member.key in secrets)
        for member in (options.members if options else ())
    ]
    for member in options.members if options else ():
        hosts += declared_in(member.value.get("default"), "manifest")
    return Statements(entries=tuple(entries), hosts=tuple(hosts), variables=tuple(variables))


def _smithery(value: DataValue) -> Statements:
    properties = value.get("startCommand", "configSchema", "properties")
    variables = [
        DeclaredVariable(member.key, "manifest", member.key_place) for member in (properties.members if properties else ())
    ]
    function = value.get("startCommand", "commandFunction")
    if function is not None and isinstance(function.scalar, str):
        names = dict.fromkeys(_CAPITALS.findall(function.scalar))
        variables += [DeclaredVariable(name, "manifest", function.place) for name in names if variable_name(name)]
    environment = value.get("env")
    variables += [
        DeclaredVariable(member.key, "manifest", member.key_place) for member in (environment.members if environment else ())
    ]
    return Statements(variables=tuple(variables))


def _sandbox(value: DataValue) -> Statements:
    """Docker's catalogue entry (`run.allowHosts`), a ToolHive registry entry or permission profile (`allow_host`)."""
    hosts = list(_outbound(value))
    for item in _items(value.get("run", "allowHosts")):
        hosts += _allowed(item)
    hosts += declared_in(value.get("remote", "url"), "manifest")
    if not hosts and value.get("run") is None and value.get("env_vars") is None and value.get("config") is None:
        return Statements()
    variables: list[DeclaredVariable] = []
    for item in _items(value.get("env_vars")):
        variables += _variable(item)
    for item in _items(value.get("config", "secrets")):
        variables += [DeclaredVariable(found.name, "manifest", found.place, True) for found in _variable(item, "env")]
    for item in _items(value.get("config", "env")):
        variables += _variable(item)
    return Statements(hosts=tuple(hosts), variables=tuple(variables))


def _outbound(value: DataValue) -> tuple[DeclaredHost, ...]:
    """Every `outbound.allow_host` list in a value: a registry's entry holds the profile at a depth of its own."""
    found: list[DeclaredHost] = []
    stack = [value]
    while stack:
        current = stack.pop()
        allowed = current.get("outbound", "allow_host")
        for item in _items(allowed):
            found += _allowed(item)
        stack.extend(reversed(current.items))
        stack.extend(member.value for member in reversed(current.members))
    return tuple(found)


def _allowed(item: DataValue) -> tuple[DeclaredHost, ...]:
    """`host`, `host:port` or `.host` (the domain and all below it)."""
    written = item.scalar[:500] if isinstance(item.scalar, str) else ""
    if "://" in written:
        return declared_at(written, "manifest", item.place)
    host = host_of(f"https://{written.removeprefix('*').removeprefix('.')}")
    if not host:
        return ()
    return (DeclaredHost(f"*.{host}" if written.startswith((".", "*")) else host, written, "manifest", item.place),)


def _fastmcp(value: DataValue) -> Statements:
    source = value.get("source")
    path = source.get("path") if source is not None else None
    if source is None or path is None or not isinstance(path.scalar, str):
        return Statements()
    environment = value.get("deployment", "env")
    variables = tuple(
        DeclaredVariable(member.key, "manifest", member.key_place) for member in (environment.members if environment else ())
    )
    entry = EntryText("manifest", path.scalar, "fastmcp.json", path.place, function=source.text("entrypoint"))
    return Statements(entries=(entry,), variables=variables)


_DATA_FILES: tuple[tuple[tuple[str, ...], Callable[[DataValue], Statements]], ...] = (
    (("server.json",), _server_json),
    (("manifest.json",), _bundle_manifest),
    (("smithery.yaml", "smithery.yml"), _smithery),
    (("server.yaml", "server.yml", "toolhive.json", "toolhive.yaml", "permissions.json", "permission-profile.json"), _sandbox),
    (("fastmcp.json",), _fastmcp),
)
# Names that belong to MCP alone: one that can't be read is worth a word. The others are anybody's.
_ALWAYS_COMPLAINS = frozenset({"server.json", "smithery.yaml", "smithery.yml", "fastmcp.json"})
