"""Names, constants, strings and f-strings.

In: syntax. Out: Load, Const and `concat` instructions.
"""

from __future__ import annotations

from typing import NamedTuple

from mcp_sast.ir.ops import Pure, Reg, Span
from mcp_sast.lowering.python.frame import Frame, expression, parts, without_extras
from mcp_sast.lowering.python.literals import cooked, number_value, opening_of, string_value
from mcp_sast.syntax.parser import Node


@expression("identifier", "keyword_identifier")
def name(frame: Frame, node: Node) -> Reg:
    """A name that is read."""
    return frame.load(frame.source.name(node), frame.span(node))


@expression("true")
def _true(frame: Frame, node: Node) -> Reg:
    return frame.const(True, frame.span(node))


@expression("false")
def _false(frame: Frame, node: Node) -> Reg:
    return frame.const(False, frame.span(node))


@expression("none")
def _none(frame: Frame, node: Node) -> Reg:
    return frame.const(None, frame.span(node))


@expression("ellipsis")
def _ellipsis(frame: Frame, node: Node) -> Reg:
    return frame.opaque("ellipsis", (), frame.span(node))


@expression("integer", "float")
def _number(frame: Frame, node: Node) -> Reg:
    value = number_value(frame.source.text(node))
    return frame.opaque("number", (), frame.span(node)) if value is None else frame.const(value, frame.span(node))


class _Piece(NamedTuple):
    """A constant piece of a string, or an interpolation (then `node` is set)."""

    text: str | bytes
    span: Span
    node: Node | None = None


def constant_string(frame: Frame, node: Node) -> str | bytes | None:
    """The value of a string or of strings side by side; None for other syntax and for f-strings that hold expressions."""
    kind = node.type
    if kind == "string":
        value = string_value(frame.source.text(node))
        if value is not None:
            return value
    elif kind != "concatenated_string":
        return None
    return _constant(_pieces(frame, node))


@expression("string", "concatenated_string")
def string(frame: Frame, node: Node) -> Reg:
    """A string: a constant, or the concatenation of its pieces."""
    if node.type == "string":
        value = string_value(frame.source.text(node))
        if value is not None:
            return frame.const(value, frame.span(node))
    pieces = _pieces(frame, node)
    constant = _constant(pieces)
    if constant is not None:
        return frame.const(constant, frame.span(node))
    operands = tuple(
        frame.const(piece.text, piece.span) if piece.node is None else _interpolation(frame, piece.node) for piece in pieces
    )
    register = frame.new()
    frame.out.append(Pure(register, "concat", operands, frame.span(node)))
    return register


def _constant(pieces: list[_Piece]) -> str | bytes | None:
    texts: list[str] = []
    octets: list[bytes] = []
    for piece in pieces:
        if piece.node is not None:
            return None
        if isinstance(piece.text, bytes):
            octets.append(piece.text)
        else:
            texts.append(piece.text)
    if octets:
        return None if texts else b"".join(octets)
    return "".join(texts)


def _pieces(frame: Frame, node: Node) -> list[_Piece]:
    """The pieces of a string or of strings side by side, neighbouring constants joined."""
    strings = [node] if node.type == "string" else [part for part in parts(node) if part.type == "string"]
    out: list[_Piece] = []
    for part in strings:
        value = string_value(frame.source.text(part))
        for piece in _formatted_pieces(frame, part) if value is None else [_Piece(value, frame.span(part))]:
            last = out[-1] if out else None
            if last is None or piece.node is not None or last.node is not None:
                out.append(piece)
            elif isinstance(piece.text, str) and isinstance(last.text, str):
                out[-1] = _Piece(last.text + piece.text, (last.span[0], piece.span[1]))
            else:
                out.append(piece)
    return out


def _formatted_pieces(frame: Frame, node: Node) -> list[_Piece]:
    source = frame.source
    children = node.children
    flags = opening_of(source.text(children[0])).flags if children else ""
    out: list[_Piece] = []
    for child in children:
        kind = child.type
        if kind == "string_content":
            text = cooked(source.text(child).replace("{{", "{").replace("}}", "}"), flags.replace("b", ""))
            out.append(_Piece(text, frame.span(child)))
        elif kind == "interpolation":
            inner = without_extras(child)
            if any(part.type == "=" for part in inner):
                shown = source.slice(child.start_byte + 1, next(part.end_byte for part in inner if part.type == "="))
                out.append(_Piece(shown, frame.span(child)))
            out.append(_Piece("", frame.span(child), child))
    return out


def _interpolation(frame: Frame, node: Node) -> Reg:
    """`{value!r:spec}`. A conversion or format gives another text, which is not worked out; what it is made of stays known."""
    operands: list[Reg] = []
    is_changed = False
    for part in parts(node):
        kind = part.type
        if kind == "type_conversion":
            is_changed = is_changed or frame.source.text(part) != "!s"
        elif kind == "format_specifier":
            is_changed = is_changed or part.end_byte - part.start_byte > 1
            nested = [inner for inner in parts(part) if inner.type == "format_expression"]
            operands.extend(frame.expression(value) for inner in nested for value in parts(inner)[:1])
        else:
            operands.append(frame.expression(part))
    if len(operands) == 1 and not is_changed:
        return operands[0]
    return frame.opaque("formatted value", tuple(operands), frame.span(node))
