"""What packages say of themselves, from manifests of every kind, and that bad ones lose nothing and stop nothing."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcp_sast.findings.place import Place
from mcp_sast.packages.data_value import PlainObject
from mcp_sast.packages.host_mentions import host_of, mentions
from mcp_sast.packages.json_document import read_json
from mcp_sast.packages.package import find_packages
from mcp_sast.packages.readme import readme_hosts, readme_variables
from mcp_sast.packages.statements import Package
from mcp_sast.packages.yaml_document import read_yaml
from mcp_sast.sources.tree import SourceFile, SourceTree


def tree_of(files: dict[str, str | bytes | dict[str, object]], *, archive: bool = False) -> SourceTree:
    def data(value: str | bytes | dict[str, object]) -> bytes:
        if isinstance(value, dict):
            return json.dumps(value).encode()
        return value if isinstance(value, bytes) else dedent(value).encode()

    return SourceTree("t", tuple(SourceFile(path, data(files[path])) for path in sorted(files)), archive=archive)


def packages(files: dict[str, str | bytes | dict[str, object]], *, archive: bool = False) -> tuple[Package, ...]:
    return find_packages(tree_of(files, archive=archive))


def package(files: dict[str, str | bytes | dict[str, object]], *, archive: bool = False) -> Package:
    [only] = packages(files, archive=archive)
    return only


def entries(found: Package) -> list[tuple[str, str, str, str]]:
    return [(entry.kind, entry.path, entry.function, entry.name) for entry in found.entry_points]


def hosts(found: Package, tier: str | None = None) -> list[str]:
    return [host.host for host in found.declared_hosts if tier in (None, host.tier)]


def variables(found: Package) -> list[str]:
    return [variable.name for variable in found.declared_variables]


def at(data: bytes, place: Place | None) -> bytes:
    assert place is not None
    return data[place.start : place.end]


# ----------------------------------------------------------------------------------------------------------------------- npm


def test_package_json() -> None:
    manifest: dict[str, object] = {
        "name": "@acme/mail-mcp", "version": "1.2.3", "description": "Sends mail", "type": "module",
        "bin": {"mail": "./dist/cli.js", "mail-setup": "dist/setup"},
        "author": {"name": "A", "email": "a@acme.example"}, "contributors": ["B"],
        "homepage": "https://acme.example/mail", "repository": {"type": "git", "url": "git+https://github.com/acme/mail.git"},
        "bugs": "https://github.com/acme/mail/issues", "keywords": ["mcp"],
        "dependencies": {"axios": "^1"}, "devDependencies": {"tsc": "*"}, "peerDependencies": {"zod": "3"},
    }  # fmt: skip
    found = package({"package.json": manifest, "dist/cli.js": "", "dist/setup.js": ""})
    assert (found.root, found.ecosystem, found.name, found.version) == ("", "npm", "@acme/mail-mcp", "1.2.3")
    assert entries(found) == [("bin", "dist/cli.js", "", "mail"), ("bin", "dist/setup.js", "", "mail-setup")]
    assert found.entry_resolved and found.module_type == "module" and found.authors == ("A <a@acme.example>", "B")
    assert [(item.name, item.spec, item.kind) for item in found.dependencies] == [
        ("axios", "^1", "runtime"), ("zod", "3", "peer"), ("tsc", "*", "dev"),
    ]  # fmt: skip
    assert hosts(found) == ["acme.example"] and found.declared_hosts[0].tier == "metadata"
    assert found.repository == "git+https://github.com/acme/mail.git" and found.keywords == ("mcp",)
    assert at(json.dumps(manifest).encode(), found.name_place) == b'"@acme/mail-mcp"'
    assert at(json.dumps(manifest).encode(), found.entry_points[0].place) == b'"./dist/cli.js"'


def test_bin_as_text_takes_the_name_of_the_package() -> None:
    found = package({"package.json": {"name": "@a/b", "bin": "x"}, "x": "#!/usr/bin/env node\n"})
    assert entries(found) == [("bin", "x", "", "b")]


def test_exports_in_all_conditions_and_patterns() -> None:
    exports = {
        ".": {"types": "./d/i.d.ts", "import": {"node": "./d/i.mjs", "default": "./d/i.js"}, "require": ["./d/i.cjs"]},
        "./tools/*": "./d/tools/*.js",
        "./package.json": "./package.json",
    }
    files = dict.fromkeys(("d/i.mjs", "d/i.js", "d/i.cjs", "d/tools/a.js", "d/tools/b.js", "d/tools/c.txt"), "")
    found = package({"package.json": {"name": "a", "exports": exports, "main": "d/i.cjs", "imports": {"#x": "./d/i.js"}}, **files})
    assert [entry[:2] for entry in entries(found) if entry[0] == "exports"] == [
        ("exports", path) for path in ("d/i.mjs", "d/i.js", "d/i.cjs", "d/tools/a.js", "d/tools/b.js")
    ]
    assert ("main", "d/i.cjs", "", "main") in entries(found)
    assert isinstance(found.module_fields.exports, PlainObject) and isinstance(found.module_fields.imports, PlainObject)
    assert found.module_fields.exports.get("./tools/*") == "./d/tools/*.js"
    assert found.diagnostics == ()


def test_default_main() -> None:
    found = package({"package.json": {"name": "a"}, "index.js": ""})
    assert entries(found) == [("main", "index.js", "", "")] and found.entry_resolved


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("dist/index.js", "src/index.ts"),
        ("build/index.js", "index.ts"),
        ("lib/server/main.mjs", "src/server/main.mts"),
        ("out/src/index.js", "src/index.tsx"),
        ("dist/esm/index.cjs", "src/index.ts"),
        ("dist/index.js", "src/index/index.ts"),
        ("dist", "src/index.js"),
        ("./src/index", "src/index.jsx"),
    ],
)
def test_a_built_file_that_is_missing_leads_to_its_source(written: str, held: str) -> None:
    found = package({"package.json": {"name": "a", "bin": written}, held: "", "src/other.ts": ""})
    assert entries(found) == [("bin", held, "", "a")] and found.entry_resolved


def test_a_script_that_is_left_out_is_no_source_of_another() -> None:
    manifest: dict[str, object] = {"name": "a", "main": "build/index.js", "scripts": {"build": "node scripts/build.js"}}
    assert entries(package({"package.json": manifest, "build/index.js": ""})) == [("main", "build/index.js", "", "main")]


def test_main_modules_of_vendored_code_start_nothing() -> None:
    found = package({"pyproject.toml": '[project]\nname = "a"\n', "a/__main__.py": "", "a/_vendor/b/__main__.py": "", "a/m.py": ""})
    assert entries(found) == [("module", "a/__main__.py", "", "a")] and found.entry_resolved


def test_tsconfig_says_where_the_source_is() -> None:
    config = '{\n  // the compiler\n  "compilerOptions": {"outDir": "./o", "rootDir": "code",},\n}'
    found = package(
        {"package.json": {"name": "a", "bin": "o/x/run.js"}, "tsconfig.json": config, "code/x/run.ts": "", "src/run.ts": ""}
    )
    assert entries(found) == [("bin", "code/x/run.ts", "", "a")]


def test_scripts_and_hooks() -> None:
    scripts = {
        "preinstall": "node scripts/pre.js || true", "postinstall": "NODE_ENV=x node --no-warnings ./scripts/post.mjs --quiet",
        "start": "tsc && cross-env A=1 tsx src/run.ts", "test": "node --test", "eval": "node -e \"require('./x.js')\"",
        "sh": "./go.sh",
    }  # fmt: skip
    files = dict.fromkeys(("scripts/pre.js", "scripts/post.mjs", "src/run.ts", "x.js", "go.sh"), "")
    found = package({"package.json": {"name": "a", "scripts": scripts}, **files})
    assert entries(found)[:4] == [
        ("hook", "scripts/pre.js", "", "preinstall"), ("hook", "scripts/post.mjs", "", "postinstall"),
        ("script", "src/run.ts", "", "start"), ("script", "go.sh", "", "sh"),
    ]  # fmt: skip
    assert not found.entry_resolved  # hooks and scripts don't say where the server starts


def test_a_command_that_is_missing_is_said() -> None:
    found = package({"package.json": {"name": "a", "bin": {"a": "gone.js"}, "main": "i.js"}, "i.js": ""})
    assert entries(found) == [("main", "i.js", "", "main")] and not found.entry_resolved
    assert [(item.code, item.level) for item in found.diagnostics] == [("unresolved-entry", "warning")]


def test_module_types_of_folders() -> None:
    found = package(
        {
            "package.json": {"name": "a", "type": "module", "main": "d/c/i.js"},
            "d/c/package.json": {"type": "commonjs"},
            "d/c/i.js": "",
        }
    )
    assert found.module_types == (("d/c", "commonjs"), ("", "module"))
    assert "d/c/i.js" in found.files


@pytest.mark.parametrize(
    ("folder", "archive", "count"), [("lib", False, 1), ("lib", True, 1), ("examples", True, 1), ("examples", False, 2)]
)
def test_a_nested_manifest_takes_no_code_out_of_the_package(folder: str, archive: bool, count: int) -> None:
    files: dict[str, str | bytes | dict[str, object]] = {"package.json": {"name": "a", "main": "i.js"}, "i.js": ""}
    files |= {f"{folder}/package.json": {"name": "b", "main": "x.js"}, f"{folder}/x.js": ""}
    assert len(packages(files, archive=archive)) == count


def test_workspace() -> None:
    found = packages({
        "package.json": {"name": "root", "private": True, "workspaces": ["servers/*"]},
        "README.md": "Talks to https://api.acme.example.",
        "servers/a/package.json": {"name": "a", "bin": "i.js"}, "servers/a/i.js": "",
        "servers/b/pyproject.toml": '[project]\nname = "b"\n', "servers/b/b.py": "", "servers/b/page.js": "",
    })  # fmt: skip
    assert [(item.root, item.name, item.ecosystem) for item in found] == [
        ("", "root", "npm"), ("servers/a", "a", "npm"), ("servers/b", "b", "pypi"),
    ]  # fmt: skip
    assert [hosts(item) for item in found] == [["api.acme.example"]] * 3
    assert found[1].files == ("servers/a/i.js", "servers/a/package.json")
    assert entries(found[2]) == [("module", "servers/b/b.py", "", "")]
    assert found[0].files == ("README.md", "package.json", "servers/b/page.js")


# ---------------------------------------------------------------------------------------------------------------------- PyPI


def test_pyproject() -> None:
    text = """\
        [project]
        name = "acme-mcp"
        version = "2.0"
        description = "Acme"
        authors = [{name = "A", email = "a@acme.example"}]
        dependencies = ["mcp>=1.9,<2", "httpx[http2] >=0.27; python_version > '3.9'"]
        [project.optional-dependencies]
        x = ["rich"]
        [project.scripts]
        acme = "acme_mcp.server:main"
        "acme-two" = "acme_mcp.cli:app.run"
        [project.entry-points.pytest11]
        acme = "acme_mcp.plugin"
        [project.urls]
        Homepage = "https://acme.example"
        Repository = "https://git.acme-hosting.example/acme"
        [dependency-groups]
        dev = ["pytest"]
        """
    files = {f"src/acme_mcp/{name}.py": "" for name in ("__init__", "server", "cli", "plugin", "__main__")}
    found = package({"pyproject.toml": text, **files})
    assert (found.ecosystem, found.name, found.version, found.description) == ("pypi", "acme-mcp", "2.0", "Acme")
    assert entries(found) == [
        ("bin", "src/acme_mcp/server.py", "main", "acme"), ("bin", "src/acme_mcp/cli.py", "app.run", "acme-two"),
        ("plugin", "src/acme_mcp/plugin.py", "", "acme"), ("module", "src/acme_mcp/__main__.py", "", "src.acme_mcp"),
    ]  # fmt: skip
    assert found.python_roots == ("src", "") and found.entry_resolved and hosts(found) == ["acme.example"]
    assert found.repository == "https://git.acme-hosting.example/acme"
    assert [(item.name, item.kind) for item in found.dependencies] == [
        ("mcp", "runtime"), ("httpx", "runtime"), ("rich", "optional"), ("pytest", "dev"),
    ]  # fmt: skip
    data = dedent(text).encode()
    assert at(data, found.name_place) == b'"acme-mcp"'
    assert [at(data, entry.place) for entry in found.entry_points[:2]] == [b'"acme_mcp.server:main"', b'"acme_mcp.cli:app.run"']
    assert at(data, found.dependencies[0].place) == b'"mcp>=1.9,<2"'


def test_poetry() -> None:
    text = """\
        [tool.poetry]
        name = "p"
        version = "1"
        authors = ["A <a@x.example>"]
        packages = [{include = "p", from = "code"}]
        [tool.poetry.dependencies]
        python = "^3.11"
        httpx = {version = "^0.27", extras = ["http2"]}
        [tool.poetry.group.dev.dependencies]
        pytest = "*"
        [tool.poetry.scripts]
        p = "p:main"
        q = {reference = "p.q:run", type = "console"}
        """
    found = package({"pyproject.toml": text, "code/p/__init__.py": "", "code/p/q.py": ""})
    assert entries(found) == [("bin", "code/p/__init__.py", "main", "p"), ("bin", "code/p/q.py", "run", "q")]
    assert found.python_roots == ("code", "")
    assert [(item.name, item.spec, item.kind) for item in found.dependencies] == [
        ("httpx", "^0.27", "runtime"),
        ("pytest", "*", "dev"),
    ]


@pytest.mark.parametrize(
    "layout",
    [
        '[tool.hatch.build.targets.wheel]\npackages = ["python/pkg/demo"]',
        '[tool.setuptools.package-dir]\n"" = "python/pkg"',
        '[tool.setuptools.packages.find]\nwhere = ["python/pkg"]',
        '[tool.pdm.build]\npackage-dir = "python/pkg"',
        '[tool.uv.build-backend]\nmodule-root = "python/pkg"',
        "",  # found by the entry point alone
    ],
)
def test_layouts(layout: str) -> None:
    text = f'[project]\nname = "demo"\n[project.scripts]\ndemo = "demo.a:main"\n{layout}\n'
    found = package({"pyproject.toml": text, "python/pkg/demo/__init__.py": "", "python/pkg/demo/a.py": ""})
    assert entries(found) == [("bin", "python/pkg/demo/a.py", "main", "demo")] and "python/pkg" in found.python_roots


def test_build_hooks_of_a_pyproject() -> None:
    text = """\
        [project]
        name = "x"
        [build-system]
        build-backend = "backend"
        backend-path = ["_build"]
        [tool.hatch.build.hooks.custom]
        """
    found = package({"pyproject.toml": text, "_build/backend.py": "", "hatch_build.py": "", "x.py": ""})
    assert entries(found)[:2] == [
        ("hook", "_build/backend.py", "", "build-backend"),
        ("hook", "hatch_build.py", "", "hatch build hook"),
    ]


def test_setup_py_is_read_and_never_run() -> None:
    text = """\
        import setuptools
        NAME = "x"
        setuptools.setup(
            name="acme" "-mcp", version=read(), package_dir={"": "lib"}, install_requires=["mcp>=1", "httpx"],
            entry_points={"console_scripts": ["acme = acme.srv:main", "b=acme.b:run"], "pytest11": "p = acme.p"},
        )
        raise SystemExit
        """
    found = package({"setup.py": text, "lib/acme/__init__.py": "", "lib/acme/srv.py": "", "lib/acme/b.py": "", "lib/acme/p.py": ""})
    assert entries(found) == [
        ("hook", "setup.py", "", "setup.py"), ("bin", "lib/acme/srv.py", "main", "acme"), ("bin", "lib/acme/b.py", "run", "b"),
        ("plugin", "lib/acme/p.py", "", "p"),
    ]  # fmt: skip
    assert (found.name, found.version) == ("acme-mcp", "")
    assert [item.name for item in found.dependencies] == ["mcp", "httpx"]


def test_setup_cfg() -> None:
    text = """\
        [metadata]
        name = cfg-mcp
        version: 3
        url = https://cfg.example
        [options]
        package_dir =
            = src
        install_requires =
            mcp>=1
            rich ; python_version > "3"
        [options.entry_points]
        console_scripts =
            cfg = cfg.m:go
        """
    found = package(
        {"setup.cfg": text, "setup.py": "import setuptools; setuptools.setup()", "src/cfg/m.py": "", "src/cfg/__init__.py": ""}
    )
    assert (found.name, found.version, hosts(found)) == ("cfg-mcp", "3", ["cfg.example"])
    assert ("bin", "src/cfg/m.py", "go", "cfg") in entries(found) and ("hook", "setup.py", "", "setup.py") in entries(found)
    assert [item.name for item in found.dependencies] == ["mcp", "rich"]


METADATA = """\
Metadata-Version: 2.4
Name: Acme.MCP
Version: 1.0
Summary: does
  things
Home-page: https://acme.example/home
Project-URL: Source, https://code.acme-hosting.example/x
Requires-Dist: httpx>=0.27
Requires-Dist: rich; extra == "pretty"

# Acme
Set `ACME_TOKEN`; talks to api.acme.example.
"""


def test_wheel() -> None:
    files: dict[str, str | bytes | dict[str, object]] = {
        "acme-1.0.dist-info/METADATA": METADATA.encode(),
        "acme-1.0.dist-info/entry_points.txt": "[console_scripts]\nAcme = acme.cli:main [x]\n[mcp.plugins]\np = acme.plug:Plugin\n",
        "acme-1.0.dist-info/top_level.txt": "acme\n", "acme/__init__.py": "", "acme/cli.py": "", "acme/plug.py": "",
        "acme-1.0.data/scripts/acme-run": "#!python\n", "acme-1.0.data/purelib/extra.py": "", "sitecustomize.py": "",
    }  # fmt: skip
    found = package(files, archive=True)
    assert (found.root, found.name, found.version, found.description) == ("", "Acme.MCP", "1.0", "does\nthings")
    assert entries(found) == [
        ("bin", "acme/cli.py", "main", "Acme"), ("plugin", "acme/plug.py", "Plugin", "p"),
        ("script", "acme-1.0.data/scripts/acme-run", "", "acme-run"), ("module", "sitecustomize.py", "", "sitecustomize"),
    ]  # fmt: skip
    assert found.python_roots == ("acme-1.0.data/purelib", "")
    assert [(host.host, host.tier) for host in found.declared_hosts] == [
        ("acme.example", "metadata"),
        ("api.acme.example", "readme"),
    ]
    assert [at(METADATA.encode(), host.place) for host in found.declared_hosts] == [
        b"https://acme.example/home",
        b"api.acme.example",
    ]
    assert variables(found) == ["ACME_TOKEN"] and [item.kind for item in found.dependencies] == ["runtime", "optional"]
    assert found.documents[0].text.lstrip().startswith("# Acme")


def test_sdist_is_one_package() -> None:
    files: dict[str, str | bytes | dict[str, object]] = {
        "PKG-INFO": METADATA.encode(), "pyproject.toml": '[project]\nname = "acme.mcp"\n[project.scripts]\na = "acme:main"\n',
        "src/acme/__init__.py": "", "src/acme.egg-info/PKG-INFO": METADATA.encode(),
        "setup.py": "import setuptools\nsetuptools.setup()\n",
    }  # fmt: skip
    found = package(files, archive=True)
    assert found.name == "acme.mcp" and ("bin", "src/acme/__init__.py", "main", "a") in entries(found)
    assert hosts(found, "readme") == ["api.acme.example"]


def test_two_distributions_in_one_folder() -> None:
    found = packages({
        "a-1.dist-info/METADATA": "Name: a\n", "a-1.dist-info/RECORD": "a/__init__.py,sha256=x,1\n", "a/__init__.py": "",
        "b-1.dist-info/METADATA": "Name: b\n", "b-1.dist-info/top_level.txt": "b\nb2\n", "b/__init__.py": "", "b2.py": "",
    })  # fmt: skip
    assert [(item.name, [path for path in item.files if path.endswith(".py")]) for item in found] == [
        ("a", ["a/__init__.py"]), ("b", ["b/__init__.py", "b2.py"]),
    ]  # fmt: skip


def test_a_folder_can_be_npm_and_pypi() -> None:
    files = {
        "package.json": {"name": "js", "bin": "i.js"},
        "pyproject.toml": '[project]\nname = "py"\n',
        "i.js": "",
        "main.py": "",
        "README": "x",
    }
    found = packages(files)  # type: ignore[arg-type]
    assert [(item.name, item.files) for item in found] == [
        ("js", ("README", "i.js", "package.json", "pyproject.toml")), ("py", ("README", "main.py", "package.json",
        "pyproject.toml")),
    ]  # fmt: skip


def test_a_pyproject_that_only_configures_tools_makes_no_package() -> None:
    assert (
        package({"package.json": {"name": "js", "bin": "i.js"}, "pyproject.toml": "[tool.ruff]\n", "i.js": "", "x.py": ""}).name
        == "js"
    )


# -------------------------------------------------------------------------------------------------------------- no manifest


def test_no_manifest() -> None:
    found = package({"server.py": "", "lib.py": "", "README.md": "Uses `ACME_KEY`."})
    assert (found.ecosystem, found.name, found.entry_resolved) == ("none", "", False)
    assert entries(found) == [("module", "server.py", "", "")] and variables(found) == ["ACME_KEY"]


def test_single_file() -> None:
    [found] = find_packages(SourceTree("x", (SourceFile("tool.js", b""),), single_file=True))
    assert entries(found) == [("module", "tool.js", "", "")] and not found.entry_resolved


def test_empty_tree() -> None:
    assert find_packages(SourceTree("x", ())) == ()


# ------------------------------------------------------------------------------------------------------------ MCP manifests


def test_server_json() -> None:
    server = {
        "name": "io.github.acme/x", "websiteUrl": "https://www.acme.example/mcp",
        "remotes": [{"type": "sse", "url": "https://{tenant}.mcp.acme.example/sse"}],
        "packages": [{
            "transport": {"type": "http", "url": "https://run.acme-cloud.example/mcp"},
            "environmentVariables": [
                {"name": "ACME_TOKEN", "isSecret": True}, {"name": "ACME_URL", "default": "https://eu.acme.example"},
            ],
        }],
        "_meta": {"pub": {"permissions": {"network": {"outbound": {"allow_host": [".cdn.acme.example", "up.acme.example"]}}}}},
    }  # fmt: skip
    found = package({"package.json": {"name": "a", "bin": "i.js"}, "i.js": "", "server.json": server})
    assert hosts(found, "manifest") == [
        "www.acme.example", "*.mcp.acme.example", "run.acme-cloud.example", "eu.acme.example", "*.cdn.acme.example",
        "up.acme.example",
    ]  # fmt: skip
    assert [(item.name, item.secret, item.tier) for item in found.declared_variables] == [
        ("ACME_TOKEN", True, "manifest"), ("ACME_URL", False, "manifest"),
    ]  # fmt: skip
    data = json.dumps(server).encode()
    assert at(data, found.declared_variables[0].place) == b'"ACME_TOKEN"'


def test_bundle_manifest() -> None:
    manifest = {
        "manifest_version": "0.3", "name": "x", "homepage": "https://x.example",
        "privacy_policies": ["https://api-owner.example/privacy"],
        "server": {
            "type": "node", "entry_point": "server/index.js",
            "mcp_config": {"command": "node", "args": ["${__dirname}/server/index.js"],
            "env": {"X_KEY": "${user_config.key}", "X_DIR": "y"}},
        },
        "user_config": {"key": {"type": "string", "sensitive": True}},
    }  # fmt: skip
    found = package({"manifest.json": manifest, "server/index.js": ""}, archive=True)
    assert entries(found)[0] == ("manifest", "server/index.js", "", "server.entry_point") and found.entry_resolved
    assert hosts(found, "metadata") == ["x.example", "api-owner.example"] and hosts(found, "manifest") == []
    assert [(item.name, item.secret) for item in found.declared_variables] == [("X_KEY", True), ("X_DIR", False), ("key", True)]


def test_another_manifest_json_says_nothing() -> None:
    found = package(
        {"package.json": {"name": "a"}, "manifest.json": {"name": "web app", "homepage": "https://x.example"}, "i.js": ""}
    )
    assert hosts(found) == []


def test_smithery_docker_and_toolhive() -> None:
    smithery = """\
        startCommand:
          type: stdio
          configSchema:
            type: object
            properties:
              acmeKey: {type: string}
          commandFunction: |-
            (config) => ({command: 'node', args: [], env: {ACME_API_KEY: config.acmeKey}})
        """
    docker = """\
        name: acme
        run:
          allowHosts:
            - api.acme.example:443
            - "*.cdn.acme.example"
        config:
          secrets: [{name: acme.key, env: ACME_SECRET}]
          env: [{name: ACME_MODE}]
        """
    profile = {"network": {"outbound": {"allow_host": ["hive.acme.example"]}}}
    found = package({
        "package.json": {"name": "a", "bin": "i.js"}, "i.js": "", "smithery.yaml": smithery, "server.yaml": docker,
        "permissions.json": profile, "Dockerfile": "FROM node\nENV ACME_PORT=1\n", ".env.example": "ACME_DEBUG=1\n# ACME_OTHER=\n",
    })  # fmt: skip
    assert hosts(found, "manifest") == ["api.acme.example", "*.cdn.acme.example", "hive.acme.example"]
    assert variables(found) == ["acmeKey", "ACME_API_KEY", "ACME_SECRET", "ACME_MODE", "ACME_PORT", "ACME_DEBUG", "ACME_OTHER"]
    assert at(dedent(smithery).encode(), found.declared_variables[0].place) == b"acmeKey"


def test_fastmcp_json() -> None:
    found = package({"fastmcp.json": {"source": {"path": "app/srv.py", "entrypoint": "mcp"}}, "app/srv.py": "", "app/x.py": ""})
    assert entries(found) == [("manifest", "app/srv.py", "mcp", "fastmcp.json")] and found.entry_resolved


# ------------------------------------------------------------------------------------------------------------ documentation

README = """\
# X
[![build](https://img.badges.example/x.svg)](https://ci.badges.example/run) ![shot](https://pics.badges.example/a.png)
<a href="https://html.badges.example"><img src="https://img2.badges.example"></a> [![b][shield]][ref]
<!-- https://comment.badges.example -->
[shield]: https://def.badges.example/x.svg
[ref]: https://ref.badges.example

It calls https://api.one.example/v1, (http://two.example:8080), api.three.example and "wss://four.example/ws".
| host | `*.five.example` | [docs](https://six.example/a_(b)) |
Not: README.md, server.py, Node.js, v1.2.3,
And not: me@mail.seven.example, works.It, com.eight.example.app, path/to.dev, obj.run(), e.g. this.
Ours: https://github.com/acme/x, https://github.com/acme/x/blob/main/LICENSE, http://localhost:3000, https://127.0.0.1/x.
Licence: https://licence.example/LICENSE. API: https://gitlab.com/api/v4 and https://api.github.com/repos.
```json
{"url": "https://nine.example/mcp", "env": {"TOKEN": "x"}}
```
https://real.name@ten.example/ https://{tenant}.eleven.example/ https://<your-site>.twelve.example https://your-org.thirteen.example
https://<host>/x https://*.com
"""


def test_hosts_of_a_readme() -> None:
    found = readme_hosts("README.md", README.encode(), "https://github.com/acme/x")
    assert [host.host for host in found] == [
        "api.one.example", "two.example", "api.three.example", "four.example", "*.five.example", "six.example", "gitlab.com",
        "api.github.com", "nine.example", "ten.example", "*.eleven.example", "*.twelve.example", "*.thirteen.example",
    ]  # fmt: skip
    assert all(at(README.encode(), host.place).decode() == host.url for host in found)
    assert [host.url for host in found[:2]] == ["https://api.one.example/v1", "http://two.example:8080"]


def test_the_repository_does_not_declare_its_own_host() -> None:
    text = b"Code at https://git.acme.example/team/x/src, API at https://git.acme.example/api."
    assert [host.url for host in readme_hosts("R", text, "https://git.acme.example/team/x.git")] == ["https://git.acme.example/api"]


def test_variables_of_a_readme() -> None:
    text = """\
        <!-- TABLE_START --> Set **ACME_KEY** or `ACME_URL`, all `ACME_OPT_*`, ACME\\_MD\\_* no, `PREFIX_` names.
        Not HTTP, not YOUR_API_KEY, fooBAR_BAZ, FOO_BARbaz.
        | `PORT` | the port |
        TOKEN=abc  docker run -e REGION=eu x
        {"env": {"SECRET": "x"}}
        """
    assert [variable.name for variable in readme_variables("R", dedent(text).encode())] == [
        "ACME_KEY", "ACME_URL", "ACME_OPT_*", "PREFIX_*", "PORT", "TOKEN", "REGION", "SECRET",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://api.good.example@evil.example/x", "evil.example"),
        ("https://API.Example.COM.", "api.example.com"),
        ("http://0x7f.1/", ""),
        ("https://${HOST}/x", ""),
        ("https://[::1]:3000", ""),
        ("https://203.0.113.7:8080/x", "203.0.113.7"),
        ("postgres://u:p@db.example:5432/x", "db.example"),
        ("https://mycompany.example", "mycompany.example"),
    ],
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host


# ------------------------------------------------------------------------------------------------------------------ bad input


def test_json_with_flaws_is_read_with_places() -> None:
    data = b'\xef\xbb\xbf{"a": [1, 2,], /* c */ "b": {"c": "x\\u00e9" "d": tru, "c": null}, // end\n "e": "\\ud800"'
    value, diagnostics = read_json("p.json", data)
    assert value is not None
    inner = PlainObject((("c", "x\u00e9"), ("c", None)))
    assert value.plain() == PlainObject((("a", (1, 2)), ("b", inner), ("e", "\ufffd")))
    assert at(data, value.members[0].value.place) == b"[1, 2,]"
    assert [item.code for item in diagnostics] == ["broken-manifest", "broken-manifest", "duplicate-key", "broken-manifest"]


@pytest.mark.parametrize("data", [b"[" * 200_000, b'{"a":' * 100_000, b'{"name": "n", "x": ' + b"[" * 500 + b"]" * 500 + b"}"])
def test_deep_json_is_cut_with_a_diagnostic(data: bytes) -> None:
    value, diagnostics = read_json("package.json", data)
    assert "limit-reached" in [item.code for item in diagnostics] and value is not None
    value.plain()
    if b"name" in data:
        assert value.text("name") == "n"


@pytest.mark.parametrize(
    "data", ["[" * 5000, "a: &x [1]\nb: *x\nc: [*x, *x]\n", "a: {b: [1, 2", "\t- x", "a: !!python/object:os.system x"]
)
def test_yaml_is_read_without_trust(data: str) -> None:
    value, diagnostics = read_yaml("smithery.yaml", data.encode())
    assert value is None or value.plain() is not None
    assert diagnostics or "&x" in data or "!!python" in data


def test_broken_manifests_earn_diagnostics_and_lose_nothing() -> None:
    found = package(
        {"package.json": '{"name": "a", "bin": {"a": "i.js"}, "version": 7, "dependencies": ["x"], "scripts": "no"', "i.js": ""}
    )
    assert (found.name, found.version, entries(found)) == ("a", "", [("bin", "i.js", "", "a")])
    assert [item.code for item in found.diagnostics] == ["broken-manifest"]
    found = package({"pyproject.toml": "[project\nname = ", "server.py": ""})
    assert [item.code for item in found.diagnostics] == ["broken-manifest"] and found.files == ("pyproject.toml", "server.py")


def test_a_manifest_that_names_everything_is_cut_with_a_diagnostic() -> None:
    exports = {f"./{number}/*": "./*" for number in range(500)}
    code = {f"d/{number}.js": "" for number in range(100)}
    found = package({"package.json": {"name": "a", "exports": exports}, **code})
    assert len(found.entry_points) < 6000 and [item.code for item in found.diagnostics] == ["limit-reached"]
    assert found.diagnostics[0].incomplete


def test_a_key_of_many_parts_is_not_read() -> None:
    found = package({"pyproject.toml": "a" + ".a" * 100_000 + " = 1", "m.py": ""})
    assert "limit-reached" in [item.code for item in found.diagnostics]
    found = package({"pyproject.toml": '[project]\nname = "a"\ndescription = "' + "a. " * 1000 + '"\n', "m.py": ""})
    assert found.name == "a"


WRONG_TYPES = [None, 1, "x", [], {}, ["a", {"b": 1}], {"a": {"b": ["c"]}}, True]


@pytest.mark.parametrize("value", WRONG_TYPES)
def test_wrong_types_in_every_field(value: object) -> None:
    npm_fields = ("name", "version", "bin", "main", "exports", "imports", "scripts", "dependencies", "author", "repository",
                  "directories", "workspaces", "keywords", "type", "homepage", "bugs", "browser")  # fmt: skip
    server_fields = ("remotes", "packages", "websiteUrl", "_meta", "server", "user_config", "run", "source", "config", "env_vars",
                     "manifest_version", "startCommand", "permissions", "deployment", "env", "remote",
                     "compilerOptions")  # fmt: skip
    manifests = {
        f"{folder}{name}": dict.fromkeys(server_fields, value)
        for folder in ("",)
        for name in ("server.json", "manifest.json", "fastmcp.json", "permissions.json", "tsconfig.json")
    }
    [found] = packages({"package.json": dict.fromkeys(npm_fields, value), **manifests, "i.js": ""})  # type: ignore[arg-type]
    assert "i.js" in found.files


@pytest.mark.parametrize("value", ["1", '"x"', "[]", "[1, {a = 2}]", "{a = {b = [1]}}", "true", "1979-05-27"])
def test_wrong_types_in_a_pyproject(value: str) -> None:
    for section, keys in {
        "project": ("name", "version", "scripts", "entry-points", "urls", "dependencies", "optional-dependencies",
        "authors", "keywords"),
        "tool.poetry": ("name", "scripts", "plugins", "dependencies", "group", "packages", "build", "urls", "authors", "keywords"),
        "tool.hatch": ("build", "metadata"), "tool.setuptools": ("package-dir", "packages"),
        "build-system": ("build-backend", "backend-path"),
        "tool": ("hatch", "setuptools", "pdm", "uv", "flit", "poetry"), "": ("project", "tool", "build-system",
        "dependency-groups"),
    }.items():  # fmt: skip
        for key in keys:
            text = (f"[{section}]\n" if section else "") + f"{key} = {value}\n"
            for found in packages({"pyproject.toml": text, "m.py": ""}):
                assert isinstance(found.name, str) and isinstance(found.version, str)


_NAMES = [
    "package.json", "pyproject.toml", "setup.py", "setup.cfg", "PKG-INFO", "a.dist-info/METADATA", "a.dist-info/entry_points.txt",
    "a.dist-info/RECORD", "README.md", "server.json", "manifest.json", "smithery.yaml", "server.yaml", "fastmcp.json", "Dockerfile",
    ".env.example", "tsconfig.json", "lib/package.json", "pnpm-workspace.yaml",
]  # fmt: skip
_TOKENS = [
    b'{"', b'"}', b'": ', b'"name"', b'"bin": {', b"[", b"]", b"{", b"}", b",", b"\\u", b"\\", b"'", b"[project]\n",
    b"name = ", b"= \n",
    b"setup(", b"setuptools", b"entry_points={", b"[console_scripts]\n", b"a = b:c\n", b"Name: x\n", b"\n\n", b"https://",
    b"a.example",
    b"${", b"<", b">", b"](", b"![", b"<!--", b"*", b"FOO_", b"- ", b": ", b"&a ", b"*a", b"|\n  ", b"\xff", b"\x00",
    b"\xef\xbb\xbf",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    files=st.dictionaries(
        st.sampled_from(_NAMES),
        st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(_TOKENS), max_size=60).map(b"".join)),
        max_size=6,
    ),
    archive=st.booleans(),
)
def test_no_bytes_crash(files: dict[str, bytes], archive: bool) -> None:
    tree = SourceTree("t", tuple(SourceFile(path, files[path]) for path in sorted(files)), archive=archive)
    found = find_packages(tree)
    assert found == find_packages(tree)
    for item in found:
        for place in [host.place for host in item.declared_hosts] + [variable.place for variable in item.declared_variables]:
            assert 0 <= place.start <= place.end <= len(files[place.path])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_TOKENS), max_size=80).map(b"".join))
def test_mentions_stand_where_they_say(text: bytes) -> None:
    for mention in mentions(text):
        assert text[mention.start : mention.end].decode("utf-8", "replace") == mention.url
