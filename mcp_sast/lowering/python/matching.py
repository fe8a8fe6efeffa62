"""The `match` statement.

In: syntax. Out: a chain of Ifs. A pattern becomes loads that take the subject apart, `match` tests of what it compares with, and
stores of what it captures; the loads stand in front of the test, since they do no harm where the pattern does not fit.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mcp_sast.ir.ops import GetField, If, ObjectRest, Phi, Pure, Reg, Span
from mcp_sast.lowering.python.conditions import Arm, lower_arms
from mcp_sast.lowering.python.displays import sequence
from mcp_sast.lowering.python.frame import DEEPEST, Frame, parts, statement
from mcp_sast.lowering.python.literals import number_value
from mcp_sast.lowering.python.names_and_literals import constant_string
from mcp_sast.lowering.python.targets import element_of, rest_of
from mcp_sast.syntax.parser import Node

_VALUES = frozenset({
    "string", "concatenated_string", "integer", "float", "none", "true", "false", "complex_pattern",
})
_SELF_MATCHING = frozenset({
    "bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple",
})


@dataclass(slots=True)
class _Fit:
    """What a pattern asks for (registers of tests) and captures."""

    tests: list[Reg] = field(default_factory=list)
    captures: list[tuple[str, Reg, Span]] = field(default_factory=list)


@statement("match_statement")
def _match(frame: Frame, node: Node) -> None:
    subjects = [part for part in parts(node) if part.type != "block"]
    span = frame.span(node)
    is_single = len(subjects) == 1 and not any(child.type == "," for child in node.children)
    subject = frame.expression(subjects[0]) if is_single else sequence(frame, subjects, "tuple", span)
    block = next((child for child in node.children if child.type == "block"), None)
    clauses = [] if block is None else [child for child in block.children if child.type == "case_clause"]
    lower_arms(frame, [_arm(frame, clause, subject) for clause in clauses], None)


def _arm(frame: Frame, clause: Node, subject: Reg) -> Arm:
    held = parts(clause)
    patterns = [part for part in held if part.type == "case_pattern"]
    guard = next((part for part in held if part.type == "if_clause"), None)
    captures: list[tuple[str, Reg, Span]] = []

    def condition() -> Reg | None:
        fit = _Fit()
        if len(patterns) == 1 and not any(child.type == "," for child in clause.children):
            _pattern(frame, patterns[0], subject, fit)
        else:
            _sequence(frame, patterns, subject, fit, clause)
        test = _all(frame, fit.tests, frame.span(clause))
        if guard is None:
            captures.extend(fit.captures)
            return test
        return _guarded(frame, guard, test, fit)

    def body() -> None:
        _capture(frame, captures)
        block = next((child for child in clause.children if child.type == "block"), None)
        if block is not None:
            frame.statements(block)

    return Arm(condition, body, frame.span(clause))


def _capture(frame: Frame, captures: list[tuple[str, Reg, Span]]) -> None:
    for name, value, span in captures:
        frame.store(name, value, span)


def _guarded(frame: Frame, guard: Node, test: Reg | None, fit: _Fit) -> Reg:
    """The pattern's test and the guard behind it, which sees the captures."""
    span = frame.span(guard)
    if test is None:
        _capture(frame, fit.captures)
        return frame.expression(guard.children[-1])
    outer = frame.open()
    _capture(frame, fit.captures)
    result = frame.expression(guard.children[-1])
    block = frame.close(outer)
    frame.out.append(If(test, block, (), span))
    return _phi(frame, result, test, span)


def _phi(frame: Frame, chosen: Reg, other: Reg, span: Span) -> Reg:
    register = frame.new()
    frame.out.append(Phi(register, (chosen, other), span))
    return register


def _all(frame: Frame, tests: list[Reg], span: Span) -> Reg | None:
    """All tests hold: as `a and b` of values that are worked out already."""
    if not tests:
        return None
    result = tests[0]
    for test in tests[1:]:
        frame.out.append(If(result, (), (), span))
        result = _phi(frame, test, result, span)
    return result


def _pattern(frame: Frame, pattern: Node, subject: Reg, fit: _Fit) -> None:
    """What one pattern asks of `subject`."""
    if frame.depth >= DEEPEST:
        fit.tests.append(frame.expression(pattern))
        return
    frame.depth += 1
    kind = pattern.type
    handler = _PATTERNS.get(kind)
    if handler is not None:
        handler(frame, pattern, subject, fit)
    elif kind in _VALUES:
        _test(frame, subject, [_value(frame, pattern)], pattern, fit)
    elif pattern.is_named:
        fit.tests.append(frame.opaque(f"pattern {kind}", (subject,), frame.span(pattern)))
    frame.depth -= 1


def _test(frame: Frame, subject: Reg, values: list[Reg], node: Node, fit: _Fit) -> None:
    register = frame.new()
    frame.out.append(Pure(register, "match", (subject, *values), frame.span(node)))
    fit.tests.append(register)


def _value(frame: Frame, node: Node) -> Reg:
    """A constant, or a dotted name that stands for one."""
    if node.type == "dotted_name":
        return _dotted(frame, node)
    if node.type == "complex_pattern":
        return frame.opaque("number", (), frame.span(node))
    return frame.expression(node)


def _dotted(frame: Frame, node: Node) -> Reg:
    names = [child for child in node.children if child.type == "identifier"]
    register = frame.load(frame.source.name(names[0]), frame.span(names[0]))
    for name in names[1:]:
        base, register = register, frame.new()
        frame.out.append(GetField(register, base, frame.source.name(name), frame.span(node)))
    return register


def _wrapped(frame: Frame, pattern: Node, subject: Reg, fit: _Fit) -> None:
    """A case_pattern holds one pattern, a minus sign and a number, or `_`, which asks for nothing."""
    children = [child for child in pattern.children if not child.is_extra]
    if len(children) == 2 and children[0].type == "-":
        _test(frame, subject, [_negative(frame, children[1])], pattern, fit)
        return
    for child in children:
        _pattern(frame, child, subject, fit)


def _negative(frame: Frame, number: Node) -> Reg:
    value = number_value(frame.source.text(number))
    if value is not None:
        return frame.const(-value, frame.span(number))
    operand = frame.expression(number)
    register = frame.new()
    frame.out.append(Pure(register, "neg", (operand,), frame.span(number)))
    return register


def _name(frame: Frame, pattern: Node, subject: Reg, fit: _Fit) -> None:
    """A lone name captures; a dotted one is a value to compare with."""
    if pattern.child_count > 1:
        _test(frame, subject, [_dotted(frame, pattern)], pattern, fit)
    else:
        fit.captures.append((frame.source.text(pattern), subject, frame.span(pattern)))


def _alternatives(frame: Frame, pattern: Node, subject: Reg, fit: _Fit) -> None:
    """`a | b`: constants are compared in one test, each other alternative in its own; one of them has to hold."""
    values: list[Reg] = []
    tests: list[Reg] = []
    captured: dict[str, tuple[str, Reg, Span]] = {}
    is_negative = is_irrefutable = False
    for child in pattern.children:
        kind = child.type
        if kind == "-":
            is_negative = True
            continue
        if kind in _VALUES or (kind == "dotted_name" and child.child_count > 1):
            values.append(_negative(frame, child) if is_negative else _value(frame, child))
        elif kind == "_":
            is_irrefutable = True
        elif child.is_named and not child.is_extra:
            inner = _Fit()
            _pattern(frame, child, subject, inner)
            test = _all(frame, inner.tests, frame.span(child))
            _join_captures(frame, captured, inner.captures, subject if test is None else test)
            is_irrefutable = is_irrefutable or test is None
            tests.extend([] if test is None else [test])
        is_negative = False
    fit.captures.extend(captured.values())
    if is_irrefutable:
        return
    if values:
        compared = _Fit()
        _test(frame, subject, values, pattern, compared)
        tests = compared.tests + tests
    fit.tests.extend(_any(frame, tests, frame.span(pattern)))


def _join_captures(
    frame: Frame, captured: dict[str, tuple[str, Reg, Span]], captures: list[tuple[str, Reg, Span]], test: Reg
) -> None:
    """A name that several alternatives capture has the value of the one that fits."""
    for name, value, span in captures:
        register = value
        if name in captured:
            frame.out.append(If(test, (), (), span))
            register = _phi(frame, value, captured[name][1], span)
        captured[name] = (name, register, span)


def _any(frame: Frame, tests: list[Reg], span: Span) -> list[Reg]:
    """One of the tests holds: as `a or b` of values that are worked out already."""
    result = tests[:1]
    for test in tests[1:]:
        frame.out.append(If(result[0], (), (), span))
        result = [_phi(frame, result[0], test, span)]
    return result


def _sequence_pattern(frame: Frame, pattern: Node, subject: Reg, fit: _Fit) -> None:
    elements = parts(pattern)
    is_group = pattern.type == "tuple_pattern" and len(elements) == 1 and not any(c.type == "," for c in pattern.children)
    if is_group:
        _pattern(frame, elements[0], subject, fit)
    else:
        _sequence(frame, elements, subject, fit, pattern)


def _sequence(frame: Frame, elements: list[Node], subject: Reg, fit: _Fit, node: Node) -> None:
    """A test of the length (no constants to compare with), then each element."""
    _test(frame, subject, [], node, fit)
    star = next((index for index, element in enumerate(elements) if _splat(element) is not None), None)
    for index, element in enumerate(elements):
        splat = _splat(element)
        if splat is not None:
            name = splat.children[-1]
            if name.type == "identifier":
                rest = rest_of(frame, subject, index, len(elements) - index - 1, splat)
                fit.captures.append((frame.source.name(name), rest, frame.span(splat)))
            continue
        position = index if star is None or index < star else index - len(elements)
        _pattern(frame, element, element_of(frame, subject, position, element), fit)


def _splat(element: Node) -> Node | None:
    if element.type == "splat_pattern":
        return element
    held = element.children
    return held[0] if len(held) == 1 and held[0].type == "splat_pattern" else None


def _mapping(frame: Frame, pattern: Node, subject: Reg, fit: _Fit) -> None:
    _test(frame, subject, [], pattern, fit)
    keys: list[str] = []
    key: Node | None = None
    for child in pattern.children:
        if child.type == "splat_pattern":
            name = child.children[-1]
            if name.type == "identifier":
                register = frame.new()
                frame.out.append(ObjectRest(register, subject, tuple(keys), frame.span(child)))
                fit.captures.append((frame.source.name(name), register, frame.span(child)))
        elif not child.is_named or child.is_extra:
            continue
        elif key is None:
            key = child
        else:
            constant = constant_string(frame, key)
            if isinstance(constant, str):
                keys.append(constant)
                value = frame.new()
                frame.out.append(GetField(value, subject, constant, frame.span(key)))
            else:
                value = _index(frame, subject, key)
            key = None
            _pattern(frame, child, value, fit)


def _index(frame: Frame, subject: Reg, key: Node) -> Reg:
    register = _value(frame, key)
    return frame.opaque("mapping key", (subject, register), frame.span(key))


def _class(frame: Frame, pattern: Node, subject: Reg, fit: _Fit) -> None:
    """`C(x, name=y)`. Which fields positional parts mean is known to the class only; their values come from the subject. Of the
    builtin types the one positional part is the subject itself."""
    children = pattern.children
    cls = _dotted(frame, children[0])
    register = frame.new()
    frame.out.append(Pure(register, "instanceof", (subject, cls), frame.span(children[0])))
    fit.tests.append(register)
    for part in parts(pattern)[1:]:
        inner = part.children[0] if part.type == "case_pattern" and part.child_count == 1 else part
        span = frame.span(part)
        if inner.type == "keyword_pattern":
            name = frame.source.name(inner.children[0])
            value = frame.new()
            frame.out.append(GetField(value, subject, name, span))
            _pattern(frame, inner.children[-1], value, fit)
        else:
            is_whole = children[0].child_count == 1 and frame.source.text(children[0]) in _SELF_MATCHING
            _pattern(frame, part, subject if is_whole else frame.opaque("positional pattern", (subject,), span), fit)


def _alias(frame: Frame, pattern: Node, subject: Reg, fit: _Fit) -> None:
    _pattern(frame, pattern.children[0], subject, fit)
    name = pattern.children[-1]
    if name.type == "identifier":
        fit.captures.append((frame.source.name(name), subject, frame.span(name)))


_PATTERNS = {
    "case_pattern": _wrapped, "dotted_name": _name, "union_pattern": _alternatives, "tuple_pattern": _sequence_pattern,
    "list_pattern": _sequence_pattern, "dict_pattern": _mapping, "class_pattern": _class, "as_pattern": _alias,
}
