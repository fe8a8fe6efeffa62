"""Reads the literal arguments of `setup(…)` in a setup.py, without running it.

In: its bytes. Out: `Statements` of the PyPI ecosystem; what is computed stays unknown. The script itself is a hook.
"""

from __future__ import annotations

import re

from mcp_sast.findings.place import Place
from mcp_sast.packages.requirement import read_requirement
from mcp_sast.packages.statements import EntryText, Statements
from mcp_sast.syntax.parser import Node, parse_file

_CALL = re.compile(rb"\bsetup\s*\(")
_MOST_BYTES = 512 * 1024
_MOST_CALLS = 10
_MOST_NODES = 20_000


def read_setup_script(path: str, data: bytes) -> Statements:
    """What a setup.py says in literals."""
    hook = EntryText("hook", path.rsplit("/", 1)[-1], "setup.py", Place(path, 0, min(1, len(data))))
    keywords = _keywords(path, data) if len(data) <= _MOST_BYTES else {}
    name, version = keywords.get("name"), keywords.get("version")
    entries, group = [hook], ""
    # Strings of the call in order: a group's name, then its `command = pkg.module:function` lines.
    for text, place in _strings(path, data, keywords.get("entry_points")):
        for line in text.splitlines():
            command, equals, reference = line.partition("=")
            if equals and group:
                kind = "bin" if group in ("console_scripts", "gui_scripts") else "plugin"
                entries.append(
                    EntryText("bin" if kind == "bin" else "plugin", reference.strip(), command.strip(), place, "object", "", group)
                )
            elif line.strip():
                group = line.strip().strip("[]")
    dependencies = [
        read_requirement(text, "runtime", place) for text, place in _strings(path, data, keywords.get("install_requires"))
    ]
    roots = [text for key in ("package_dir", "packages") for text, _ in _strings(path, data, keywords.get(key)) if "." not in text]
    return Statements(
        name=_text(path, data, name),
        version=_text(path, data, keywords.get("version")),
        description=_text(path, data, keywords.get("description")),
        name_place=Place(path, name.start_byte, name.end_byte) if name is not None else None,
        version_place=Place(path, version.start_byte, version.end_byte) if version is not None else None,
        entries=tuple(entries),
        dependencies=tuple(found for found in dependencies if found is not None),
        urls=tuple(text for text, _ in _strings(path, data, keywords.get("url"))),
        authors=tuple(text for key in ("author", "author_email") for text, _ in _strings(path, data, keywords.get(key))),
        # find_packages("src") and {"": "src"} both name a folder; where it is a package's name, one root too many does no harm.
        python_roots=tuple(dict.fromkeys(roots)),
    )


def _keywords(path: str, data: bytes) -> dict[str, Node]:
    """The keyword arguments of the `setup` call: name to value node."""
    calls = [match.end() - 1 for match in _CALL.finditer(data)][:_MOST_CALLS]
    if not calls:
        return {}
    found: dict[str, Node] = {}
    for node in _arguments_at(parse_file(path, data, "python").root, set(calls)):
        for argument in node.named_children:
            key, value = argument.child_by_field_name("name"), argument.child_by_field_name("value")
            if argument.type == "keyword_argument" and key is not None and value is not None:
                found.setdefault(data[key.start_byte : key.end_byte].decode("utf-8", "replace"), value)
    return found


def _arguments_at(root: Node, offsets: set[int]) -> list[Node]:
    stack, found, seen = [root], [], 0
    while stack and seen < _MOST_NODES:
        node = stack.pop()
        seen += 1
        if node.type == "argument_list" and node.start_byte in offsets:
            found.append(node)
        elif any(node.start_byte <= offset < node.end_byte for offset in offsets):
            stack.extend(reversed(node.named_children))
    return found


def _strings(path: str, data: bytes, node: Node | None) -> list[tuple[str, Place]]:
    """All string literals below a node, in order."""
    found: list[tuple[str, Place]] = []
    stack, seen = [node] if node is not None else [], 0
    while stack and seen < _MOST_NODES:
        current = stack.pop()
        seen += 1
        if current.type == "string":
            parts = [data[part.start_byte : part.end_byte] for part in current.named_children if part.type == "string_content"]
            found.append((b"".join(parts).decode("utf-8", "replace"), Place(path, current.start_byte, current.end_byte)))
        else:
            stack.extend(reversed(current.named_children))
    return found


def _text(path: str, data: bytes, node: Node | None) -> str:
    strings = _strings(path, data, node) if node is not None and node.type in ("string", "concatenated_string") else []
    return "".join(text for text, _ in strings)
