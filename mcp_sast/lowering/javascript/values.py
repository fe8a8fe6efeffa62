"""Literals, names, object and array displays, templates.

In: expression nodes without control flow of their own. Out: instructions through the `Lowerer`.
"""

from __future__ import annotations

from mcp_sast.ir.ops import Const, Element, Entry, Load, MakeList, MakeObject, Pure, Reg
from mcp_sast.lowering.javascript.functions import make_function, make_method
from mcp_sast.lowering.javascript.literals import cooked, decode, number_value, property_key, string_value
from mcp_sast.lowering.javascript.lowerer import ExpressionHandler, Lowerer
from mcp_sast.syntax.parser import Node


def identifier(f: Lowerer, node: Node) -> Reg:
    start = node.start_byte
    end = node.end_byte
    if start == end:
        return f.opaque("missing", (), f.span(node))
    dst = f.registers
    f.registers = dst + 1
    f.out.append(Load(dst, f.resolve(f.registry.name(f.data[start:end])), (start - f.base, end - f.base)))
    return dst


def undefined(f: Lowerer, node: Node) -> Reg:
    return f.constant(None, f.span(node))


def true(f: Lowerer, node: Node) -> Reg:
    return f.constant(True, f.span(node))


def false(f: Lowerer, node: Node) -> Reg:
    return f.constant(False, f.span(node))


def number(f: Lowerer, node: Node) -> Reg:
    value = number_value(f.raw(node))
    return f.opaque("number", (), f.span(node)) if value is None else f.constant(value, f.span(node))


def string(f: Lowerer, node: Node) -> Reg:
    start = node.start_byte
    end = node.end_byte
    dst = f.registers
    f.registers = dst + 1
    f.out.append(Const(dst, string_value(f.data[start:end]), (start - f.base, end - f.base)))
    return dst


def regex(f: Lowerer, node: Node) -> Reg:
    span = f.span(node)
    texts = {child.type: decode(f.raw(child)) for child in node.children}
    pattern = f.constant(texts.get("regex_pattern", ""), span)
    flags = f.constant(texts.get("regex_flags", ""), span)
    dst = f.register()
    f.out.append(Pure(dst, "regex", (pattern, flags), span))
    return dst


def this(f: Lowerer, node: Node) -> Reg:
    return f.load(f.implicit("this"), f.span(node))


def super_(f: Lowerer, node: Node) -> Reg:
    return f.load(f.implicit("super"), f.span(node))


def meta_property(f: Lowerer, node: Node) -> Reg:
    """`import.meta` is an ambient object; `new.target` is the function itself, of which nothing is known."""
    if node.children[0].type == "import":
        return f.load(f.resolve("import.meta"), f.span(node))
    return f.opaque("new.target", (), f.span(node))


# ----------------------------------------------------------------------------------------------------------------- templates


def template_parts(f: Lowerer, node: Node) -> tuple[list[str], list[Node]]:
    """The constant strings of a template, one more than there are substitutions, and the substituted expressions."""
    strings: list[str] = []
    expressions: list[Node] = []
    at = node.start_byte + 1
    for child in node.children:
        if child.type == "template_substitution":
            strings.append(cooked(f.data[at : child.start_byte]))
            inner = [part for part in f.parts(child) if part.is_named]
            expressions.append(inner[0] if inner else child)
            at = child.end_byte
    end = node.end_byte
    strings.append(cooked(f.data[at : end - 1 if f.data[end - 1 : end] == b"`" else end]))
    return strings, expressions


def template(f: Lowerer, node: Node) -> Reg:
    strings, expressions = template_parts(f, node)
    span = f.span(node)
    if not expressions:
        return f.constant(strings[0], span)
    parts: list[Reg] = []
    for index, text in enumerate(strings):
        if text:
            parts.append(f.constant(text, span))
        if index < len(expressions):
            parts.append(f.expression(expressions[index]))
    dst = f.register()
    f.out.append(Pure(dst, "concat", tuple(parts), span))
    return dst


def tagged_template_arguments(f: Lowerer, node: Node) -> list[tuple[Reg, Node]]:
    """The arguments that a tag function gets: the list of the string parts, then the substituted values."""
    strings, expressions = template_parts(f, node)
    span = f.span(node)
    elements = tuple(Element(f.constant(text, span), False, span) for text in strings)
    dst = f.register()
    f.out.append(MakeList(dst, elements, "list", span))
    return [(dst, node), *((f.expression(expression), expression) for expression in expressions)]


# ------------------------------------------------------------------------------------------------------------------ displays


def array(f: Lowerer, node: Node) -> Reg:
    elements: list[Element] = []
    expressions = f.expressions
    after_comma = True
    for child in node.children:
        kind = child.kind_id
        if kind in expressions:
            elements.append(Element(f.expression(child), False, f.span(child)))
            after_comma = False
        elif child.is_named:
            if kind in f.comments:
                continue
            is_spread = child.type == "spread_element"
            value = f.expression(f.parts(child)[-1]) if is_spread else f.not_understood(child)
            elements.append(Element(value, is_spread, f.span(child)))
            after_comma = False
        elif child.type == ",":
            if after_comma:
                span = f.span(child)
                elements.append(Element(f.constant(None, span), False, span))
            after_comma = True
    dst = f.register()
    f.out.append(MakeList(dst, tuple(elements), "list", f.span(node)))
    return dst


def constant_key(f: Lowerer, node: Node) -> str | None:
    """The name that a property key stands for if it is a constant: `a`, `"a"`, `1`, `["a"]`, `#a`."""
    kind = node.type
    if kind == "string":
        return string_value(f.raw(node))
    if kind == "number":
        value = number_value(f.raw(node))
        return None if value is None else property_key(value)
    if kind == "computed_property_name":
        inner = [part for part in f.parts(node) if part.is_named]
        return constant_index(f, inner[0]) if inner else None
    return f.text(node)


def constant_index(f: Lowerer, node: Node) -> str | None:
    """The constant string or number inside brackets, as a property name; None if it is none."""
    kind = node.type
    if kind in ("string", "number"):
        return constant_key(f, node)
    if kind == "template_string" and not any(child.type == "template_substitution" for child in node.children):
        return template_parts(f, node)[0][0]
    return None


def computed_key(f: Lowerer, node: Node) -> Reg:
    """Lower a key that `constant_key` can't name."""
    inner = [part for part in f.parts(node) if part.is_named]
    return f.expression(inner[0]) if inner else f.not_understood(node)


def object_(f: Lowerer, node: Node) -> Reg:
    entries: list[Entry] = []
    for child in node.children:
        if not child.is_named or child.kind_id in f.comments:
            continue
        entries.append(_entry(f, child))
    dst = f.register()
    f.out.append(MakeObject(dst, tuple(entries), f.span(node)))
    return dst


def _entry(f: Lowerer, node: Node) -> Entry:
    kind = node.type
    span = f.span(node)
    if kind == "pair":
        return _pair(f, node)
    if kind == "shorthand_property_identifier":
        name = f.text(node)
        return Entry("field", name, None, f.load(f.resolve(name), span), span)
    if kind == "spread_element":
        return Entry("spread", "", None, f.expression(f.parts(node)[-1]), span)
    if kind == "method_definition":
        return _method_entry(f, node)
    # `{a = 1}` is no object but a pattern that the parser took for one, or broken code.
    return Entry("spread", "", None, f.not_understood(node), span)


def _pair(f: Lowerer, node: Node) -> Entry:
    parts = node.children
    if len(parts) != 3:
        parts = f.parts(node)
    key, value = parts[0], parts[-1]
    name = f.text(key) if key.type == "property_identifier" else constant_key(f, key)
    if name is None:
        register = computed_key(f, key)
        return Entry("computed", "", register, f.expression(value), f.span(node))
    return Entry("field", name, None, f.named(value, name), f.span(node))


def _method_entry(f: Lowerer, node: Node) -> Entry:
    key = node.child_by_field_name("name")
    name = None if key is None else constant_key(f, key)
    span = f.span(node)
    accessor = next((child.type for child in node.children if child.type in ("get", "set") and not child.is_named), None)
    if name is None:
        register = f.opaque("missing", (), span) if key is None else computed_key(f, key)
        return Entry("computed", "", register, make_method(f, node, ""), span)
    value = make_method(f, node, name)
    if accessor is None:
        return Entry("field", name, None, value, span)
    return Entry("getter" if accessor == "get" else "setter", name, None, value, span)


def stray_method(f: Lowerer, node: Node) -> Reg:
    """A method outside any class or object, in broken code: its closure is an operand of what is not understood."""
    key = node.child_by_field_name("name")
    return make_method(f, node, "" if key is None else constant_key(f, key) or "")


HANDLERS: dict[str, ExpressionHandler] = {
    "identifier": identifier,
    "shorthand_property_identifier": identifier,
    "undefined": undefined,
    "null": undefined,
    "true": true,
    "false": false,
    "number": number,
    "string": string,
    "regex": regex,
    "this": this,
    "super": super_,
    "meta_property": meta_property,
    "template_string": template,
    "array": array,
    "object": object_,
    "method_definition": stray_method,
    "arrow_function": make_function,
    "function_expression": make_function,
    "generator_function": make_function,
}
