"""What strings, lists, records and ambient functions do in pure code.

In: the path or name that is called, the receiver, the arguments, and how to call back. Out: the result, `UNKNOWN` for what is not pure
or not known. Nothing here touches the host.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from mcp_sast.evaluation.operations import NOT_FOLDED, fold_function, fold_method
from mcp_sast.evaluation.pure_values import (
    LONGEST_LIST,
    UNKNOWN,
    Ambient,
    Closure,
    Listing,
    LostError,
    Record,
    ThrownError,
    plain_constant,
)

Call = Callable[[Any, list[Any]], Any]
_TOO_LONG = 100_000
_CHANGES = frozenset({
    "push", "append", "pop", "shift", "unshift", "reverse", "sort", "splice", "insert", "extend", "add", "update", "fill", "set",
    "popleft", "remove", "clear", "setdefault", "appendleft",
})


def changes(name: str) -> bool:
    """Does a method of that name change its receiver?"""
    return name in _CHANGES


def text_of(value: Any, python: bool) -> Any:
    """A value as text, UNKNOWN where that is not known."""
    if isinstance(value, str):
        return value
    if value is UNKNOWN or isinstance(value, (Closure, Ambient)):
        return UNKNOWN
    if python:
        return str(value) if value is None or isinstance(value, (int, float, bytes)) else UNKNOWN
    if isinstance(value, bytes) or (isinstance(value, Listing) and value.kind == "bytes"):
        constant = plain_constant(value)
        return UNKNOWN if constant is UNKNOWN else constant.decode("utf-8", "replace")
    if value is None:
        return UNKNOWN  # null or undefined: they are not told apart
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e21 else "NaN" if math.isnan(value) else repr(value)
    if isinstance(value, Listing):
        parts = ["" if one is None else text_of(one, python) for one in value.items]
        return UNKNOWN if value.spoiled or UNKNOWN in parts else ",".join(parts)
    return str(value) if isinstance(value, int) else "[object Object]" if isinstance(value, Record) else UNKNOWN


def elements(value: Any, python: bool) -> list[Any] | None:
    """What iterating over the value gives, None if that is not known."""
    if isinstance(value, Listing):
        return None if value.spoiled else list(value.items)
    if isinstance(value, (str, bytes)):
        return list(value)
    if isinstance(value, Record) and python:
        return None if value.spoiled else list(value.fields)
    return None


def method(receiver: Any, name: str, arguments: list[Any], call: Call, python: bool) -> Any:
    """Call a method of a value."""
    if isinstance(receiver, Listing):
        if receiver.spoiled:
            return UNKNOWN
        handler = _LIST_METHODS.get(name)
        if handler is not None:
            return handler(receiver, arguments, call, python)
        if receiver.kind != "bytes":
            return UNKNOWN
    if isinstance(receiver, Record):
        handler = _RECORD_METHODS.get(name)
        return handler(receiver, arguments, call, python) if handler is not None and not receiver.spoiled else UNKNOWN
    if isinstance(receiver, str):
        handler = _TEXT_METHODS.get(name)
        if handler is not None:
            result = handler(receiver, arguments, call, python)
            if result is not NOT_FOLDED:
                return result
    if isinstance(receiver, int) and name == "to_bytes" and python and arguments and isinstance(arguments[0], int):
        order = arguments[1] if len(arguments) > 1 else "big"
        try:
            return receiver.to_bytes(min(arguments[0], _TOO_LONG), "little" if order == "little" else "big")
        except (OverflowError, ValueError, TypeError):
            raise ThrownError from None
    return _folded(fold_method, name, plain_constant(receiver), arguments, python)


def _folded(fold: Callable[..., Any], name: str, receiver: Any, arguments: list[Any], python: bool) -> Any:
    constants = [plain_constant(one) for one in arguments]
    if UNKNOWN in constants or receiver is UNKNOWN:
        return UNKNOWN
    result = fold(name, receiver, constants) if fold is fold_method else fold(name, constants)
    return UNKNOWN if result is NOT_FOLDED else from_plain(result, python)


def from_plain(value: Any, python: bool) -> Any:
    """A result of the table of pure operations as a value here."""
    if isinstance(value, (list, tuple)):
        return Listing([from_plain(one, python) for one in value], "tuple" if isinstance(value, tuple) else "list")
    return Listing(list(value), "bytes") if isinstance(value, bytes) and not python else value


# ---------------------------------------------------------------------------------------------------------------- texts


def _replace(text: str, arguments: list[Any], call: Call, python: bool) -> Any:
    if len(arguments) < 2:
        return UNKNOWN
    old, new = arguments[:2]
    if isinstance(old, Ambient) and old.path == "%regex":
        return _replace_pattern(text, old.receiver, new, call)
    if not isinstance(old, str):
        return UNKNOWN
    if isinstance(new, (Closure, Ambient)) and not python:
        new = call(new, [old, text.find(old), text]) if old in text else old
    if not isinstance(new, str):
        return UNKNOWN
    if "$" in new and not python:
        return UNKNOWN
    return NOT_FOLDED if python else text.replace(old, new, 1)


def _replace_pattern(text: str, regex: tuple[str, str], new: Any, call: Call) -> Any:
    found = compiled(*regex)
    if found is None or (isinstance(new, str) and "$" in new) or len(text) > 20_000:
        return UNKNOWN
    out: list[str] = []
    last = 0
    for match in found.finditer(text):
        piece = new if isinstance(new, str) else call(new, [match[0], *match.groups(), match.start(), text])
        if not isinstance(piece, str):
            return UNKNOWN
        out += [text[last : match.start()], piece]
        last = match.end()
        if "g" not in regex[1]:
            break
    return "".join([*out, text[last:]])


# Only what can't take more than linear time: classes, single characters, literal text, with one repetition at most.
_SIMPLE = re.compile(
    r"(?:\(?(?:\[\^?(?:\\.|[^\]\\])+\]|"
    r"\\[dwsxDWS]|\\x[0-9a-fA-F]{2}|\\[^a-zA-Z0-9]|[^\\()\[\]{}|+*?^$]|\.)\)?(?:\{\d{1,2}\})?)+[+]?"
)


def compiled(pattern: str, flags: str) -> re.Pattern[str] | None:
    """A pattern that both languages read alike and that can't take long."""
    if len(pattern) > 200 or not _SIMPLE.fullmatch(pattern):
        return None
    try:
        return re.compile(pattern, (re.I if "i" in flags else 0) | re.A)
    except (re.error, OverflowError):
        return None


def _match(text: str, arguments: list[Any], call: Call, python: bool) -> Any:
    if python or not arguments or not (isinstance(arguments[0], Ambient) and arguments[0].path == "%regex"):
        return UNKNOWN
    found = compiled(*arguments[0].receiver)
    if found is None or "g" not in arguments[0].receiver[1]:
        return UNKNOWN
    return Listing([match[0] for match in found.finditer(text)])


def _text_join(text: str, arguments: list[Any], call: Call, python: bool) -> Any:
    found = elements(arguments[0], python) if python and arguments else None
    return text.join(found) if found is not None and all(isinstance(one, str) for one in found) else UNKNOWN


def _char_code(text: str, arguments: list[Any], call: Call, python: bool) -> Any:
    index = arguments[0] if arguments else 0
    if not isinstance(index, (int, float)):
        return UNKNOWN
    return ord(text[int(index)]) if 0 <= index < len(text) else math.nan


def _split_text(text: str, arguments: list[Any], call: Call, python: bool) -> Any:
    if arguments and not isinstance(arguments[0], str):
        return UNKNOWN
    return NOT_FOLDED if len(arguments) <= 1 else UNKNOWN


def _index_of(text: str, arguments: list[Any], call: Call, python: bool) -> Any:
    return text.find(*arguments) if arguments and isinstance(arguments[0], str) else UNKNOWN


def _translate(text: str, arguments: list[Any], call: Call, python: bool) -> Any:
    table = arguments[0] if arguments else None
    if not isinstance(table, Record) or table.spoiled:
        return UNKNOWN
    out = [table.fields.get(ord(one), one) for one in text]
    out = [chr(one) if isinstance(one, int) else "" if one is None else one for one in out]
    return "".join(out) if all(isinstance(one, str) for one in out) else UNKNOWN


_TEXT_METHODS: dict[str, Callable[..., Any]] = {
    "replace": _replace,
    "replaceAll": _replace,
    "match": _match,
    "join": _text_join,
    "charCodeAt": _char_code,
    "split": _split_text,
    "indexOf": _index_of,
    "find": _index_of,
    "index": _index_of,
    "translate": _translate,
    "charAt": lambda s, a, c, p: s[int(a[0])] if a and isinstance(a[0], (int, float)) and 0 <= a[0] < len(s) else "",
    "encode": lambda s, a, c, p: s.encode("utf-8" if not a or not isinstance(a[0], str) or "utf" in a[0].lower() else "latin-1", "replace"),
}


# ---------------------------------------------------------------------------------------------------------------- lists


def _made(items: list[Any], kind: str = "list") -> Listing:
    if len(items) > LONGEST_LIST:
        raise LostError
    return Listing(items, kind)


def _mapped(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    return _made([call(arguments[0], [one, index, target]) for index, one in enumerate(list(target.items))], target.kind)


def _filtered(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    kept = []
    for index, one in enumerate(list(target.items)):
        answer = call(arguments[0], [one, index, target])
        if answer is UNKNOWN:
            return UNKNOWN
        kept += [one] if answer else []
    return _made(kept)


def _reduced(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    items = list(enumerate(target.items))
    if len(arguments) < 2 and not items:
        raise ThrownError
    state = arguments[1] if len(arguments) > 1 else items.pop(0)[1]
    for index, one in items:
        state = call(arguments[0], [state, one, index, target])
    return state


def _each(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    for index, one in enumerate(list(target.items)):
        call(arguments[0], [one, index, target])
    return None


def _joined(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    if python:
        return UNKNOWN
    separator = arguments[0] if arguments and arguments[0] is not None else ","
    parts = ["" if one is None else text_of(one, python) for one in target.items]
    return UNKNOWN if UNKNOWN in parts or not isinstance(separator, str) else separator.join(parts)


def _pushed(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    target.items.extend(arguments)
    if len(target.items) > LONGEST_LIST:
        raise LostError
    return None if python else len(target.items)


def _popped(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    if not target.items:
        if python:
            raise ThrownError
        return None
    index = arguments[0] if arguments and python else -1
    return target.items.pop(index) if isinstance(index, int) and -len(target.items) <= index < len(target.items) else UNKNOWN


def _shifted(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    return target.items.pop(0) if target.items else None


def _reversed(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    target.items.reverse()
    return None if python else target


def _sliced(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    if any(not isinstance(one, int) and one is not None for one in arguments):
        return UNKNOWN
    return _made(target.items[slice(*(arguments[:2] or [None]))] if len(arguments) != 1 else target.items[arguments[0] :], target.kind)


def _concatenated(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    out = list(target.items)
    for one in arguments:
        if one is UNKNOWN or (isinstance(one, Listing) and one.spoiled):
            return UNKNOWN
        out += one.items if isinstance(one, Listing) else [one]
    return _made(out)


def _sorted_in_place(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    target.items = _sorted(target.items, arguments[0] if arguments and not python else None, call, python)
    return None if python else target


def _sorted(items: list[Any], compare: Any, call: Call, python: bool) -> list[Any]:
    if compare is None:
        if any(not isinstance(one, (str, int, float)) for one in items):
            raise LostError
        return sorted(items, key=None if python else lambda one: text_of(one, python))

    def order(a: Any, b: Any) -> int:
        answer = call(compare, [a, b])
        if not isinstance(answer, (int, float)):
            raise LostError
        return -1 if answer < 0 else 1 if answer > 0 else 0

    return sorted(items, key=cmp_to_key(order))


def _found_at(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    if not arguments or UNKNOWN in target.items or arguments[0] is UNKNOWN:
        return UNKNOWN
    return target.items.index(arguments[0]) if arguments[0] in target.items else -1


def _bytes_text(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    if target.kind == "bytes":
        return _folded(fold_method, "toString", plain_constant(target), arguments, python)
    return text_of(target, python)


def _spliced(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    if not arguments or any(not isinstance(one, int) for one in arguments[:2]):
        raise LostError
    start = max(0, arguments[0] + len(target.items)) if arguments[0] < 0 else arguments[0]
    stop = start + max(0, arguments[1]) if len(arguments) > 1 else len(target.items)
    taken = target.items[start:stop]
    target.items[start:stop] = arguments[2:]
    return _made(taken)


def _extended(target: Listing, arguments: list[Any], call: Call, python: bool) -> Any:
    more = elements(arguments[0], python)
    if more is None:
        raise LostError
    return _pushed(target, more, call, python)


_LIST_METHODS: dict[str, Callable[..., Any]] = {
    "map": _mapped,
    "filter": _filtered,
    "reduce": _reduced,
    "reduceRight": lambda t, a, c, p: _reduced(Listing(t.items[::-1]), a, c, p),
    "forEach": _each,
    "join": _joined,
    "push": _pushed,
    "append": _pushed,
    "pop": _popped,
    "shift": _shifted,
    "unshift": lambda t, a, c, p: t.items.__setitem__(slice(0, 0), a) or len(t.items),
    "reverse": _reversed,
    "toReversed": lambda t, a, c, p: _made(t.items[::-1], t.kind),
    "slice": _sliced,
    "concat": _concatenated,
    "sort": _sorted_in_place,
    "indexOf": _found_at,
    "includes": lambda t, a, c, p: UNKNOWN if (at := _found_at(t, a, c, p)) is UNKNOWN else at >= 0,
    "toString": _bytes_text,
    "splice": _spliced,
    "extend": _extended,
    "decode": _bytes_text,
    "insert": lambda t, a, c, p: t.items.insert(a[0], a[1]),
    "add": lambda t, a, c, p: t.items.append(a[0]) if a[0] not in t.items else None,
    "copy": lambda t, a, c, p: _made(list(t.items), t.kind),
    "flat": lambda t, a, c, p: _made([y for x in t.items for y in (x.items if isinstance(x, Listing) else [x])]),
    "values": lambda t, a, c, p: _made(list(t.items)),
    "entries": lambda t, a, c, p: _made([Listing([i, one]) for i, one in enumerate(t.items)]),
    "keys": lambda t, a, c, p: _made(list(range(len(t.items)))),
    "hex": lambda t, a, c, p: UNKNOWN if (b := plain_constant(t)) is UNKNOWN else b.hex(),
}
_RECORD_METHODS: dict[str, Callable[..., Any]] = {
    "get": lambda t, a, c, p: t.fields.get(a[0], a[1] if len(a) > 1 else None) if not isinstance(a[0], Listing) else UNKNOWN,
    "set": lambda t, a, c, p: t.fields.__setitem__(a[0], a[1]) or t,
    "has": lambda t, a, c, p: a[0] in t.fields,
    "keys": lambda t, a, c, p: _made(list(t.fields)),
    "values": lambda t, a, c, p: _made(list(t.fields.values())),
    "items": lambda t, a, c, p: _made([Listing([k, v], "tuple") for k, v in t.fields.items()]),
    "entries": lambda t, a, c, p: _made([Listing([k, v]) for k, v in t.fields.items()]),
    "hasOwnProperty": lambda t, a, c, p: a[0] in t.fields,
}


# ------------------------------------------------------------------------------------------------------------ functions


def function(path: str, arguments: list[Any], call: Call, python: bool) -> Any:
    """Call a function of the platform or of a library by its path."""
    handler = (_PYTHON if python else _JAVASCRIPT).get(path)
    if handler is not None:
        return handler(arguments, call)
    return _folded(fold_function, path, None, arguments, python)


def _array_from(arguments: list[Any], call: Call) -> Any:
    subject = arguments[0] if arguments else None
    if isinstance(subject, Record) and isinstance(subject.fields.get("length"), int):
        found: list[Any] | None = [None] * min(subject.fields["length"], LONGEST_LIST + 1)
    else:
        found = elements(subject, False)
    if found is None:
        return UNKNOWN
    made = _made(found)
    return Listing([call(arguments[1], [one, i]) for i, one in enumerate(found)]) if len(arguments) > 1 else made


def _bytes_from(arguments: list[Any], call: Call) -> Any:
    subject = arguments[0] if arguments else None
    if isinstance(subject, Listing):
        known = not subject.spoiled and all(isinstance(one, (int, float)) for one in subject.items)
        return Listing([int(one) & 255 for one in subject.items], "bytes") if known else UNKNOWN
    if isinstance(subject, int):
        return Listing([0] * min(subject, LONGEST_LIST), "bytes")
    return _folded(fold_function, "Buffer.from", None, arguments, False)


def _number_from(text: Any, base: Any = None) -> Any:
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        return int(text) if not math.isnan(text) and not math.isinf(text) else math.nan
    if not isinstance(text, str):
        return math.nan if text is not UNKNOWN else UNKNOWN
    result = fold_function("parseInt", [text, base or 10])
    return math.nan if result is NOT_FOLDED else result


def _char_codes(arguments: list[Any], call: Call) -> Any:
    if any(not isinstance(one, (int, float)) for one in arguments):
        return UNKNOWN
    return "".join(chr(0 if math.isnan(one) else int(one) & 0xFFFF) for one in arguments)


def _keys(arguments: list[Any], call: Call) -> Any:
    one = arguments[0] if arguments else None
    return _made(list(one.fields)) if isinstance(one, Record) and not one.spoiled else UNKNOWN


def _entries(arguments: list[Any], call: Call) -> Any:
    one = arguments[0] if arguments else None
    known = isinstance(one, Record) and not one.spoiled
    return _made([Listing([k, v]) for k, v in one.fields.items()]) if known else UNKNOWN  # type: ignore[union-attr]


def _from_entries(arguments: list[Any], call: Call) -> Any:
    pairs = elements(arguments[0], False) if arguments else None
    if pairs is None or any(not isinstance(one, Listing) or len(one.items) != 2 for one in pairs):
        return UNKNOWN
    return Record({one.items[0]: one.items[1] for one in pairs})


def _numeric(work: Callable[..., Any]) -> Callable[[list[Any], Call], Any]:
    def handler(arguments: list[Any], call: Call) -> Any:
        if any(not isinstance(one, (int, float)) for one in arguments):
            return UNKNOWN
        return work(*arguments)

    return handler


_JAVASCRIPT: dict[str, Callable[[list[Any], Call], Any]] = {
    "Array.from": _array_from,
    "Array.of": lambda a, c: _made(list(a)),
    "Array": lambda a, c: _made([None] * a[0] if len(a) == 1 and isinstance(a[0], int) and a[0] <= LONGEST_LIST else list(a)),
    "Buffer.from": _bytes_from,
    "Buffer.alloc": _bytes_from,
    "Uint8Array": _bytes_from,
    "Uint8Array.from": lambda a, c: _bytes_from([_array_from(a, c)], c),
    "Array.isArray": lambda a, c: UNKNOWN if a[0] is UNKNOWN else isinstance(a[0], Listing),
    "String.fromCharCode": _char_codes,
    "parseInt": lambda a, c: _number_from(*a[:2]),
    "Number.parseInt": lambda a, c: _number_from(*a[:2]),
    "String": lambda a, c: text_of(a[0], False) if a else "",
    "Number": lambda a, c: a[0] if isinstance(a[0], (int, float)) else UNKNOWN if not isinstance(a[0], str) else _js_number(a[0]),
    "isNaN": _numeric(math.isnan),
    "Math.floor": _numeric(lambda n: math.floor(n) if math.isfinite(n) else n),
    "Math.ceil": _numeric(lambda n: math.ceil(n) if math.isfinite(n) else n),
    "Math.trunc": _numeric(lambda n: math.trunc(n) if math.isfinite(n) else n),
    "Math.abs": _numeric(abs),
    "Math.max": _numeric(lambda *n: max(n) if n else -math.inf),
    "Math.min": _numeric(lambda *n: min(n) if n else math.inf),
    "Object.keys": _keys,
    "Object.entries": _entries,
    "Object.values": lambda a, c: keys if (keys := _entries(a, c)) is UNKNOWN else _made([one.items[1] for one in keys.items]),
    "Object.fromEntries": _from_entries,
    "Object.freeze": lambda a, c: a[0],
    "Map": lambda a, c: _from_entries(a, c) if a else Record({}),
    "Set": lambda a, c: _array_from(a, c) if a else Listing([], "set"),
}


def _js_number(text: str) -> Any:
    stripped = text.strip()
    if re.fullmatch(r"[+-]?\d{1,15}", stripped):
        return int(stripped)
    if re.fullmatch(r"0[xX][0-9a-fA-F]{1,12}", stripped):
        return int(stripped, 16)
    return float(stripped) if re.fullmatch(r"[+-]?\d{1,15}\.\d{1,15}", stripped) else 0 if not stripped else math.nan


def _py_bytes(arguments: list[Any], call: Call) -> Any:
    subject = arguments[0] if arguments else b""
    if isinstance(subject, int) and not isinstance(subject, bool):
        return bytes(min(max(subject, 0), _TOO_LONG))
    if isinstance(subject, str):
        return subject.encode("utf-8", "replace") if len(arguments) > 1 else UNKNOWN
    found = elements(subject, True)
    if found is None or any(not isinstance(one, int) for one in found):
        return UNKNOWN
    if any(not 0 <= one < 256 for one in found):
        raise ThrownError
    return bytes(found)


def _py_array(arguments: list[Any], call: Call) -> Any:
    made = _py_bytes(arguments, call)
    return made if made is UNKNOWN else Listing(list(made), "bytes")


def _py_list(kind: str) -> Callable[[list[Any], Call], Any]:
    def handler(arguments: list[Any], call: Call) -> Any:
        found = elements(arguments[0], True) if arguments else []
        return UNKNOWN if found is None else _made(list(dict.fromkeys(found)) if kind == "set" else found, kind)

    return handler


def _columns(values: list[Any]) -> list[list[Any]] | None:
    found = [elements(one, True) for one in values]
    return None if any(one is None for one in found) else found  # type: ignore[return-value]


def _py_zip(arguments: list[Any], call: Call) -> Any:
    columns = _columns(arguments)
    return UNKNOWN if columns is None else _made([Listing(list(row), "tuple") for row in zip(*columns, strict=False)])


def _py_map(arguments: list[Any], call: Call) -> Any:
    columns = _columns(arguments[1:])
    return UNKNOWN if columns is None else _made([call(arguments[0], list(row)) for row in zip(*columns, strict=False)])


def _py_reduce(arguments: list[Any], call: Call) -> Any:
    found = elements(arguments[1], True)
    if found is None:
        return UNKNOWN
    state = arguments[2] if len(arguments) > 2 else found.pop(0)
    for one in found:
        state = call(arguments[0], [state, one])
    return state


def _py_cycle(arguments: list[Any], call: Call) -> Any:
    found = elements(arguments[0], True)
    return UNKNOWN if not found or len(found) > 200 else _made(found * (4000 // len(found)), "cycle")


def _py_filter(arguments: list[Any], call: Call) -> Any:
    found = elements(arguments[1], True)
    return UNKNOWN if found is None else _filtered(Listing(found), [arguments[0]], lambda f, a: call(f, a[:1]), True)


def _py_enumerate(arguments: list[Any], call: Call) -> Any:
    found = elements(arguments[0], True)
    first = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], int) else 0
    return UNKNOWN if found is None else _made([Listing([i, one], "tuple") for i, one in enumerate(found, first)])


def _py_sorted(arguments: list[Any], call: Call) -> Any:
    found = elements(arguments[0], True)
    return UNKNOWN if found is None or len(arguments) > 1 else _made(_sorted(found, None, call, True))


def _py_sum(arguments: list[Any], call: Call) -> Any:
    found = elements(arguments[0], True)
    return UNKNOWN if found is None or any(not isinstance(one, (int, float)) for one in found) else sum(found)


def _py_range(arguments: list[Any], call: Call) -> Any:
    if any(not isinstance(one, int) for one in arguments):
        return UNKNOWN
    made = range(*arguments)
    if len(made) > LONGEST_LIST:
        raise LostError
    return Listing(list(made), "tuple")


def _unpack(arguments: list[Any], call: Call) -> Any:
    data = plain_constant(arguments[1])
    if not isinstance(arguments[0], str) or not isinstance(data, bytes):
        return UNKNOWN
    return Listing(list(struct.unpack(arguments[0], data)), "tuple")


def _pack(arguments: list[Any], call: Call) -> Any:
    if not isinstance(arguments[0], str) or UNKNOWN in arguments or len(arguments[0]) > 50:
        return UNKNOWN
    if re.search(r"\d{5}", arguments[0]):
        return UNKNOWN
    return struct.pack(*arguments)


def _from_bytes(arguments: list[Any], call: Call) -> Any:
    data = plain_constant(arguments[0])
    order = arguments[1] if len(arguments) > 1 else "big"
    return int.from_bytes(data, "little" if order == "little" else "big") if isinstance(data, bytes) else UNKNOWN


def _py_dict(arguments: list[Any], call: Call) -> Any:
    if not arguments:
        return Record({})
    if isinstance(arguments[0], Record):
        return Record(dict(arguments[0].fields)) if not arguments[0].spoiled else UNKNOWN
    return _from_entries(arguments, call)


def _maketrans(arguments: list[Any], call: Call) -> Any:
    if len(arguments) == 2 and all(isinstance(one, str) for one in arguments) and len(arguments[0]) == len(arguments[1]):
        return Record({ord(a): ord(b) for a, b in zip(*arguments, strict=True)})
    return UNKNOWN


def _py_length(arguments: list[Any], call: Call) -> Any:
    if isinstance(arguments[0], Record):
        return UNKNOWN if arguments[0].spoiled else len(arguments[0].fields)
    found = elements(arguments[0], True)
    return UNKNOWN if found is None else len(found)


def _py_reversed(arguments: list[Any], call: Call) -> Any:
    found = elements(arguments[0], True)
    return UNKNOWN if found is None else _made(found[::-1])


_PYTHON: dict[str, Callable[[list[Any], Call], Any]] = {
    "bytes": _py_bytes,
    "bytearray": _py_array,
    "list": _py_list("list"),
    "tuple": _py_list("tuple"),
    "set": _py_list("set"),
    "iter": _py_list("list"),
    "dict": _py_dict,
    "zip": _py_zip,
    "map": _py_map,
    "filter": _py_filter,
    "functools.reduce": _py_reduce,
    "itertools.cycle": _py_cycle,
    "enumerate": _py_enumerate,
    "reversed": _py_reversed,
    "sorted": _py_sorted,
    "sum": _py_sum,
    "range": _py_range,
    "len": _py_length,
    "struct.unpack": _unpack,
    "struct.pack": _pack,
    "int.from_bytes": _from_bytes,
    "str.maketrans": _maketrans,
    "operator.xor": lambda a, c: a[0] ^ a[1] if all(isinstance(one, int) for one in a) else UNKNOWN,
    "max": _numeric(max),
    "min": _numeric(min),
    "abs": _numeric(abs),
    "divmod": lambda a, c: Listing(list(divmod(a[0], a[1])), "tuple") if all(isinstance(one, int) for one in a) else UNKNOWN,
    "str": lambda a, c: _folded(fold_function, "str", None, a, True) if a else "",
    "str.join": lambda a, c: _text_join(a[0], a[1:], c, True) if a and isinstance(a[0], str) else UNKNOWN,
}
