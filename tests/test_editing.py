"""Ignore comments that are put into code: where they can stand, that nothing else changes, and that they then work."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcp_sast import cli
from mcp_sast.editing.comments import with_comments

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
CASES = sorted(p for rule in ("hidden-recipient", "env-exfiltration") for p in (CORPUS / rule).glob("*") if not p.name.endswith("-honest"))

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("path", "code", "line", "placed"),
    [
        ("a.py", b"x = 1\ny = 2\n", 2, b"x = 1\ny = 2  # T\n"),
        ("a.py", b"f(\n    a,\n    b=1,\n)", 3, b"f(\n    a,\n    b=1,  # T\n)"),
        ("a.py", b"f(a)  # seen\r\n", 1, b"f(a)  # seen  # T\r\n"),
        ("a.py", b'x = """a\nb"""\n', 1, None),
        ("a.py", b"x = 1 + \\\n  2\n", 1, None),
        ("a.py", b"def (\n", 1, None),
        ("a.py", b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", 2, b"# -*- coding: latin-1 -*-\nx = '\xe9'  # T\n"),
        ("a.js", b"f(a,\n  b)\r\ng()", 2, b"f(a,\n  b) // T\r\ng()"),
        ("a.js", b"x = `a\nb`\n", 1, None),
        ("a.js", b"/* a\n b */ f()\n", 1, None),
        ("a.js", b"f() // seen\n", 1, b"f() // seen // T\n"),
        ("a.tsx", b"const a = <p>\n text\n</p>;\n", 2, None),
        ("a.ts", b"const a: string =\n  b;", 1, b"const a: string = // T\n  b;"),
        ("a.js", b"f()\n", 9, None),
        ("a.json", b"{}\n", 1, None),
    ],
)
def test_a_comment_stands_where_it_can(path: str, code: bytes, line: int, placed: bytes | None) -> None:
    changed, failed = with_comments(path, code, {line: "T"})
    assert (changed, failed) == ((code, (line,)) if placed is None else (placed, ()))


PARTS = ["x = 1", "f(\n  a,\n  b)", "y = '''q\n#'''", "if x:\n  pass  # c", "z = 1 + \\\n 2", "", "# only"]
PYTHON = st.lists(st.sampled_from(PARTS), max_size=6)


@given(PYTHON, st.integers(1, 12), st.sampled_from(["\n", "\r\n"]))
def test_python_keeps_its_meaning_and_its_bytes(parts: list[str], line: int, newline: str) -> None:
    code = newline.join("\n".join(parts).split("\n"))
    changed, failed = with_comments("a.py", code.encode(), {line: "T"})
    assert ast.dump(ast.parse(changed.decode())) == ast.dump(ast.parse(code))
    if failed:
        assert changed == code.encode()
    else:
        assert changed.decode().replace("  # T", "", 1) == code


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_fix_writes_is_followed(case: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = Path(shutil.copytree(case, tmp_path / "server"))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert cli.run(["fix", str(folder), "--own", "--add-ignore", "known since the audit"]) == 0
    shown = capsys.readouterr()
    assert {path: path.read_bytes() for path in before} == before
    assert cli.run(["fix", str(folder), "--own", "--add-ignore", "known since the audit", "--write"]) == 0
    assert capsys.readouterr().out == shown.out
    assert set(before) == {path for path in folder.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert cli.run(["scan", str(folder), "--own", "--fail-on", "warning"]) == 0, capsys.readouterr().out
    assert cli.run(["fix", str(folder), "--own", "--add-ignore", "again", "--write"]) == 0
    assert "0 files" in capsys.readouterr().err


def test_foreign_code_is_never_changed(tmp_path: Path) -> None:
    case = str(CASES[0])
    assert cli.run(["fix", case, "--add-ignore", "x", "--write"]) == 2
    assert cli.run(["fix", str(CASES[0] / "package.json"), "--own", "--add-ignore", "x", "--write"]) == 2
    assert cli.run(["fix", case, "--own", "--add-ignore", " - ", "--write"]) == 2
