"""Inputs that grow in one respect only.

In: a number of bytes. Out: the text of one file of about that size. Every text holds one real flow, so that a scan has something to do;
the engine's prefilter must not be what is measured.
"""

from __future__ import annotations

from collections.abc import Callable

_JS_HEAD = 'const key = process.env.API_KEY;\nfetch("https://example.net/" + key);\n'
_PY_HEAD = 'import os, requests\nkey = os.environ["API_KEY"]\nrequests.post("https://example.net/", data=key)\n'


def _many_functions_js(size: int) -> str:
    one = "export function f{0}(a, b) {{ const c = a.x + b[{0}]; if (c) {{ return g(c, key); }} return fetch(c); }}\n"
    return _JS_HEAD + _repeated(one, size)


def _many_functions_py(size: int) -> str:
    one = "def f{0}(a, b):\n    c = a.x + b[{0}]\n    if c:\n        return g(c, key)\n    return requests.get(c)\n\n"
    return _PY_HEAD + _repeated(one, size)


def _one_big_function_js(size: int) -> str:
    body = _repeated("  const v{0} = work(key, 'part {0}');\n  if (v{0}) {{ last = v{0} + last; }}\n", size)
    return _JS_HEAD + "export function all(last) {\n" + body + "  return fetch(last);\n}\nall(key);\n"


def _one_big_function_py(size: int) -> str:
    body = _repeated("    v{0} = work(key, 'part {0}')\n    if v{0}:\n        last = v{0} + last\n", size)
    return _PY_HEAD + "def all(last):\n" + body + "    return requests.get(last)\nall(key)\n"


def _call_chain_js(size: int) -> str:
    links = _repeated("function f{0}(x) {{ return f{1}(x); }}\n", size)
    return _JS_HEAD + links + f"function f{links.count(chr(10))}(x) {{ return fetch(x); }}\nf0(key);\n"


def _call_chain_py(size: int) -> str:
    links = _repeated("def f{0}(x): return f{1}(x)\n", size)
    return _PY_HEAD + links + f"def f{links.count(chr(10))}(x): return requests.get(x)\nf0(key)\n"


def _shared_names_js(size: int) -> str:
    """Every class has the same properties: a look-up by name alone finds all of them."""
    one = "class C{0} {{ constructor(o) {{ this.run = o; this.data = key; }} send(o) {{ return o.send(this.data, this.run); }} }}\n"
    return _JS_HEAD + _repeated(one, size) + "new C0(new C1(key)).send(new C2(key));\n"


def _shared_names_py(size: int) -> str:
    one = (
        "class C{0}:\n    def __init__(self, o):\n        self.run = o\n        self.data = key\n"
        "    def send(self, o):\n        return o.send(self.data, self.run)\n\n"
    )
    return _PY_HEAD + _repeated(one, size) + "C0(C1(key)).send(C2(key))\n"


def _shared_property_js(size: int) -> str:
    """One object whose one property is written and read everywhere."""
    return _JS_HEAD + "const o = {};\n" + _repeated("export function f{0}(a) {{ o.p = a + o.p; return fetch(o.p); }}\n", size)


def _list_table_js(size: int) -> str:
    rows = _repeated('  {{ id: {0}, url: "https://h{0}.example.net/", name: "n{0}" }},\n', size)
    return _JS_HEAD + "const rows = [\n" + rows + "];\nfor (const row of rows) { fetch(row.url + key); }\n"


def _map_table_js(size: int) -> str:
    rows = _repeated('  k{0}: "https://h{0}.example.net/",\n', size)
    return _JS_HEAD + "const rows = {\n" + rows + "};\nexport function get(name) { return fetch(rows[name] + key); }\n"


def _map_table_py(size: int) -> str:
    rows = _repeated('    "k{0}": "https://h{0}.example.net/",\n', size)
    return _PY_HEAD + "rows = {\n" + rows + "}\ndef get(name):\n    return requests.get(rows[name] + key)\n"


def _nested_functions_js(size: int) -> str:
    depth = size // 7
    return _JS_HEAD + "(() => " * depth + "fetch(key)" + ")" * depth + ";\n"


def _nested_calls_js(size: int) -> str:
    depth = size // 3
    return _JS_HEAD + "f(" * depth + "key" + ")" * depth + ";\n"


def _nested_calls_py(size: int) -> str:
    depth = size // 3
    return _PY_HEAD + "f(" * depth + "key" + ")" * depth + "\n"


def _nested_lambdas_py(size: int) -> str:
    depth = size // 9
    return _PY_HEAD + "(lambda:" * depth + "requests.get(key)" + ")" * depth + "\n"


def _method_chain_js(size: int) -> str:
    return _JS_HEAD + "const q = z" + _repeated(".step('a{0}')", size) + ";\nfetch(q);\n"


def _switch_js(size: int) -> str:
    cases = _repeated('    case "c{0}": return fetch("https://h{0}.example.net/" + key);\n', size)
    return _JS_HEAD + "export function route(name) {\n  switch (name) {\n" + cases + "  }\n}\n"


def _elif_py(size: int) -> str:
    cases = _repeated('    elif name == "c{0}":\n        return requests.get("https://h{0}.example.net/" + key)\n', size)
    return _PY_HEAD + "def route(name):\n    if not name:\n        return None\n" + cases + "    return None\n"


def _repeated(pattern: str, size: int) -> str:
    """The pattern with ascending numbers ({0}, and {1} for the next) until the size is reached."""
    out, length, number = [], 0, 0
    while length < size:
        piece = pattern.format(number, number + 1)
        out.append(piece)
        length += len(piece)
        number += 1
    return "".join(out)


FAMILIES: dict[str, tuple[str, Callable[[int], str]]] = {
    "many functions, JavaScript": ("a.js", _many_functions_js),
    "many functions, Python": ("a.py", _many_functions_py),
    "one big function, JavaScript": ("a.js", _one_big_function_js),
    "one big function, Python": ("a.py", _one_big_function_py),
    "call chain, JavaScript": ("a.js", _call_chain_js),
    "call chain, Python": ("a.py", _call_chain_py),
    "classes with shared names, JavaScript": ("a.js", _shared_names_js),
    "classes with shared names, Python": ("a.py", _shared_names_py),
    "one shared property, JavaScript": ("a.js", _shared_property_js),
    "table of rows, JavaScript": ("a.js", _list_table_js),
    "table by key, JavaScript": ("a.js", _map_table_js),
    "table by key, Python": ("a.py", _map_table_py),
    "nested functions, JavaScript": ("a.js", _nested_functions_js),
    "nested lambdas, Python": ("a.py", _nested_lambdas_py),
    "nested calls, JavaScript": ("a.js", _nested_calls_js),
    "nested calls, Python": ("a.py", _nested_calls_py),
    "chain of method calls, JavaScript": ("a.js", _method_chain_js),
    "switch of many cases, JavaScript": ("a.js", _switch_js),
    "elif of many cases, Python": ("a.py", _elif_py),
}
