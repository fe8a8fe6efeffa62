"""The JavaScript and TypeScript front end: golden texts, demand, depth, broken code, soundness."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from golden_cases import Case, load_cases

from mcp_sast.ir.module import ModuleLowering
from mcp_sast.ir.printer import print_function, print_module
from mcp_sast.ir.verifier import verify_function
from mcp_sast.lowering.javascript import lower_javascript, lower_json
from mcp_sast.syntax.parser import parse_file

GOLDEN = Path(__file__).parent / "golden" / "lowering" / "javascript"
CASES = load_cases(GOLDEN)


def lower(source: str | bytes, suffix: str = "js") -> ModuleLowering:
    data = source.encode() if isinstance(source, str) else source
    tree = parse_file(f"m.{suffix}", data)
    return lower_json(tree, "m") if suffix == "json" else lower_javascript(tree, "m")


def printed(lowering: ModuleLowering) -> str:
    texts = [print_module(lowering.module)]
    texts.extend(print_function(lowering.function(identifier)) for identifier in lowering.function_ids()[1:])
    return "\n".join(texts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_golden(case: Case, golden: Callable[[Case, str], None]) -> None:
    golden(case, printed(lower(case.source, case.language or "js")))


# ------------------------------------------------------------------------------------------------------------------ on demand


NESTED = """
class Backend {
  handler = () => this.get();
  search(query) { const inner = () => [() => query]; return inner; }
  static { first(); }
  last = () => 2;
}
function main() { run(() => 1, () => { function deep() {} }); }
"""


def test_only_the_module_top_is_lowered_at_first() -> None:
    lowering = lower_javascript(parse_file("m.js", NESTED.encode()), "m")
    assert set(lowering._functions) == {"m#"}


def test_a_function_is_lowered_on_demand_with_its_ancestors_alone() -> None:
    lowering = lower_javascript(parse_file("m.js", NESTED.encode()), "m")
    assert lowering.function("m#main.<1>.deep").parent == "m#main.<1>"
    assert set(lowering._functions) == {"m#", "m#main", "m#main.<1>", "m#main.<1>.deep"}


def test_ids_do_not_depend_on_the_order_of_demand() -> None:
    forwards = lower(NESTED)
    texts = {identifier: print_function(forwards.function(identifier)) for identifier in forwards.function_ids()}
    backwards = lower(NESTED)
    for identifier in reversed(list(texts)):
        assert print_function(backwards.function(identifier)) == texts[identifier]


@pytest.mark.parametrize("identifier", ["m#nothing", "m#main.<9>", "other#main", "", "m#main.", "m#Backend"])
def test_an_unknown_id_is_a_key_error(identifier: str) -> None:
    with pytest.raises(KeyError):
        lower(NESTED).function(identifier)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class Backend", "m#"),
        ("this.get", "m#Backend.<fields>.handler"),
        ("handler =", "m#Backend.<fields>"),
        ("const inner", "m#Backend.search"),
        ("() => query", "m#Backend.search.inner.<0>"),
        ("first()", "m#"),
        ("last =", "m#Backend.<fields>"),
        ("2;", "m#Backend.<fields>.last"),
        ("run(", "m#main"),
        ("function deep", "m#main.<1>.deep"),
    ],
)
def test_the_innermost_function_at_an_offset(text: str, expected: str) -> None:
    assert lower(NESTED).function_at(NESTED.index(text)) == expected


def test_spans_are_relative_to_the_function() -> None:
    lowering = lower("let unrelated = 1;\nfunction f() { return process.env; }")
    moved = lower("function f() { return process.env; }")
    assert lowering.function("m#f").body == moved.function("m#f").body
    assert lowering.function("m#f").start == 19


def test_the_printer_shows_spans_when_asked() -> None:
    text = print_function(lower("if (a) b").module.top, spans=True)
    assert text.splitlines()[1:] == ["  %0 = load global a  @4-5", "  if %0  @0-8", "    %1 = load global b  @7-8"]


def test_names_with_dots_can_not_forge_a_path() -> None:
    lowering = lower('x = { "a.b": () => 1, "c#d": () => 2 }; function a() { function b() {} }')
    assert lowering.function_ids() == ("m#", "m#<0>", "m#<1>", "m#a", "m#a.b")


# ---------------------------------------------------------------------------------------------------------------------- style


@pytest.mark.parametrize(
    ("source", "suffix", "style"),
    [
        ("import a from 'a'", "js", "esm"),
        ("export const a = 1", "ts", "esm"),
        ("const a = 1", "mjs", "esm"),
        ("const a = 1", "mts", "esm"),
        ("module.exports = 1", "js", "cjs"),
        ("import a = require('a'); export = a", "ts", "cjs"),
        ("import('a')", "js", "cjs"),
        ("{}", "json", "data"),
    ],
)
def test_the_style_of_a_module(source: str, suffix: str, style: str) -> None:
    assert lower(source, suffix).module.style == style


# ------------------------------------------------------------------------------------------------------------ depth and size


DEEP = 100_000


def _deep_sources() -> Iterator[tuple[str, str, str]]:
    yield "calls", "f(" * DEEP + ")" * DEEP, "js"
    yield "functions", "function a(){" * DEEP + "}" * DEEP, "js"
    yield "arrows", "()=>" * DEEP + "1", "js"
    yield "immediately invoked", "(function(){" * DEEP + "})()" * DEEP, "js"
    yield "arrays", "[" * DEEP + "]" * DEEP, "js"
    yield "objects", "x=" + "{a:" * DEEP + "1" + "}" * DEEP, "js"
    yield "blocks", "{" * DEEP + "}" * DEEP, "js"
    yield "else-ifs", "if(a){b()}" + "else if(a){b()}" * DEEP, "js"
    yield "ternaries", "x=" + "a?b:" * DEEP + "c", "js"
    yield "patterns", "const " + "[" * DEEP + "a" + "]" * DEEP + "=b", "js"
    yield "templates", "`${" * DEEP + "1" + "}`" * DEEP, "js"
    yield "classes", "class A{m(){" * DEEP + "}}" * DEEP, "ts"
    yield "fields", "class A{x=()=>{" * DEEP + "}}" * DEEP, "ts"
    yield "parameters", "(a=" * DEEP + "1" + ")=>1" * DEEP, "ts"
    yield "elements", "x=" + "<a>" * DEEP + "</a>" * DEEP, "jsx"
    yield "tries", "try{" * DEEP + "}catch{}" * DEEP, "js"
    yield "switches", "switch(a){case 1:" * DEEP + "}" * DEEP, "js"
    yield "labels", "a:" * DEEP + ";", "js"
    yield "subscripts", "a[" * DEEP + "1" + "]" * DEEP, "js"
    yield "decorators", "@a class A{@b m(){" * (DEEP // 10) + "}}" * (DEEP // 10), "ts"


@pytest.mark.parametrize(("source", "suffix"), [pytest.param(s, x, id=name) for name, s, x in _deep_sources()])
def test_what_is_nested_too_deeply_is_cut_and_named(source: str, suffix: str) -> None:
    lowering = lower(source, suffix)
    assert len(lowering.function_ids()) <= 2001
    assert [(d.code, d.incomplete) for d in lowering.diagnostics()] == [("limit-reached", True)]
    place = lowering.diagnostics()[0].place
    assert place is not None and 1900 <= place.start < place.end <= len(source)


@pytest.mark.parametrize("terms", [2000, 20_000, DEEP])
def test_a_concatenation_of_any_length_is_lowered_whole(terms: int) -> None:
    lowering = lower("x = " + "+".join(["a"] * terms))
    text = print_function(lowering.module.top)
    assert text.count(" = load global a") == terms
    assert text.count(" = add ") == terms - 1
    assert lowering.diagnostics() == ()


@pytest.mark.parametrize(
    ("source", "what", "count"),
    [
        ("a" + ".b(1)" * DEEP, " = call ", DEEP),
        ("x = a" + " && a" * DEEP, " = phi ", DEEP),
        ("(" * DEEP + "process" + ")" * DEEP, "load global process", 1),
        ("a" + ",a" * DEEP, "load global a", DEEP + 1),
        ("a" + "!" * DEEP + ".b", ".b", 1),
    ],
    ids=["chain", "and", "parentheses", "commas", "assertions"],
)
def test_chains_of_any_length_are_lowered_whole(source: str, what: str, count: int) -> None:
    lowering = lower(source, "ts")
    assert print_function(lowering.module.top).count(what) == count
    assert lowering.diagnostics() == ()


def test_the_place_that_is_too_deep_does_not_depend_on_the_order_of_demand() -> None:
    source = "".join(f"function f{i}() {{ {'g(' * 3000}{')' * 3000} }}\n" for i in range(2))
    forwards, backwards = lower(source), lower(source)
    for lowering, order in ((forwards, ("m#f0", "m#f1")), (backwards, ("m#f1", "m#f0"))):
        for identifier in order:
            lowering.function(identifier)
    assert forwards.diagnostics() == backwards.diagnostics()


def test_a_table_of_data_is_cut_and_named() -> None:
    lowering = lower("[" + ",".join(map(str, range(5001))) + "]", "json")
    assert "only the first 5000 of 5001 entries" in lowering.diagnostics()[0].message
    assert lower("[" + ",".join(map(str, range(5000))) + "]", "json").diagnostics() == ()


def test_deep_data_is_cut_and_named() -> None:
    lowering = lower('{"a":[' * DEEP + "1" + "]}" * DEEP, "json")
    assert [diagnostic.code for diagnostic in lowering.diagnostics()] == ["limit-reached"]
    assert verify_function(lowering.module.top) == []


# ------------------------------------------------------------------------------------------------------------------ soundness


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_function_of_the_golden_cases_is_sound(case: Case) -> None:
    lowering = lower(case.source, case.language or "js")
    for identifier in lowering.function_ids():
        assert verify_function(lowering.function(identifier)) == []


@pytest.mark.parametrize("cut", range(0, len(SAMPLE := "\n".join(case.source for case in CASES if not case.language)), 97))
def test_code_cut_anywhere_is_lowered_soundly(cut: int) -> None:
    for source in (SAMPLE[:cut], SAMPLE[cut : cut + 400], SAMPLE[: cut // 2] + "}" + SAMPLE[cut:][:300]):
        lowering = lower(source, "ts" if cut % 2 else "js")
        for identifier in lowering.function_ids():
            assert verify_function(lowering.function(identifier)) == []


RUBBISH = [
    b"", b"\xff\xfe\x00", b"a.", b"a.b.", b"class", b"x = `${", b'"', b"import", b"export", b"@", b"<", b"a[", b"new", b"({a", b"(",
    b"#!/x\n", b"\\u{110000}x = '\\u{ffffffffffff}'", b"for (", b"async", b"a ? b", b"function", b"x = class {", b"enum", b"a?.",
]  # fmt: skip


@pytest.mark.parametrize("source", RUBBISH)
@pytest.mark.parametrize("suffix", ["js", "ts", "tsx", "json"])
def test_rubbish_is_lowered_soundly(source: bytes, suffix: str) -> None:
    lowering = lower(source, suffix)
    for identifier in lowering.function_ids():
        assert verify_function(lowering.function(identifier)) == []


# ------------------------------------------------------------------------------------------------------------------- bindings


@pytest.mark.parametrize(
    "assignment",
    [
        "f = 1", "f /* x */ = 1", "f // x\n = 1", "f\n=\n1", "f ||= 1", "f >>>= 1", "f **= 2", "f++", "--f", "-- f", "[f] = o",
        "({ f } = o)", "({ a: f } = o)", "[a, f = 1] = o", "[[f]] = o", "[f, a[0]] = o", "return_, [f] = o", "for (f of o);",
        "for (f in o);", "for ([a, f] of o);", "for ({ f } of o);", "g(f = 1)", "a = f = 1",
        "\\u0066 = 1", "\\u{66} = 1", "++\\u0066", "[\\u0066] = o", "for (\\u0066 of o);",
    ],
)  # fmt: skip
def test_a_function_that_is_assigned_anywhere_is_no_binding(assignment: str) -> None:
    lowering = lower(f"function f() {{}}\nfunction g() {{ {assignment} }}\n")
    assert "f" not in {binding.name for binding in lowering.module.bindings}


@pytest.mark.parametrize(
    "harmless",
    [
        "f == 1", "f === 1", "f != 1", "f !== 1", "f <= 1", "f >= 1", "f => 1", "a.f = 1", "a[f] = 1", "const f = 1",
        "const { f } = o", "const [f] = o", "h(f)", "a - f", "a + f", "x = f", "f - -1", "a ? f : b",
    ],
)  # fmt: skip
def test_a_function_that_is_not_assigned_is_a_binding(harmless: str) -> None:
    lowering = lower(f"function f() {{}}\nfunction g() {{ {harmless} }}\n")
    assert "f" in {binding.name for binding in lowering.module.bindings}


def test_too_many_unclear_assignments_leave_no_binding_that_could_be_assigned() -> None:
    lowering = lower("function f() {}\nconst g = () => 1;\n" + "x\n= 1;" * 2001)
    assert {binding.name for binding in lowering.module.bindings} == {"g"}


# -------------------------------------------------------------------------------------------- a package's worth of each language


@pytest.mark.parametrize("suffix", ["js", "ts"])
def test_a_whole_server_is_understood_and_sound(suffix: str) -> None:
    source = (GOLDEN / f"whole_server.{suffix}").read_text()
    assert parse_file(f"m.{suffix}", source.encode()).diagnostics == ()
    lowering = lower(source, suffix)
    assert lowering.diagnostics() == ()
    for identifier in lowering.function_ids():
        function = lowering.function(identifier)
        assert verify_function(function) == []
        assert "(not understood" not in print_function(function)
        assert "(too deep" not in print_function(function)
