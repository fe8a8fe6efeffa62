"""Loads the knowledge base.

In: directories of YAML files. Out: `Knowledge`, or one DefinitionError that lists every mistake of every file.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from mcp_sast.errors import DefinitionError
from mcp_sast.knowledge.definitions import DefinitionReader
from mcp_sast.knowledge.directory import rules_directory
from mcp_sast.knowledge.knowledge import Knowledge
from mcp_sast.knowledge.service import HOST_CLASSES, TENANT_KINDS, HostRow, Service, TenantRow

_SERVICE_KEYS = ("id", "brands", "domains", "domain_hashes", "packages", "variables", "publishers", "source")
_TENANT_KEYS = ("kind", "hosts", "path", "segments", "repository", "except", "source")


class _Rows:
    """What the files read so far hold, and who said it first."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.services: list[Service] = []
        self.hosts: list[HostRow] = []
        self.tenants: list[TenantRow] = []
        self.own_platforms: list[str] = []
        self.said: dict[tuple[str, str], str] = {}

    def claim(self, reader: DefinitionReader, node: yaml.Node | None, kind: str, name: str, owner: str) -> None:
        """Each name has one owner; a second one is a mistake."""
        first = self.said.setdefault((kind, name), owner)
        if first != owner and node is not None:
            reader.problem(node, f"{kind} {name!r} is given to {owner!r} but already belongs to {first!r}")


def shipped_knowledge_directory() -> Path:
    """The directory of the knowledge base that ships with the tool."""
    return rules_directory() / "knowledge"


def load_knowledge(directories: tuple[Path, ...] = ()) -> Knowledge:
    """Load the knowledge base from all `*.yaml` files in the directories, by default from the shipped one.

    Raises DefinitionError with every mistake of every file.
    """
    rows = _Rows()
    for directory in directories or (shipped_knowledge_directory(),):
        if not directory.is_dir():
            rows.problems.append(f"{directory}: is no directory")
            continue
        for path in sorted(directory.glob("*.yaml")):
            _read_file(DefinitionReader(path, rows.problems), rows)
    if rows.problems:
        raise DefinitionError(tuple(rows.problems))
    return Knowledge(tuple(rows.services), tuple(rows.hosts), tuple(rows.tenants), tuple(rows.own_platforms))


def _read_file(reader: DefinitionReader, rows: _Rows) -> None:
    root = reader.root()
    if root is None:
        return
    entries = reader.mapping(root, "file", ("services", "hosts", "tenants", "own_platforms"))
    for node in reader.items(entries.get("services"), "services"):
        _read_service(reader, node, rows)
    for node in reader.items(entries.get("hosts"), "hosts"):
        _read_hosts(reader, node, rows)
    for node in reader.items(entries.get("tenants"), "tenants"):
        _read_tenants(reader, node, rows)
    rows.own_platforms.extend(_domains(reader, entries.get("own_platforms"), "own_platforms"))


def _read_service(reader: DefinitionReader, node: yaml.Node, rows: _Rows) -> None:
    entries = reader.mapping(node, "service", _SERVICE_KEYS, ("id", "brands", "source"))
    name = reader.text(entries.get("id"), "id")
    packages = _sub_mapping(reader, entries.get("packages"), "packages", ("npm", "pypi"))
    variables = _sub_mapping(reader, entries.get("variables"), "variables", ("secret", "plain", "prefixes", "sets"))
    service = Service(
        id=name,
        brands=tuple(brand.lower() for brand in reader.texts(entries.get("brands"), "brands")),
        domains=_domains(reader, entries.get("domains"), "domains"),
        domain_hashes=_hashes(reader, entries.get("domain_hashes")),
        npm=reader.texts(packages.get("npm"), "npm"),
        pypi=reader.texts(packages.get("pypi"), "pypi"),
        secrets=_variables(reader, variables.get("secret"), "secret"),
        plain=_variables(reader, variables.get("plain"), "plain"),
        prefixes=_variables(reader, variables.get("prefixes"), "prefixes"),
        variable_sets=tuple(_variables(reader, item, "set") for item in reader.items(variables.get("sets"), "sets")),
        publishers=tuple(publisher.lower() for publisher in reader.texts(entries.get("publishers"), "publishers")),
        source=reader.text(entries.get("source"), "source"),
    )
    if not (service.domains or service.domain_hashes):
        reader.problem(node, f"service {name!r} has neither domains nor domain_hashes")
    for prefix in service.prefixes:
        if not prefix.endswith("_"):
            reader.problem(node, f"service {name!r}: prefix {prefix!r} must end with '_'")
    _claim_all(reader, node, rows, service)
    rows.services.append(service)


def _claim_all(reader: DefinitionReader, node: yaml.Node, rows: _Rows, service: Service) -> None:
    if rows.said.setdefault(("service", service.id), str(len(rows.services))) != str(len(rows.services)):
        reader.problem(node, f"service {service.id!r} stands twice")
    for kind, names in (
        ("domain", service.domains), ("domain hash", service.domain_hashes), ("npm package", service.npm),
        ("PyPI package", service.pypi), ("brand", service.brands), ("variable", service.secrets + service.plain),
        ("prefix", service.prefixes), ("publisher", service.publishers),
    ):
        for name in names:
            rows.claim(reader, node, kind, name, service.id)


def _read_hosts(reader: DefinitionReader, node: yaml.Node, rows: _Rows) -> None:
    entries = reader.mapping(node, "host row", ("class", "domains", "source"), ("class", "domains", "source"))
    kind = reader.text(entries.get("class"), "class")
    if kind not in HOST_CLASSES:
        reader.problem(node, f"class {kind!r} is unknown; known are {', '.join(HOST_CLASSES)}")
        return
    source = reader.text(entries.get("source"), "source")
    for domain in _domains(reader, entries.get("domains"), "domains"):
        rows.claim(reader, node, "host", domain, kind)
        rows.hosts.append(HostRow(domain, kind, source))


def _read_tenants(reader: DefinitionReader, node: yaml.Node, rows: _Rows) -> None:
    entries = reader.mapping(node, "tenant row", _TENANT_KEYS, ("kind", "hosts", "source"))
    kind = reader.text(entries.get("kind"), "kind")
    if kind not in TENANT_KINDS:
        reader.problem(node, f"kind {kind!r} is unknown; known are {', '.join(TENANT_KINDS)}")
        return
    path = reader.text(entries.get("path"), "path")
    if path and not path.startswith("/"):
        reader.problem(node, f"path {path!r} must start with '/'")
    segments = reader.number(entries.get("segments"), "segments", 1)
    repository = reader.text(entries.get("repository"), "repository")
    excluded = reader.texts(entries.get("except"), "except")
    source = reader.text(entries.get("source"), "source")
    for host in _domains(reader, entries.get("hosts"), "hosts"):
        rows.claim(reader, node, "tenant host", host + path, kind)
        rows.tenants.append(TenantRow(host, path, segments, kind, repository, excluded, source))


def _sub_mapping(reader: DefinitionReader, node: yaml.Node | None, what: str, allowed: tuple[str, ...]) -> dict[str, yaml.Node]:
    return reader.mapping(node, what, allowed) if node is not None else {}


def _domains(reader: DefinitionReader, node: yaml.Node | None, what: str) -> tuple[str, ...]:
    out = reader.texts(node, what)
    for name in out:
        if node is not None and (name != name.lower() or "/" in name or ":" in name or "." not in name.strip(".")):
            reader.problem(node, f"{what}: {name!r} is no domain in lower case")
    return out


def _hashes(reader: DefinitionReader, node: yaml.Node | None) -> tuple[str, ...]:
    out = reader.texts(node, "domain_hashes")
    for value in out:
        if node is not None and (len(value) != 64 or value.strip("0123456789abcdef")):
            reader.problem(node, f"domain_hashes: {value!r} is no SHA-256 in lower case hexadecimal")
    return out


def _variables(reader: DefinitionReader, node: yaml.Node | None, what: str) -> tuple[str, ...]:
    out = reader.texts(node, what)
    for name in out:
        if node is not None and (name != name.upper() or not name.replace("_", "").isalnum()):
            reader.problem(node, f"{what}: {name!r} is no variable name in upper case")
    return out
