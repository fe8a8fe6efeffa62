"""Imports lead where Node and Python would go, never outside the tree, and decoys hide no library."""

from __future__ import annotations

import pytest

from mcp_sast.packages.data_value import PlainObject, PlainValue
from mcp_sast.packages.statements import Dependency, ModuleFields, Package
from mcp_sast.program.resolution import ImportStyle
from mcp_sast.program.resolver import Resolution, Resolver


def plain(value: object) -> PlainValue:
    if isinstance(value, dict):
        return PlainObject(tuple((key, plain(inner)) for key, inner in value.items()))
    if isinstance(value, list):
        return tuple(plain(inner) for inner in value)
    assert value is None or isinstance(value, str)
    return value


EXPORTS = {
    ".": {"types": "./dist/index.d.ts", "import": "./dist/index.mjs", "require": "./dist/index.cjs"},
    "./text": "./dist/text.js",
    "./features/*": "./dist/features/*.js",
    "./features/private/*": None,
    "./deep": {"node": {"import": ["./missing.js", "./dist/deep.mjs"]}, "default": "./dist/text.js"},
    "./climb": "../../secret.js",
}
NODE_FILES = """
    package.json secret.js index.js src/index.ts src/tool.ts src/view.tsx src/esm.mts src/common.cts src/config.json
    src/both.js src/both.ts src/folder/index.ts src/plain.js src/run.js src/dot.name.ts src/evil.js src/lib/alias.ts
    bin/cli.js src/Case.ts src/util/index.js src/util.js src/main-folder/package.json src/main-folder/entry.js
    src/data.v1.json packages/shared/package.json packages/shared/dist/index.mjs packages/shared/dist/index.cjs
    packages/shared/dist/text.js packages/shared/dist/deep.mjs packages/shared/dist/features/a.js
    packages/shared/dist/inner.js packages/shared/src/x.ts packages/unbuilt/package.json packages/unbuilt/src/index.ts
    packages/unbuilt/src/sub/part.ts packages/decoy/package.json packages/decoy/index.js packages/linked/package.json
    packages/linked/index.js node_modules/vendored/package.json node_modules/vendored/lib/main.js
    node_modules/vendored/extra.js node_modules/@s/p/index.js src/node_modules/near/index.js
""".split()  # noqa: SIM905
NODE_PACKAGES = (
    Package("", "npm", "@acme/server", dependencies=(
        Dependency("axios", "^1.0.0", "runtime", None), Dependency("chalk", "file:packages/linked", "runtime", None),
    ), module_fields=ModuleFields(main="dist/index.js", imports=plain({
        "#config": "./src/config.json", "#lib/*": "./src/*.ts", "#http": {"node": "axios", "default": "./src/plain.js"},
        "#fs": "node:fs", "#out": "./../x.js", "#loop": "#loop",
    }))),
    Package("src/main-folder", "npm", "", module_fields=ModuleFields(main="./entry")),
    Package("packages/shared", "npm", "@acme/shared", module_fields=ModuleFields(exports=plain(EXPORTS))),
    Package("packages/unbuilt", "npm", "unbuilt", module_fields=ModuleFields(main="dist/index.js")),
    Package("packages/decoy", "npm", "axios", module_fields=ModuleFields(main="index.js")),
    Package("packages/linked", "npm", "chalk", module_fields=ModuleFields(main="index.js")),
    Package("node_modules/vendored", "npm", "vendored", module_fields=ModuleFields(main="lib/main")),
)
NODE = Resolver(NODE_PACKAGES, NODE_FILES, frozenset({"axios", "chalk"}))

NODE_ROWS: list[tuple[str, str, ImportStyle, str, str]] = [
    ("src/index.ts", "./tool.js", "esm", "file", "src/tool.ts"),
    ("src/index.ts", "./tool", "esm", "file", "src/tool.ts"),
    ("src/index.ts", "./view.jsx", "esm", "file", "src/view.tsx"),
    ("src/index.ts", "./view.js", "esm", "file", "src/view.tsx"),
    ("src/index.ts", "./esm.mjs", "esm", "file", "src/esm.mts"),
    ("src/index.ts", "./common.cjs", "cjs", "file", "src/common.cts"),
    ("src/index.ts", "./config.json", "esm", "file", "src/config.json"),
    ("src/index.ts", "./config", "cjs", "file", "src/config.json"),
    ("src/index.ts", "./both", "esm", "file", "src/both.ts"),
    ("src/run.js", "./both", "cjs", "file", "src/both.js"),
    ("src/index.ts", "./both.js", "esm", "file", "src/both.js"),
    ("src/index.ts", "./folder", "esm", "file", "src/folder/index.ts"),
    ("src/index.ts", "./folder/", "esm", "file", "src/folder/index.ts"),
    ("src/run.js", "./util", "cjs", "file", "src/util.js"),
    ("src/run.js", "./util/", "cjs", "file", "src/util/index.js"),
    ("src/folder/index.ts", "..", "esm", "file", "src/index.ts"),
    ("src/folder/index.ts", ".", "esm", "file", "src/folder/index.ts"),
    ("src/index.ts", "./dot.name", "esm", "file", "src/dot.name.ts"),
    ("src/index.ts", "./data.v1", "cjs", "file", "src/data.v1.json"),
    ("src/index.ts", "./main-folder", "cjs", "file", "src/main-folder/entry.js"),
    ("src/index.ts", "./plain.js?v=2", "esm", "file", "src/plain.js"),
    ("src/index.ts", "./%65vil.js", "esm", "file", "src/evil.js"),
    ("src/index.ts", "./%65vil.js", "cjs", "unresolved", ""),
    ("src/index.ts", "./case.js", "esm", "unresolved", ""),
    ("src/index.ts", "./missing.js", "esm", "unresolved", ""),
    ("src/index.ts", "../../outside.js", "esm", "unresolved", ""),
    ("src/index.ts", "/etc/passwd", "cjs", "unresolved", ""),
    ("bin/cli.js", "../dist/index.js", "esm", "file", "src/index.ts"),
    ("bin/cli.js", "../build/src/tool.js", "esm", "file", "src/tool.ts"),
    ("bin/cli.js", "../dist/esm/tool.js", "esm", "file", "src/tool.ts"),
    ("src/index.ts", "@/lib/alias", "esm", "file", "src/lib/alias.ts"),
    ("src/index.ts", "node:fs/promises", "esm", "builtin", "fs/promises"),
    ("src/index.ts", "fs", "cjs", "builtin", "fs"),
    ("src/index.ts", "node:test", "esm", "builtin", "test"),
    ("src/index.ts", "bun:sqlite", "esm", "builtin", "bun:sqlite"),
    ("src/index.ts", "cloudflare:workers", "esm", "builtin", "cloudflare:workers"),
    ("src/index.ts", "punycode/", "cjs", "external", "punycode"),
    ("src/index.ts", "got", "esm", "external", "got"),
    ("src/index.ts", "@modelcontextprotocol/sdk/server/mcp.js", "esm", "external", "@modelcontextprotocol/sdk/server/mcp.js"),
    ("src/index.ts", "npm:@scope/x@1.2/sub", "esm", "external", "@scope/x/sub"),
    ("src/index.ts", "https://cdn.example.com/x.js", "esm", "external", "https://cdn.example.com/x.js"),
    ("src/index.ts", "axios", "esm", "external", "axios"),
    ("src/index.ts", "chalk", "esm", "file", "packages/linked/index.js"),
    ("src/index.ts", "@acme/shared", "esm", "file", "packages/shared/dist/index.mjs"),
    ("src/index.ts", "@acme/shared", "cjs", "file", "packages/shared/dist/index.cjs"),
    ("src/index.ts", "@acme/shared/text", "esm", "file", "packages/shared/dist/text.js"),
    ("src/index.ts", "@acme/shared/features/a", "esm", "file", "packages/shared/dist/features/a.js"),
    ("src/index.ts", "@acme/shared/deep", "dynamic", "file", "packages/shared/dist/deep.mjs"),
    ("src/index.ts", "@acme/shared/deep", "cjs", "file", "packages/shared/dist/text.js"),
    ("src/index.ts", "@acme/shared/dist/inner.js", "esm", "file", "packages/shared/dist/inner.js"),
    ("src/index.ts", "@acme/shared/climb", "esm", "unresolved", ""),
    ("src/index.ts", "unbuilt", "esm", "file", "packages/unbuilt/src/index.ts"),
    ("src/index.ts", "unbuilt/dist/sub/part.js", "esm", "file", "packages/unbuilt/src/sub/part.ts"),
    ("packages/shared/src/x.ts", "@acme/shared/text", "esm", "file", "packages/shared/dist/text.js"),
    ("src/index.ts", "@acme/server", "esm", "file", "src/index.ts"),
    ("src/index.ts", "vendored", "cjs", "file", "node_modules/vendored/lib/main.js"),
    ("src/index.ts", "vendored/extra", "cjs", "file", "node_modules/vendored/extra.js"),
    ("bin/cli.js", "@s/p", "cjs", "file", "node_modules/@s/p/index.js"),
    ("src/folder/index.ts", "near", "cjs", "file", "src/node_modules/near/index.js"),
    ("bin/cli.js", "near", "cjs", "external", "near"),
    ("src/index.ts", "#config", "esm", "file", "src/config.json"),
    ("src/index.ts", "#lib/tool", "esm", "file", "src/tool.ts"),
    ("src/index.ts", "#http", "esm", "external", "axios"),
    ("src/index.ts", "#fs", "esm", "builtin", "fs"),
    ("src/index.ts", "#out", "esm", "unresolved", ""),
    ("src/index.ts", "#loop", "esm", "unresolved", ""),
    ("src/index.ts", "#nowhere", "esm", "unresolved", ""),
    ("src/index.ts!webpack/a.js", "./tool.js", "esm", "file", "src/tool.ts"),
    ("src/index.ts", "", "esm", "unresolved", ""),
    ("src/index.ts", "@", "esm", "unresolved", ""),
]


@pytest.mark.parametrize(("importer", "specifier", "style", "kind", "where"), NODE_ROWS)
def test_node(importer: str, specifier: str, style: ImportStyle, kind: str, where: str) -> None:
    found = NODE.resolve(importer, specifier, style)
    assert (found.kind, found.path or found.library) == (kind, where)


PYTHON_FILES = """
    pyproject.toml src/pkg/__init__.py src/pkg/server.py src/pkg/store/__init__.py src/pkg/store/disk.py
    src/pkg/store/cache.py src/pkg/tools/mail.py src/pkg/tools/deep/inner.py src/pkg/requests.py src/pkg/beside.py
    src/pkg/json.py src/pkg/both.py src/pkg/both/__init__.py src/pkg/fast.cpython-311-x86_64-linux-gnu.so src/single.py
    src/ns/part/mod.py src/data/table.csv scripts/run.py scripts/helper.py scripts/email.py scripts/sub/__init__.py
    scripts/sub/x.py other/pyproject.toml other/lib/shared_code/__init__.py other/lib/shared_code/text.py other/lib/httpx.py
    src/Upper.py fake/requests.py
    fake/httpx.py fake/main.py fake/pkg/__init__.py fake/pkg/a.py
""".split()  # noqa: SIM905
PYTHON_PACKAGES = (
    Package("", "pypi", "acme-server", python_roots=("src", "")),
    Package("other", "pypi", "shared-code", python_roots=("other/lib",)),
    Package("fake", "pypi", "fake", dependencies=(Dependency("Requests", ">=2", "runtime", None),), python_roots=("fake",)),
)
PYTHON = Resolver(PYTHON_PACKAGES, PYTHON_FILES, frozenset({"requests", "httpx"}))
SERVER = "src/pkg/server.py"

PYTHON_ROWS: list[tuple[str, str, str | None, Resolution]] = [
    (SERVER, ".beside", "f", Resolution("file", "src/pkg/beside.py")),
    (SERVER, ".", "beside", Resolution("file", "src/pkg/beside.py", submodule=True, package="src/pkg/__init__.py")),
    (SERVER, ".", "name", Resolution("file", "src/pkg/__init__.py")),
    (SERVER, ".store", "disk", Resolution("file", "src/pkg/store/disk.py", submodule=True, package="src/pkg/store/__init__.py")),
    (SERVER, ".store", "Store", Resolution("file", "src/pkg/store/__init__.py")),
    (SERVER, ".store", "*", Resolution("file", "src/pkg/store/__init__.py")),
    (SERVER, ".store.disk", "Disk", Resolution("file", "src/pkg/store/disk.py")),
    (SERVER, ".tools", "mail", Resolution("file", "src/pkg/tools/mail.py", submodule=True)),
    (SERVER, ".tools", "deep", Resolution("namespace-package", "src/pkg/tools/deep", submodule=True)),
    (SERVER, ".tools", None, Resolution("namespace-package", "src/pkg/tools")),
    (SERVER, ".missing", "x", Resolution("unresolved")),
    (SERVER, "....far", "x", Resolution("unresolved")),
    (SERVER, ".both", "x", Resolution("file", "src/pkg/both/__init__.py")),
    (SERVER, ".fast", "run", Resolution("file", "src/pkg/fast.cpython-311-x86_64-linux-gnu.so")),
    ("src/pkg/store/disk.py", "..", "server", Resolution("file", SERVER, submodule=True, package="src/pkg/__init__.py")),
    ("src/pkg/store/disk.py", "..beside", "f", Resolution("file", "src/pkg/beside.py")),
    ("src/pkg/store/__init__.py", ".cache", "C", Resolution("file", "src/pkg/store/cache.py")),
    ("src/pkg/tools/deep/inner.py", "...beside", "f", Resolution("file", "src/pkg/beside.py")),
    (SERVER, "pkg", None, Resolution("file", "src/pkg/__init__.py")),
    (SERVER, "pkg.store.disk", None, Resolution("file", "src/pkg/store/disk.py")),
    (SERVER, "pkg.store", "cache",
     Resolution("file", "src/pkg/store/cache.py", submodule=True, package="src/pkg/store/__init__.py")),
    (SERVER, "pkg.nothing", "x", Resolution("unresolved")),
    (SERVER, "pkg.beside.Class", None, Resolution("file", "src/pkg/beside.py", remainder=("Class",))),
    (SERVER, "single", None, Resolution("file", "src/single.py")),
    (SERVER, "ns.part.mod", None, Resolution("file", "src/ns/part/mod.py")),
    (SERVER, "ns.part", "mod", Resolution("file", "src/ns/part/mod.py", submodule=True)),
    (SERVER, "ns", None, Resolution("namespace-package", "src/ns")),
    (SERVER, "data", "x", Resolution("external", library="data")),
    (SERVER, "upper", None, Resolution("external", library="upper")),
    (SERVER, "os.path", None, Resolution("builtin", library="os.path")),
    (SERVER, "os", "path", Resolution("builtin", library="os")),
    (SERVER, "json", None, Resolution("builtin", library="json")),
    (SERVER, "smtplib", "SMTP", Resolution("builtin", library="smtplib")),
    (SERVER, "requests", None, Resolution("external", library="requests")),
    (SERVER, "httpx", None, Resolution("external", library="httpx")),
    ("fake/pkg/a.py", "requests", None, Resolution("external", library="requests")),
    ("fake/pkg/a.py", "httpx", None, Resolution("file", "fake/httpx.py")),
    (SERVER, "google.cloud", "storage", Resolution("external", library="google.cloud")),
    (SERVER, "beside", "f", Resolution("file", "src/pkg/beside.py")),
    (SERVER, "shared_code.text", "T", Resolution("file", "other/lib/shared_code/text.py")),
    ("other/lib/shared_code/text.py", "httpx", None, Resolution("file", "other/lib/httpx.py")),
    ("scripts/run.py", "helper", "f", Resolution("file", "scripts/helper.py")),
    ("scripts/run.py", "email", None, Resolution("file", "scripts/email.py")),
    ("scripts/sub/x.py", "email", None, Resolution("builtin", library="email")),
    ("scripts/sub/x.py", "helper", None, Resolution("file", "scripts/helper.py")),
    ("scripts/run.py", "sub.x", None, Resolution("file", "scripts/sub/x.py")),
    ("scripts/run.py", "pkg.server", "main", Resolution("file", SERVER)),
    (SERVER, "", None, Resolution("unresolved")),
]


@pytest.mark.parametrize(("importer", "specifier", "name", "expected"), PYTHON_ROWS)
def test_python(importer: str, specifier: str, name: str | None, expected: Resolution) -> None:
    assert PYTHON.resolve(importer, specifier, "python", name) == expected


def test_answers_do_not_depend_on_the_order_of_files_or_questions() -> None:
    other = Resolver(NODE_PACKAGES, list(reversed(NODE_FILES)), frozenset({"axios", "chalk"}))
    for importer, specifier, style, _, _ in reversed(NODE_ROWS):
        assert other.resolve(importer, specifier, style) == NODE.resolve(importer, specifier, style)


def test_no_path_leaves_the_tree() -> None:
    resolver = Resolver((), ["a.js", "pkg/b.py", "c.py"])
    for specifier in ("../a.js", "./../../a.js", "./x/../../a.js", "..\\a.js"):
        assert resolver.resolve("a.js", specifier, "esm").kind == "unresolved"
    assert resolver.resolve("pkg/b.py", "...c", "python", "x").kind == "unresolved"


def test_a_name_in_the_specifier_of_great_length_is_no_trouble() -> None:
    resolver = Resolver((), ["a.js"])
    assert resolver.resolve("a.js", "./" + "../x/" * 100_000, "esm").kind == "unresolved"
    assert resolver.resolve("a.js", "x." * 100_000, "python", None).kind == "external"
