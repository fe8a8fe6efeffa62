"""The Python front end: golden texts, scopes and demand, broken and hostile input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from golden_cases import Case, load_cases

from mcp_sast.ir import ops
from mcp_sast.ir.module import Binding
from mcp_sast.ir.printer import print_function
from mcp_sast.ir.verifier import verify_function
from mcp_sast.lowering.python import PythonLowering, lower_python
from mcp_sast.syntax.parser import parse_file

CASES = load_cases(Path(__file__).parent / "golden" / "lowering" / "python")


def lower(source: str | bytes) -> PythonLowering:
    data = source.encode() if isinstance(source, str) else source
    return lower_python(parse_file("m.py", data), "m.py")


def assert_sound(lowering: PythonLowering) -> None:
    for function_id in lowering.function_ids():
        assert verify_function(lowering.function(function_id)) == [], function_id


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_golden(case: Case, golden: Callable[[Case, str], None]) -> None:
    lowering = lower(case.source)
    assert_sound(lowering)
    golden(case, "\n".join(print_function(lowering.function(function_id)) for function_id in lowering.function_ids()))


# --------------------------------------------------------------------------------------------------------------------- on demand

NESTED = """
class Backend:
    def search(self, query, limit=[10]):
        def inner():
            return [lambda: x for x in query]
        return inner

def a():
    def b(): return lambda: 1
class a:
    def b(self): pass
"""


def test_only_the_top_is_lowered_at_first() -> None:
    lowering = lower(NESTED)
    assert set(lowering._lowered) == {"m.py#"}
    lowering.function("m.py#a")
    assert set(lowering._lowered) == {"m.py#", "m.py#a"}


def test_ancestors_are_lowered_on_the_way_to_a_function() -> None:
    lowering = lower(NESTED)
    deepest = lowering.function("m.py#Backend.search.inner.<0>")
    assert deepest.parent == "m.py#Backend.search.inner"
    assert "m.py#a" not in lowering._lowered


def test_the_order_of_demand_changes_nothing() -> None:
    forwards, backwards = lower(NESTED), lower(NESTED)
    ids = forwards.function_ids()
    assert ids == (
        "m.py#", "m.py#Backend.search", "m.py#Backend.search.inner", "m.py#Backend.search.inner.<0>", "m.py#a", "m.py#a.b",
        "m.py#a.b.<0>", "m.py#a~2.b",
    )
    assert [backwards.function(function_id) for function_id in reversed(ids)] == [forwards.function(i) for i in reversed(ids)]


@pytest.mark.parametrize("unknown", ["m.py#nothing", "m.py#a.nothing", "other.py#a", "m.py#a.b.<1>", ""])
def test_an_unknown_function_is_a_key_error(unknown: str) -> None:
    with pytest.raises(KeyError):
        lower(NESTED).function(unknown)


def test_function_at_gives_the_innermost_function() -> None:
    source = "x = 1\ndef f(a=lambda: 0, b=(1)):\n    return lambda: a\ny = 2\n"
    lowering = lower(source)
    expected = {
        "x =": "m.py#", "def f": "m.py#f", "lambda: 0": "m.py#<0>", "b=(1)": "m.py#f", "lambda: a": "m.py#f.<0>", "y =": "m.py#",
    }
    assert {text: lowering.function_at(source.index(text)) for text in expected} == expected


# ------------------------------------------------------------------------------------------------------------------------ tables


def bindings(source: str) -> tuple[Binding, ...]:
    return lower(source).module.bindings


def test_bindings_are_what_is_bound_once() -> None:
    source = """
import os.path, a.b as c
from .m import x as y
try:
    import fast
except ImportError:
    import slow as fast
def f(): pass
@decorated
def g(): pass
class C: pass
@dataclass(frozen=True)
class D: pass
@register
class E: pass
def twice(): pass
def twice(): pass
h = lambda: 0
value = 1
def changes():
    global C
    C = None
"""
    assert bindings(source) == (
        Binding("os", "import", "os"), Binding("c", "import", "a.b"), Binding("y", "import", ".m", "x"),
        Binding("f", "function", "m.py#f"), Binding("D", "class", "D"), Binding("h", "function", "m.py#h"),
        Binding("changes", "function", "m.py#changes"),
    )


@pytest.mark.parametrize("rebinding", [
    "f = 1", "del f", "for f in x: pass", "with a as f: pass", "(f := 1)", "f += 1", "import f", "try: pass\nexcept E as f: pass",
    "match a:\n  case [f]: pass", "[*f] = x", "if a:\n  f = 1",
])
def test_any_other_binding_makes_a_name_unknown(rebinding: str) -> None:
    assert bindings("def f(): pass\n") == (Binding("f", "function", "m.py#f"),)
    assert bindings(f"def f(): pass\n{rebinding}\n") == ()


def test_importing_the_same_twice_is_one_binding() -> None:
    assert bindings("import os.path\nimport os\n") == (Binding("os", "import", "os"),)


def variables(source: str, function_id: str) -> list[ops.Var]:
    return [ins.var for ins in lower(source).function(function_id).body if isinstance(ins, ops.Load)]


def test_a_word_in_a_comment_does_not_hide_a_builtin() -> None:
    assert variables("# global open, other\nopen(other)\n", "m.py#") == [ops.Var("global", "open"), ops.Var("module", "other")]


def test_names_that_only_look_different_are_one_name() -> None:
    assert variables("ｏｐｅｎ(𝓮𝓿𝓪𝓵)\n", "m.py#") == [ops.Var("global", "open"), ops.Var("global", "eval")]


def test_parameters() -> None:
    fn = lower("def f(a, /, b: int = 1, *args: str, c, d='x', **kw): pass\n").function("m.py#f")
    assert [(p.name, p.kind, p.annotation, p.has_default, p.default) for p in fn.params] == [
        ("a", "positional", "", False, ""), ("b", "positional", "int", True, "1"), ("args", "rest", "str", False, ""),
        ("c", "keyword", "", False, ""), ("d", "keyword", "", True, "'x'"), ("kw", "kwrest", "", False, ""),
    ]
    assert fn.params[1].span == (12, 22)


def test_docstrings_are_cooked_and_placed() -> None:
    source = 'import x\ndef f():\n    # first\n    "a\\x41" "b"\n'
    fn = lower(source).function("m.py#f")
    assert fn.docstring is not None
    assert fn.docstring.value == "aAb"
    start, end = fn.docstring.span
    assert source[fn.start + start:fn.start + end] == '"a\\x41" "b"'
    assert lower("x = 1\n'no'\n").module.top.docstring is None
    assert lower("f'{a}'\n").module.top.docstring is None


@pytest.mark.parametrize(("literal", "value"), [
    (r"'\x41\101\u00e9\U0001F600\N{BULLET}\n\'\q'", "AA\u00e9\U0001f600\u2022\n'\\q"), (r"r'\x41'", "\\x41"),
    (r"b'\x00\377\u0041'", b"\x00\xff\\u0041"), ("'a\\\nb'", "ab"), ("'''a\r\nb'''", "a\nb"), ("'é'", "é"),
    (r"'\N{NO SUCH NAME}'", r"\N{NO SUCH NAME}"), (r"'\U00110000'", r"\U00110000"), ("u'x' R'\\y'", "x\\y"),
    ("f'{{a}}' 'b'", "{a}b"), ("0x_ff", 255), ("0b11", 3), ("0o17", 15), ("017", 15), ("1_000", 1000), ("1e3", 1000.0),
    ("-5", -5), ("10L", 10), ("True", True), ("None", None),
])
def test_literals(literal: str, value: object) -> None:
    consts = [ins.value for ins in lower(f"x = {literal}\n").module.top.body if isinstance(ins, ops.Const)]
    assert consts == [value]
    assert type(consts[0]) is type(value)


@pytest.mark.parametrize("literal", ["1j", "9" * 5000, "..."])
def test_literals_that_no_constant_holds_are_opaque(literal: str) -> None:
    assert isinstance(lower(f"x = {literal}\n").module.top.body[0], ops.Opaque)


# -------------------------------------------------------------------------------------------------------- broken and hostile input


@pytest.mark.parametrize("source", [
    "", "\n", "def", "def f(", "def f(:\n", "class :\n  x = 1\n", "x = (1,\ny = 2\n", "from import x\n", "import a.\n",
    "match x:\n  case", "lambda", "with as x: pass", "@\ndef f(): pass", "f'{", "'abc", "x = [a for", "try:\n  pass\n",
    "except: pass\n", "else: pass\n", "a.b. = 3\n", "if x:\n", "print >>f, x\n", "exec 'a' in b\n", "\x00\x01", "é = ü\n",
    "del\n", "x := 1\n", "f(**)\n", "{1:, 2}\n", "a[", "a[::]", "raise\n", " = 1\n", "global\n", "case 1: pass\n",
])
def test_broken_syntax_is_analysed_around(source: str) -> None:
    assert_sound(lower(source))


def test_bytes_that_are_no_text() -> None:
    lowering = lower(b"x = '\xff\xfe'\n\xc3 = f(\xe9)\ndef g(): return 1\n")
    assert_sound(lowering)
    assert "m.py#g" in lowering.function_ids()


def test_what_stands_behind_a_broken_part_is_still_lowered() -> None:
    lowering = lower("def f(:\n  ???\n\ndef g():\n    return send(secret)\n")
    assert "call" in print_function(lowering.function(lowering.function_ids()[-1]))


MANY = 100_000


def nested(opening: str, inner: str = "", closing: str = "") -> str:
    return "x = " + opening * MANY + inner + closing * MANY


DEEP = {
    "calls": nested("f(", "", ")"), "lists": nested("[", "", "]"), "dicts": nested("{1:", "1", "}"),
    "lambdas": nested("lambda: ", "1"), "not": nested("not ", "1"), "conditions": nested("a if b else ", "1"),
    "comprehensions": nested("[a for a in ", "b", "]"), "clauses": "x = [a " + "for a in b " * MANY + "]",
    "right operands": nested("(a + ", "1", ")"), "patterns": "match a:\n case " + "[" * MANY + "a" + "]" * MANY + ": pass\n",
}


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP)
def test_deep_nesting_is_cut_and_named(source: str) -> None:
    lowering = lower(source + "\nsend(secret)\n")
    assert_sound(lowering)
    codes = {(diagnostic.code, diagnostic.place is not None) for diagnostic in lowering.diagnostics()}
    assert codes == {("limit-reached", True)}
    assert ops.Var("global", "secret") in [ins.var for ins in lowering.module.top.body if isinstance(ins, ops.Load)]


LONG = {
    "sum": (nested("a + ", "1"), ops.Pure, MANY), "short sum": ("x = " + "'a' + " * 2000 + "b", ops.Pure, 2000),
    "conjunction": (nested("a and ", "1"), ops.If, MANY), "attributes and calls": (nested("", "a", ".b()"), ops.Call, MANY),
    "subscripts": (nested("", "a", "[1]"), ops.GetIndex, MANY), "comparisons": (nested("a < ", "1"), ops.If, MANY - 1),
    "assignments": ("a = " * MANY + "1", ops.Store, MANY), "bracketed sum": (nested("(", "1", " + a)"), ops.Pure, MANY),
    "strings side by side": (nested("'a' "), ops.Const, 1), "brackets": (nested("(", "1", ")"), ops.Const, 1),
    "nested targets": ("[" * MANY + "a" + "] " * MANY + "= 1", ops.GetIndex, MANY),
    "decorators": ("@a\n" * MANY + "def f(): pass", ops.Call, MANY),
}


@pytest.mark.parametrize(("source", "kind", "count"), LONG.values(), ids=LONG)
def test_long_chains_are_lowered_whole(source: str, kind: type[ops.Instruction], count: int) -> None:
    lowering = lower(source + "\n")
    assert lowering.diagnostics() == ()
    assert sum(type(ins) is kind for ins in lowering.module.top.body) == count
    assert verify_function(lowering.module.top) == []


@pytest.mark.parametrize("source", [
    "if a: pass\n" + "elif b: f()\n" * 5000 + "else: g()\n", "match a:\n" + "  case 1: f()\n" * 5000 + "  case _: g()\n",
], ids=["elif", "case"])
def test_thousands_of_conditions_nest_little(source: str) -> None:
    top = lower(source).module.top
    assert verify_function(top) == []
    calls, deepest = 0, 0
    todo = [(top.body, 0)]
    while todo:
        block, depth = todo.pop()
        deepest = max(deepest, depth)
        for ins in block:
            calls += isinstance(ins, ops.Call)
            if isinstance(ins, ops.If):
                todo += [(ins.then, depth + 1), (ins.orelse, depth + 1)]
    assert calls == 5001
    assert deepest < 110
