"""Reads a package.json.

In: its bytes. Out: `Statements` of the npm ecosystem; entry points still as the manifest writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.packages.data_value import DataValue
from mcp_sast.packages.host_mentions import declared_in
from mcp_sast.packages.json_document import read_json
from mcp_sast.packages.statements import Dependency, DependencyKind, EntryText, ModuleFields, Statements

_HOOKS = frozenset({"preinstall", "install", "postinstall"})
_RUNNERS = frozenset(
    {
        "node",
        "tsx",
        "ts-node",
        "ts-node-esm",
        "bun",
        "deno",
        "nodemon",
        "python",
        "python3",
        "sh",
        "bash",
        "zx",
        "esno",
        "jiti",
        "sucrase-node",
    }
)
_CODE_FILE = re.compile(r"[\w@./\\-]+\.(?:[cm]?[jt]sx?|py|sh)|(?:\./|\.\./)?[\w@-]+(?:/[\w@.-]+)+")
_SEPARATOR = re.compile(r"&&|\|\||[;|&\n]")
_DEPENDENCY_FIELDS: tuple[tuple[str, DependencyKind], ...] = (
    ("dependencies", "runtime"), ("optionalDependencies", "optional"), ("peerDependencies", "peer"), ("devDependencies", "dev"),
)  # fmt: skip
# Conditions under which only types are found, never code.
_TYPE_CONDITIONS = frozenset({"types", "typings"})
_LONGEST_SCRIPT = 10_000


def read_package_json(path: str, data: bytes) -> tuple[Statements, DataValue | None]:
    """What a package.json says, and its value; a file that is no object says nothing and earns a diagnostic."""
    value, diagnostics = read_json(path, data)
    if value is None or value.kind != "object":
        if value is not None:
            diagnostics += (Diagnostic("broken-manifest", f"{path}: not a JSON object; nothing of it is known", value.place),)
        return Statements(diagnostics=diagnostics), value
    name, version = value.get("name"), value.get("version")
    homepage = value.get("homepage")
    return Statements(
        name=value.text("name"),
        version=value.text("version"),
        description=value.text("description"),
        name_place=name.place if name else None,
        version_place=version.place if version else None,
        entries=tuple(_entries(value)),
        hosts=declared_in(homepage, "metadata"),
        dependencies=tuple(_dependencies(value)),
        urls=_texts(homepage, value.get("funding"), value.get("bugs")),
        authors=tuple(_people(value)),
        repository=value.text("repository") or value.text("repository", "url"),
        keywords=_texts(value.get("keywords")),
        module_type="module" if value.text("type") == "module" else "commonjs",
        module_fields=_module_fields(value),
        diagnostics=diagnostics,
    ), value


def _module_fields(value: DataValue) -> ModuleFields:
    browser, exports, imports = value.get("browser"), value.get("exports"), value.get("imports")
    return ModuleFields(
        main=value.text("main"),
        module=value.text("module"),
        browser=browser.plain() if browser else None,
        exports=exports.plain() if exports else None,
        imports=imports.plain() if imports else None,
    )


def _entries(value: DataValue) -> Iterator[EntryText]:
    commands = value.get("bin")
    if commands is not None and commands.kind == "string":
        yield EntryText("bin", str(commands.scalar), value.text("name").rsplit("/", 1)[-1], commands.place)
    for member in commands.members if commands else ():
        if isinstance(member.value.scalar, str):
            yield EntryText("bin", member.value.scalar, member.key, member.value.place)
    folder = value.get("directories", "bin")
    if folder is not None and isinstance(folder.scalar, str) and commands is None:
        yield EntryText("bin", folder.scalar.rstrip("/") + "/*", "directories.bin", folder.place)
    for key in ("main", "module", "browser"):
        field = value.get(key)
        if field is not None and isinstance(field.scalar, str):
            yield EntryText("main", field.scalar, key, field.place)
    exports = value.get("exports")
    if exports is not None:
        yield from _export_targets(exports)
    scripts = value.get("scripts")
    for member in scripts.members if scripts else ():
        if isinstance(member.value.scalar, str):
            for text in script_files(member.value.scalar):
                yield EntryText("hook" if member.key in _HOOKS else "script", text, member.key, member.value.place)


def _export_targets(exports: DataValue) -> Iterator[EntryText]:
    """Every file that `exports` names, under any condition but types; the name is the subpath."""
    stack = [(exports, ".")]
    while stack:
        value, subpath = stack.pop()
        if isinstance(value.scalar, str) and not value.scalar.endswith((".d.ts", ".d.mts", ".d.cts", ".json", ".css")):
            yield EntryText("exports", value.scalar, subpath, value.place)
        stack.extend((item, subpath) for item in reversed(value.items))
        stack.extend(
            (member.value, member.key if member.key.startswith(".") else subpath)
            for member in reversed(value.members)
            if member.key not in _TYPE_CONDITIONS
        )


def script_files(script: str) -> list[str]:
    """The files that a shell line runs with an interpreter (`node dist/x.js`, `tsx src/a.ts`) or by path (`./scripts/x.sh`)."""
    found: list[str] = []
    for command in _SEPARATOR.split(script[:_LONGEST_SCRIPT]):
        words = [word.strip("\"'") for word in command.split()]
        runner = next((at for at, word in enumerate(words) if word.rsplit("/", 1)[-1] in _RUNNERS), None)
        if runner is None:
            first = next((word for word in words if "=" not in word), "")
            candidates = [first] if first.startswith(("./", "../")) else []
        elif {"-e", "--eval", "-p", "-c"} & set(words[runner + 1 : runner + 3]):
            candidates = []
        else:
            candidates = [word for word in words[runner + 1 :] if not word.startswith("-")]
        for word in candidates:
            if _CODE_FILE.fullmatch(word) and word not in found:
                found.append(word)
    return found


def _dependencies(value: DataValue) -> Iterator[Dependency]:
    for key, kind in _DEPENDENCY_FIELDS:
        field = value.get(key)
        for member in field.members if field else ():
            yield Dependency(
                member.key, member.value.scalar if isinstance(member.value.scalar, str) else "", kind, member.value.place
            )


def _texts(*values: DataValue | None) -> tuple[str, ...]:
    return tuple(str(string.scalar) for value in values if value is not None for string in value.strings())


def _people(value: DataValue) -> Iterator[str]:
    for key in ("author", "contributors", "maintainers"):
        field = value.get(key)
        if field is None:
            continue
        for person in field.items or (field,):
            if isinstance(person.scalar, str) and person.scalar:
                yield person.scalar
            elif person.members:
                parts = (person.text("name"), f"<{person.text('email')}>" if person.text("email") else "", person.text("url"))
                yield " ".join(part for part in parts if part)
