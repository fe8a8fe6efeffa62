"""TypeScript's own statements that leave code behind: enums, namespaces, import aliases.

In: statement nodes of the TypeScript grammars. Out: the objects that the compiler makes of them. Types leave nothing.
"""

from __future__ import annotations

from mcp_sast.ir.ops import Entry, GetField, MakeObject, Reg, SetField, Store
from mcp_sast.lowering.javascript.hoisting import lexical_names, var_names
from mcp_sast.lowering.javascript.lowerer import Lowerer, StatementHandler
from mcp_sast.lowering.javascript.statements import run_statements
from mcp_sast.lowering.javascript.values import constant_key
from mcp_sast.syntax.parser import Node

# Kinds that hold no code that runs.
TYPES = frozenset({
    "interface_declaration", "type_alias_declaration", "ambient_declaration", "function_signature", "type_annotation",
    "type_arguments", "type_parameters", "abstract_method_signature", "method_signature", "index_signature", "module",
    "accessibility_modifier", "override_modifier", "comment", "html_comment", "hash_bang_line", "implements_clause",
    "import_attribute", "asserts_annotation", "type_predicate_annotation",
})  # fmt: skip


def enum(f: Lowerer, node: Node) -> None:
    """An enum is an object of constants; a member's value may name members before it."""
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    if name is None or body is None:
        f.not_understood(node)
        return
    members = [child for child in body.children if child.is_named and child.kind_id not in f.comments]
    keys = [constant_key(f, child.children[0] if child.type == "enum_assignment" else child) or "" for child in members]
    is_plain = all(child.type != "enum_assignment" or f.parts(child)[-1].type in ("number", "string") for child in members)
    saved = f.push_scope(() if is_plain else keys)
    entries: list[Entry] = []
    next_value: int | None = 0
    for key, member in zip(keys, members, strict=True):
        span = f.span(member)
        value, next_value = _enum_value(f, member, next_value)
        if not is_plain:
            f.out.append(Store(f.scope.names[key], value, span))
        entries.append(Entry("field", key, None, value, span))
    f.pop_scope(saved)
    dst = f.register()
    f.out.append(MakeObject(dst, tuple(entries), f.span(node)))
    variable = f.resolve(f.text(name))
    f.out.append(Store(variable, dst, f.span(node)))
    f.frame.note_value(variable)


def _enum_value(f: Lowerer, member: Node, implicit: int | None) -> tuple[Reg, int | None]:
    """The member's value, and the one that the next member has if it says none."""
    if member.type != "enum_assignment":
        if implicit is None:
            return f.opaque("enum", (), f.span(member)), None
        return f.constant(implicit, f.span(member)), implicit + 1
    value = f.parts(member)[-1]
    text = f.raw(value)
    following = int(text) + 1 if value.type == "number" and text.isdigit() and len(text) < 16 else None
    return f.expression(value), following


def namespace(f: Lowerer, node: Node) -> None:
    """`namespace A.B {}`: objects whose fields are what the body exports. One of the same name as a
    namespace, function, class or enum before it adds to that."""
    names = _dotted(f, node.child_by_field_name("name"))
    body = node.child_by_field_name("body")
    if not names or body is None:
        return
    span = f.span(node)
    variable = f.resolve(names[0])
    if variable in f.frame.valued:
        base = f.load(variable, span)
    else:
        base = f.register()
        f.out.append(MakeObject(base, (), span))
        f.out.append(Store(variable, base, span))
        f.frame.note_value(variable)
    for name in names[1:]:
        inner = f.register()
        f.out.append(MakeObject(inner, (), span))
        f.out.append(SetField(base, name, inner, span))
        base = inner
    _namespace_body(f, body, base)


def _namespace_body(f: Lowerer, body: Node, base: Reg) -> None:
    statements = body.children
    saved_exports, f.exported = f.exported, []
    saved = f.push_scope([*var_names(f, statements), *lexical_names(f, statements, functions_too=True)])
    run_statements(f, statements)
    span = f.span(body)
    for name in f.exported:
        f.out.append(SetField(base, name, f.load(f.resolve(name), span), span))
    f.pop_scope(saved)
    f.exported = saved_exports


def _dotted(f: Lowerer, name: Node | None) -> list[str]:
    names: list[str] = []
    while name is not None and name.type in ("nested_identifier", "member_expression"):
        names.append(f.text(name.children[-1]))
        name = name.children[0]
    if name is not None and name.type == "identifier":
        names.append(f.text(name))
    return names[::-1]


def import_alias(f: Lowerer, node: Node) -> None:
    """`import A = B.C`."""
    parts = [part for part in f.parts(node) if part.is_named]
    if len(parts) != 2:
        return
    names = _dotted(f, parts[1])
    if not names:
        return
    span = f.span(node)
    current = f.load(f.resolve(names[0]), span)
    for name in names[1:]:
        dst = f.register()
        f.out.append(GetField(dst, current, name, span))
        current = dst
    f.out.append(Store(f.resolve(f.text(parts[0])), current, span))


STATEMENTS: dict[str, StatementHandler] = {
    "enum_declaration": enum,
    "internal_module": namespace,
    "import_alias": import_alias,
}
