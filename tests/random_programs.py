"""Grammars of small programs for hypothesis, with the constructs that an analysis has code for.

In: nothing. Out: strategies for JavaScript and Python texts. The programs need not make sense, only use few names so that they meet: calls
reach functions, fields meet objects, values reach sinks.
"""

from __future__ import annotations

from hypothesis import strategies as st

_NAMES = st.sampled_from(["a", "b", "c", "f", "g"])
_FIELDS = st.sampled_from(["x", "y", "then", "map", "push", "get", "join", "items", "constructor", "__proto__"])
_STRINGS = st.sampled_from(['""', '"a"', '"https://sink.example.net/"', '"x@example.org"', '"%s {} ${a}"', '"\\x41"'])
_ATOMS = st.one_of(_NAMES, _STRINGS, st.sampled_from(["0", "1", "-1", "1e9"]))


def _filled(pattern: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The pattern with its `§` filled in order: braces are too common in programs to be `str.format`'s."""
    pieces = pattern.split("§")
    assert len(pieces) == len(parts) + 1, pattern
    return st.tuples(*parts).map(lambda texts: "".join(a + b for a, b in zip(pieces, (*texts, ""))))


def _javascript_expressions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    e, n, f = inner, _NAMES, _FIELDS
    return st.one_of(
        _filled("(§ + §)", e, e),
        _filled("(§ ? § : §)", e, e, e),
        _filled("(§ ?? §)", e, e),
        _filled("(§ && §)", e, e),
        _filled("`p${§}q${§}`", e, e),
        _filled("[§, ...§]", e, e),
        _filled("({§: §, ...§})", f, e, e),
        _filled("({get §() { return § }})", f, e),
        _filled("({[§]: §})", e, e),
        _filled("(§).§", e, f),
        _filled("(§)?.§", e, f),
        _filled("(§)[§]", e, e),
        _filled("§(§)", n, e),
        _filled("(§).§(§, ...§)", e, f, e, e),
        _filled("(§)?.(§)", e, e),
        _filled("new §(§)", n, e),
        _filled("((§) => §)", n, e),
        _filled("(async ({§, ...§}) => await §)", n, n, e),
        _filled("(function §(§ = §) { return § })", n, n, e, e),
        _filled("(§ = §)", n, e),
        _filled("(§.§ = §)", n, f, e),
        _filled("([§, §] = §)", n, n, e),
        _filled("(§ += §)", n, e),
        _filled("(§.call(§, §))", n, e, e),
        _filled("(§.bind(§))", n, e),
        _filled("Object.assign(§, §)", e, e),
        _filled("JSON.parse(JSON.stringify(§))", e),
        _filled("Promise.all([§]).then(§)", e, e),
        _filled("fetch(§, {body: §})", e, e),
        _filled("Buffer.from(§, 'base64').toString()", e),
        _filled("(§, §)", e, e),
        _filled("typeof §", e),
        _filled("class § extends § {}", n, n),
        st.just("process.env"),
        st.just("process.env.API_KEY"),
        st.just("this"),
        st.just("arguments"),
        st.just("super.x"),
    )


def _javascript_statements(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    e, n, f, s = JAVASCRIPT_EXPRESSIONS, _NAMES, _FIELDS, inner
    return st.one_of(
        _filled("if (§) { § } else { § }", e, s, s),
        _filled("for (const § of §) { § }", n, e, s),
        _filled("for (var § in §) { § }", n, e, s),
        _filled("while (§) { § break; }", e, s),
        _filled("do { § continue; } while (§);", s, e),
        _filled("try { § } catch (§) { § } finally { § }", s, n, s, s),
        _filled("switch (§) { case §: § default: § }", e, e, s, s),
        _filled("function §(§, ...§) { § return §; }", n, n, n, s, e),
        _filled("async function* §({§ = §}) { § yield* §; }", n, n, e, s, e),
        _filled("L: { § break L; }", s),
        _filled("class § { §(§) { § } static § = §; #p = §; get §() { return this.#p } static { § } }", n, f, n, s, f, e, e, f, s),
        _filled("server.tool(§, §, async (§) => { § return §; });", e, e, n, s, e),
        _filled("§ §", s, s),
    )


_JS_SIMPLE = st.deferred(
    lambda: st.one_of(
        _filled("§;", JAVASCRIPT_EXPRESSIONS),
        _filled("const § = §;", _NAMES, JAVASCRIPT_EXPRESSIONS),
        _filled("var {§: [§]} = §;", _FIELDS, _NAMES, JAVASCRIPT_EXPRESSIONS),
        _filled("return §;", JAVASCRIPT_EXPRESSIONS),
        _filled("throw §;", JAVASCRIPT_EXPRESSIONS),
        _filled("delete §.§;", _NAMES, _FIELDS),
        _filled("export const § = §;", _NAMES, JAVASCRIPT_EXPRESSIONS),
        _filled("export default §;", JAVASCRIPT_EXPRESSIONS),
        _filled("module.exports.§ = §;", _FIELDS, JAVASCRIPT_EXPRESSIONS),
        _filled('import § from "./server.js";', _NAMES),
        _filled("const § = require(§);", _NAMES, JAVASCRIPT_EXPRESSIONS),
        st.just('export * from "./server.js";'),
    )
)
JAVASCRIPT_EXPRESSIONS: st.SearchStrategy[str] = st.recursive(_ATOMS, _javascript_expressions, max_leaves=8)


def javascript_programs() -> st.SearchStrategy[str]:
    """Texts that the JavaScript and TypeScript grammars mostly accept."""
    statement = st.recursive(_JS_SIMPLE, _javascript_statements, max_leaves=6)
    return st.lists(statement, min_size=1, max_size=6).map("\n".join)


def _python_expressions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    e, n, f = inner, _NAMES, _FIELDS
    return st.one_of(
        _filled("(§ + §)", e, e),
        _filled("(§ % §)", e, e),
        _filled("(§ * §)", e, e),
        _filled("(§ if § else §)", e, e, e),
        _filled("(§ or §)", e, e),
        _filled("f'{§}/{§!r}'", _NAMES, _NAMES),
        _filled("[§, *§]", e, e),
        _filled("{§: §, **§}", e, e, e),
        _filled("{§, §}", e, e),
        _filled("(§).§", e, f),
        _filled("(§)[§]", e, e),
        _filled("(§)[::-1]", e),
        _filled("§(§, *§, §=§, **§)", n, e, e, f, e, e),
        _filled("(§).§(§)", e, f, e),
        _filled("(lambda §, *§: §)", n, n, e),
        _filled("[§ for § in § if §]", e, n, e, e),
        _filled("{§: § for § in §}", e, e, n, e),
        _filled("(§ := §)", n, e),
        _filled("(await §)", e),
        _filled("(yield §)", e),
        _filled("(yield from §)", e),
        _filled("getattr(§, §)", e, e),
        _filled("functools.partial(§, §)", e, e),
        _filled("dict(§)", e),
        _filled("'{}'.format(§)", e),
        _filled("json.dumps(§)", e),
        _filled("requests.post(§, json=§)", e, e),
        _filled("base64.b64decode(§)", e),
        _filled("(§ < § < §)", e, e, e),
        _filled("super().§(§)", f, e),
        st.just("os.environ"),
        st.just('os.environ["API_KEY"]'),
        st.just("self"),
        st.just("None"),
        st.just("..."),
    )


PYTHON_EXPRESSIONS: st.SearchStrategy[str] = st.recursive(_ATOMS, _python_expressions, max_leaves=8)


def _block(statement: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(statement, min_size=1, max_size=3).map(
        lambda lines: "\n".join("    " + line for text in lines for line in text.split("\n"))
    )


def _python_statements(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    e, n, f, b = PYTHON_EXPRESSIONS, _NAMES, _FIELDS, _block(inner)
    return st.one_of(
        _filled("if §:\n§\nelif §:\n§\nelse:\n§", e, b, e, b, b),
        _filled("for §, *§ in §:\n§\nelse:\n§", n, n, e, b, b),
        _filled("while §:\n§", e, b),
        _filled("try:\n§\nexcept § as §:\n§\nfinally:\n§", b, e, n, b, b),
        _filled("with § as §:\n§", e, n, b),
        _filled("def §(§, /, §=§, *, §: § = §, **§):\n§", n, n, f, e, f, e, e, st.just("kw"), b),
        _filled("async def §(self, §):\n§", n, n, b),
        _filled("@§\ndef §(*args, **kwargs):\n§", e, n, b),
        _filled("@mcp.tool()\nasync def §(§: str) -> §:\n§", n, n, e, b),
        _filled("class §(§, metaclass=§):\n§", n, n, n, b),
        _filled("@property\ndef §(self):\n§", f, b),
        _filled("match §:\n    case {'a': §, **§}:\n        pass\n    case [§, *_] | § if §:\n        pass", e, n, n, n, n, e),
    )


_PY_SIMPLE = st.deferred(
    lambda: st.one_of(
        PYTHON_EXPRESSIONS,
        _filled("§ = § = §", _NAMES, _NAMES, PYTHON_EXPRESSIONS),
        _filled("§, (*§, §) = §", _NAMES, _NAMES, _NAMES, PYTHON_EXPRESSIONS),
        _filled("§.§ = §", _NAMES, _FIELDS, PYTHON_EXPRESSIONS),
        _filled("§[§] = §", _NAMES, PYTHON_EXPRESSIONS, PYTHON_EXPRESSIONS),
        _filled("§ += §", _NAMES, PYTHON_EXPRESSIONS),
        _filled("§: § = §", _NAMES, PYTHON_EXPRESSIONS, PYTHON_EXPRESSIONS),
        _filled("return §", PYTHON_EXPRESSIONS),
        _filled("raise § from §", PYTHON_EXPRESSIONS, PYTHON_EXPRESSIONS),
        _filled("del §, §.§", _NAMES, _NAMES, _FIELDS),
        _filled("global §", _NAMES),
        _filled("nonlocal §", _NAMES),
        _filled("from server import §, §", _NAMES, _NAMES),
        st.just("from server import *"),
        st.just("import os, requests, json, server"),
        st.just("pass"),
    )
)


def python_programs() -> st.SearchStrategy[str]:
    """Texts that Python's grammar mostly accepts."""
    statement = st.recursive(_PY_SIMPLE, _python_statements, max_leaves=6)
    return st.lists(statement, min_size=1, max_size=6).map(lambda lines: "import os, requests, json\n" + "\n".join(lines) + "\n")
