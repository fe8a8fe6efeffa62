"""JSX: `<A b={c}>{d}</A>`.

In: JSX nodes. Out: for a component a call with its properties (the children among them); for a plain element, which is data, an
`Opaque` with the same operands.
"""

from __future__ import annotations

import html

from mcp_sast.ir.ops import Arg, Call, Element, Entry, MakeList, MakeObject, Reg
from mcp_sast.lowering.javascript.literals import decode
from mcp_sast.lowering.javascript.lowerer import ExpressionHandler, Lowerer
from mcp_sast.syntax.parser import Node

_CHILDREN = frozenset({"jsx_element", "jsx_self_closing_element", "jsx_expression", "jsx_text", "html_character_reference"})


def element(f: Lowerer, node: Node) -> Reg:
    opening = node if node.type == "jsx_self_closing_element" else node.children[0]
    name = opening.child_by_field_name("name")
    tag = _component(f, name)
    entries = [_attribute(f, child) for child in opening.children if child.type in ("jsx_attribute", "jsx_expression")]
    children = () if opening is node else tuple(_children(f, node))
    span = f.span(node)
    if children:
        listed = f.register()
        f.out.append(MakeList(listed, children, "list", span))
        entries.append(Entry("field", "children", None, listed, span))
    properties = f.register()
    f.out.append(MakeObject(properties, tuple(entries), span))
    if tag is None:
        return f.opaque("jsx", (properties,), span)
    dst = f.register()
    f.out.append(Call(dst, tag, None, (Arg(properties, False, span),), (), False, span))
    return dst


def _component(f: Lowerer, name: Node | None) -> Reg | None:
    """The component that a tag names; None for a plain element or a fragment."""
    if name is None or name.type == "jsx_namespace_name":
        return None
    if name.type == "identifier" and f.raw(name)[:1].islower():
        return None
    return f.expression(name)


def _attribute(f: Lowerer, node: Node) -> Entry:
    span = f.span(node)
    if node.type == "jsx_expression":
        return Entry("spread", "", None, _expression_inside(f, node), span)
    parts = f.parts(node)
    name = f.text(parts[0])
    if len(parts) < 3:
        return Entry("field", name, None, f.constant(True, span), span)
    value = parts[-1]
    if value.type == "string":
        return Entry("field", name, None, f.constant(html.unescape(decode(f.raw(value)[1:-1])), f.span(value)), span)
    if value.type == "jsx_expression":
        return Entry("field", name, None, _expression_inside(f, value), span)
    return Entry("field", name, None, f.expression(value), span)


def _expression_inside(f: Lowerer, node: Node) -> Reg:
    for child in node.children:
        if child.type == "spread_element":
            return f.expression(f.parts(child)[-1])
        if child.kind_id in f.expressions:
            return f.expression(child)
    return f.constant(None, f.span(node))


def _children(f: Lowerer, node: Node) -> list[Element]:
    found = []
    for child in node.children:
        kind = child.type
        if kind not in _CHILDREN:
            continue
        span = f.span(child)
        if kind == "jsx_expression":
            found.append(Element(_expression_inside(f, child), False, span))
        elif kind in ("jsx_text", "html_character_reference"):
            found.append(Element(f.constant(html.unescape(decode(f.raw(child))), span), False, span))
        else:
            found.append(Element(f.expression(child), False, span))
    return found


HANDLERS: dict[str, ExpressionHandler] = {
    "jsx_element": element,
    "jsx_self_closing_element": element,
    "jsx_fragment": element,
}
