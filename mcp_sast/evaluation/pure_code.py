"""An interpreter for what is pure in the intermediate representation.

In: a `Program`, a function, the constants among its arguments. Out: for each register of that function the constant that it always holds,
as far as it depends on nothing that is not known.

Nothing is run that touches the host: what is not known to be pure gives `UNKNOWN`. Where a condition is not known both branches are
run, and what they changed is not known behind them. Steps are counted, MOST_STEPS for each query; a module's top is run once, by
itself. What a query changes in the state of modules is taken back, so that the order of queries changes no answer.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from typing import Any

from mcp_sast.evaluation.operations import NOT_FOLDED, fold_operator
from mcp_sast.evaluation.pure_library import changes, elements, function, method, text_of
from mcp_sast.evaluation.pure_values import (
    LONGEST_LIST,
    UNKNOWN,
    Activation,
    Ambient,
    Closure,
    Holder,
    Listing,
    LostError,
    Record,
    ThrownError,
    bounded,
    plain_constant,
)
from mcp_sast.ir import ops
from mcp_sast.ir.module import FunctionIR
from mcp_sast.program.program import Program

MOST_STEPS = 200_000
DEEPEST = 60
_TWO_TO_53 = 2**53
_JS_NUMBERS = {
    "lt": lambda a, b: a < b, "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
    "sub": lambda a, b: a - b, "mul": lambda a, b: a * b,
}
_COMPARED = frozenset({"lt", "le", "gt", "ge"})
_VARYING = object()


class Run:
    """One function that is running."""

    __slots__ = (
        "around", "base", "function", "left_somewhere", "local", "python", "registers", "returned", "stamps", "this", "unsure", "yielded",
    )

    def __init__(self, ir: FunctionIR, local: Activation, around: dict[str, Activation], python: bool) -> None:
        self.function = ir
        self.local = local
        self.around = around
        self.python = python
        self.registers: list[Any] = [UNKNOWN] * ir.registers
        self.stamps: list[int] = [-1] * ir.registers
        self.returned: Any = None
        self.yielded: list[Any] = []
        self.this: Any = UNKNOWN
        self.left_somewhere = False
        self.unsure = False  # whether it is not known which of the branches just behind us ran
        self.base = 0


class PureCode:
    """Answers queries. One for each analysis."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._modules: dict[str, Activation] = {}
        self._exports: dict[str, Any] = {}
        self._known: dict[tuple[str, tuple[Any, ...]], dict[int, Any]] = {}
        self._activations: dict[str, Activation] = {}
        self._steps = 0
        self._most = MOST_STEPS
        self._depth = 0
        self._serial = 0
        self._unsure = 0
        self._changed: dict[int, tuple[Holder, Any, Any, bool]] = {}
        self._watched: tuple[Run | None, dict[int, Any]] = (None, {})

    # -------------------------------------------------------------------------------------------------------------- queries

    def registers(self, function_id: str, arguments: tuple[Any, ...]) -> dict[int, Any]:
        """The constants that registers of a function hold when it is called with these arguments (`UNKNOWN` among them)."""
        key = (function_id, tuple((type(one), one) for one in arguments))
        found = self._known.get(key)
        if found is None:
            self._known[key] = {}
            found = self._known[key] = self._query(function_id, arguments)
        return found

    def variables(self, module_id: str) -> dict[str, Any]:
        """The variables of a module after its top was run."""
        return dict(self._module(module_id).fields)

    def _query(self, function_id: str, arguments: tuple[Any, ...]) -> dict[int, Any]:
        module_id = self._program.module_of(function_id)
        state = self._module(module_id)
        if function_id.endswith("#"):
            return self._known.get((function_id, ()), {})
        watched: dict[int, Any] = {}
        with self._fresh(watched):
            ir = self._program.function(function_id)
            around = self._around(ir, module_id, state)
            self._invoke(ir, around, [*arguments], UNKNOWN, watch=True)
        return _steady(watched)

    @contextlib.contextmanager
    def _fresh(self, watched: dict[int, Any], keep: bool = False) -> Iterator[None]:
        """Counters of its own; what is changed in older objects is taken back, unless it is kept."""
        before = (self._steps, self._depth, self._unsure, self._changed, self._watched)
        self._steps, self._depth, self._unsure, self._changed, self._watched = 0, 0, 0, {}, (None, watched)
        try:
            yield
        except (LostError, ThrownError, RecursionError, KeyError):
            pass
        finally:
            for holder, fields, items, spoiled in reversed(list(self._changed.values())):
                if not keep:
                    holder.fields, holder.spoiled = fields, spoiled
                    if items is not None and isinstance(holder, Listing):
                        holder.items = items
            self._steps, self._depth, self._unsure, self._changed, self._watched = before

    def _module(self, module_id: str) -> Activation:
        """A module's variables after its top was run; while it runs, as far as it got."""
        found = self._modules.get(module_id)
        if found is not None:
            return found
        made = self._modules[module_id] = Activation({}, self._next())
        watched: dict[int, Any] = {}
        lowered = self._program.module(module_id)
        if lowered is not None:
            with self._fresh(watched, keep=True):
                self._invoke(lowered.module.top, {}, [], UNKNOWN, watch=True, local=made)
            self._known[(lowered.module.top.id, ())] = _steady(watched)
        return made

    def _around(self, ir: FunctionIR, module_id: str, state: Activation) -> dict[str, Activation]:
        """The activations of the functions around one, run with unknown arguments."""
        parent = ir.parent
        if not parent or parent.endswith("#") or self._depth > DEEPEST:
            return {}
        known = self._activations.get(parent)
        outer = self._program.function(parent)
        around = self._around(outer, module_id, state)
        if known is None:
            known = self._activations[parent] = Activation({}, self._next())
            with self._fresh({}):
                self._invoke(outer, around, [], UNKNOWN, local=known)
        return {**around, parent: known}

    def _next(self) -> int:
        self._serial += 1
        return self._serial

    # --------------------------------------------------------------------------------------------------------------- running

    def _invoke(
        self,
        ir: FunctionIR,
        around: dict[str, Activation],
        arguments: list[Any],
        this: Any,
        watch: bool = False,
        local: Activation | None = None,
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Run a function; what it returns."""
        if self._depth >= DEEPEST:
            raise LostError
        self._depth += 1
        python = self._is_python(ir.id)
        run = Run(ir, local or Activation({}, self._next()), around, python)
        run.this = this
        if watch:
            self._watched = (run, self._watched[1])
        self._bind(run, arguments, keywords or {})
        unsure = run.base = self._unsure
        try:
            if self._block(run, ir.body) == "lost":
                run.left_somewhere = True
        finally:
            self._depth -= 1
            self._unsure = unsure
        if ir.is_generator:
            return Listing(run.yielded, "list", self._next()) if not run.left_somewhere else UNKNOWN
        return UNKNOWN if run.left_somewhere else run.returned

    def _bind(self, run: Run, arguments: list[Any], keywords: dict[str, Any]) -> None:
        given = list(arguments)
        for param in run.function.params:
            if param.kind == "rest":
                value: Any = Listing(given, "tuple" if run.python else "list", self._next())
                given = []
            elif param.kind == "positional" and given:
                value = given.pop(0)
            elif param.kind == "kwrest":
                value = UNKNOWN
            else:
                value = keywords.get(param.name)
                if value is None and param.name not in keywords and not arguments and not param.has_default:
                    value = UNKNOWN
            run.local.fields[param.name] = value
        run.local.fields["%arguments"] = Listing(list(arguments), "list", self._next())

    def _is_python(self, function_id: str) -> bool:
        module = self._program.module(self._program.module_of(function_id))
        return module is not None and module.module.language == "python"

    def _block(self, run: Run, block: tuple[Any, ...]) -> str | None:
        for instruction in block:
            self._steps += 1
            if self._steps > self._most:
                raise LostError
            left = _STEPS[type(instruction)](self, run, instruction)
            if left is not None:
                return left
        return None

    def _put(self, run: Run, register: int, value: Any) -> None:
        run.registers[register] = value
        run.stamps[register] = self._steps
        if isinstance(value, (str, bytes)):
            self._steps += len(value) >> 9
            bounded(value)
        elif isinstance(value, Listing):
            self._steps += len(value.items) >> 6
        watcher, watched = self._watched
        if run is watcher:
            seen = watched.get(register, watched)
            value = plain_constant(value)
            same = seen is watched or (type(seen) is type(value) and seen == value)
            watched[register] = value if same else _VARYING

    # --------------------------------------------------------------------------------------------------------------- changes

    def _changing(self, holder: Holder) -> None:
        """Remember what a holder was before it is changed."""
        if id(holder) not in self._changed:
            items = list(holder.items) if isinstance(holder, Listing) else None
            self._changed[id(holder)] = (holder, dict(holder.fields), items, holder.spoiled)
            self._steps += (len(holder.fields) + len(items or ())) >> 3

    def _assign(self, holder: Holder, name: Any, value: Any) -> None:
        self._changing(holder)
        holder.fields[name] = value

    @contextlib.contextmanager
    def _maybe(self) -> Iterator[None]:
        """Run something of which it is not known whether it runs: what it changes is not known behind it."""
        outer, self._changed = self._changed, {}
        start = self._serial
        self._unsure += 1
        try:
            yield
        finally:
            self._unsure -= 1
            inner, self._changed = self._changed, outer
            for holder, fields, items, spoiled in inner.values():
                if holder.serial > start:
                    continue
                if id(holder) not in outer:
                    outer[id(holder)] = (holder, fields, items, spoiled)
                if isinstance(holder, Activation):
                    for name, value in list(holder.fields.items()):
                        if name not in fields or fields[name] is not value:
                            holder.fields[name] = UNKNOWN
                else:
                    holder.spoiled = True

    def _spoil(self, value: Any, depth: int = 0) -> None:
        """Somebody unknown may change a value that was handed over."""
        if isinstance(value, (Listing, Record)) and not value.spoiled and depth < 4:
            self._changing(value)
            value.spoiled = True
            for one in [*value.fields.values(), *(value.items if isinstance(value, Listing) else ())][:1000]:
                self._spoil(one, depth + 1)

    # ------------------------------------------------------------------------------------------------------------- variables

    def _holder(self, run: Run, var: ops.Var) -> Activation | None:
        if var.kind == "local":
            return run.local
        if var.kind == "module" or (var.kind == "outer" and var.owner.endswith("#")):
            return self._module(self._program.module_of(run.function.id))
        if var.kind == "outer":
            return run.local if var.owner == run.function.id else run.around.get(var.owner)
        return None

    def _load(self, run: Run, i: ops.Load) -> None:
        holder = self._holder(run, i.var)
        if holder is not None:
            self._put(run, i.dst, holder.fields.get(i.var.name, None if not run.python else UNKNOWN))
        elif i.var.kind == "global":
            module = self._program.module_of(run.function.id)
            own = self._exports.get(module)
            self._put(run, i.dst, own if own is not None and i.var.name in ("module", "exports") else _ambient(i.var.name))
        elif i.var.kind == "arguments":
            self._put(run, i.dst, run.local.fields["%arguments"])
        else:
            self._put(run, i.dst, run.this if i.var.kind == "this" and i.var.owner in ("", run.function.id) else UNKNOWN)

    def _store(self, run: Run, i: ops.Store) -> None:
        holder = self._holder(run, i.var)
        if holder is not None:
            self._assign(holder, i.var.name, run.registers[i.src])

    def _const(self, run: Run, i: ops.Const) -> None:
        value = i.value
        self._put(run, i.dst, Listing(list(value), "bytes", self._next()) if isinstance(value, bytes) and not run.python else value)

    # --------------------------------------------------------------------------------------------------------------- access

    def _field(self, run: Run, i: ops.GetField) -> None:
        self._put(run, i.dst, self._member(run, run.registers[i.base], i.name))

    def _member(self, run: Run, base: Any, name: str) -> Any:
        if isinstance(base, Ambient):
            return Ambient(f"{base.path}.{name}") if not base.path.startswith("%") else UNKNOWN
        if base is UNKNOWN:
            return UNKNOWN
        if isinstance(base, (Record, Closure, Listing)):
            if base.spoiled:
                return UNKNOWN
            if name in base.fields:
                return base.fields[name]
            if name == "length" and isinstance(base, Listing):
                return len(base.items)
            if name == "size" and not isinstance(base, Closure):
                return len(base.items if isinstance(base, Listing) else base.fields)
        if name == "length" and isinstance(base, str):
            return len(base)
        if base is None:
            raise ThrownError
        if isinstance(base, Record) and not method_exists(name):
            return UNKNOWN if run.python else None
        return Ambient(f"%method.{name}", base)

    def _index(self, run: Run, i: ops.GetIndex) -> None:
        base, key = run.registers[i.base], run.registers[i.key]
        self._put(run, i.dst, self._element(run, base, key))

    def _element(self, run: Run, base: Any, key: Any) -> Any:
        if key is UNKNOWN or base is UNKNOWN or isinstance(key, (Listing, Record, Closure, Ambient)):
            return UNKNOWN
        if isinstance(base, Listing) and isinstance(key, float) and key.is_integer():
            key = int(key)
        if isinstance(base, Record) and not base.spoiled and key in base.fields:
            return base.fields[key]
        if isinstance(base, (Listing, str, bytes)) and isinstance(key, int):
            if isinstance(base, Listing) and base.spoiled:
                return UNKNOWN
            items = base.items if isinstance(base, Listing) else base
            low = -len(items) if run.python else 0
            if low <= key < len(items):
                return items[key]
            if run.python:
                raise ThrownError
            return None
        if isinstance(key, str):
            if not run.python and key.isdigit() and isinstance(base, (Listing, str)):
                return self._element(run, base, int(key))
            return self._member(run, base, key)
        if isinstance(base, Record) and not base.spoiled:
            if not run.python:
                return base.fields.get(str(key))
            raise ThrownError
        return UNKNOWN

    def _set_field(self, run: Run, i: ops.SetField) -> None:
        self._set(run, run.registers[i.base], i.name, run.registers[i.src])

    def _set_index(self, run: Run, i: ops.SetIndex) -> None:
        self._set(run, run.registers[i.base], run.registers[i.key], run.registers[i.src])

    def _set(self, run: Run, base: Any, key: Any, value: Any) -> None:
        if not isinstance(base, (Listing, Record, Closure)):
            return
        self._changing(base)
        if key is UNKNOWN or isinstance(key, (Listing, Record, Closure, Ambient)):
            base.spoiled = True
        elif isinstance(base, Listing) and isinstance(key, int):
            index = key + len(base.items) if key < 0 and run.python else key
            if 0 <= index < len(base.items):
                base.items[index] = value
            elif not run.python and 0 <= index <= LONGEST_LIST:
                base.items.extend([None] * (index - len(base.items)))
                base.items.append(value)
            else:
                base.spoiled = True
        elif isinstance(base, Listing) and key == "length":
            base.spoiled = True
        else:
            base.fields[str(key) if isinstance(base, Record) and not run.python and not isinstance(key, str) else key] = value

    def _delete(self, run: Run, i: ops.Delete) -> None:
        self._spoil(run.registers[i.base])

    def _slice(self, run: Run, i: ops.Slice) -> None:
        base = run.registers[i.base]
        bounds = [run.registers[one] if one is not None else None for one in (i.start, i.stop, i.step)]
        items = base.items if isinstance(base, Listing) and not base.spoiled else base
        if any(one is not None and type(one) is not int for one in bounds) or not isinstance(items, (str, bytes, list)) or bounds[2] == 0:
            self._put(run, i.dst, UNKNOWN)
            return
        taken = items[slice(*bounds)]
        self._put(run, i.dst, Listing(taken, base.kind, self._next()) if isinstance(taken, list) else taken)

    # ---------------------------------------------------------------------------------------------------------------- making

    def _make_object(self, run: Run, i: ops.MakeObject) -> None:
        made = Record({}, self._next())
        for entry in i.entries:
            value = run.registers[entry.value]
            if entry.kind == "spread" and isinstance(value, Record) and not value.spoiled:
                made.fields.update(value.fields)
            elif entry.kind == "field":
                made.fields[entry.name] = value
            elif entry.kind == "computed" and entry.key is not None:
                self._set(run, made, run.registers[entry.key], value)
            else:
                made.spoiled = True
        self._put(run, i.dst, made)

    def _make_list(self, run: Run, i: ops.MakeList) -> None:
        items: list[Any] = []
        spoiled = False
        for element in i.elements:
            value = run.registers[element.value]
            if not element.spread:
                items.append(value)
                continue
            more = elements(value, run.python)
            spoiled = spoiled or more is None
            items += more or []
        self._steps += len(items) >> 4
        if len(items) > LONGEST_LIST:
            raise LostError
        self._put(run, i.dst, Listing(items, i.kind, self._next(), spoiled))

    def _append(self, run: Run, i: ops.Append) -> None:
        base = run.registers[i.base]
        if isinstance(base, Listing):
            self._changing(base)
            base.items.append(run.registers[i.src])
            if len(base.items) > LONGEST_LIST:
                raise LostError

    def _make_function(self, run: Run, i: ops.MakeFunction) -> None:
        around = {**run.around, run.function.id: run.local} if run.function.kind != "module" else {}
        self._put(run, i.dst, Closure(i.function, around, {}, self._next()))

    def _object_rest(self, run: Run, i: ops.ObjectRest) -> None:
        self._put(run, i.dst, UNKNOWN)

    def _unknown(self, run: Run, i: Any) -> None:
        self._put(run, i.dst, UNKNOWN)

    def _import(self, run: Run, i: ops.Import) -> None:
        self._put(run, i.dst, self._imported(run, i.specifier, i.name, i.style))

    def _imported(self, run: Run, specifier: str, name: str | None, style: str) -> Any:
        found = self._program.resolve(self._program.module_of(run.function.id), specifier, style, name)
        if found.kind in ("external", "builtin"):
            library = found.library or specifier
            return Ambient(f"{library}.{name}" if name and name != "default" else library)
        if found.kind != "file" or found.remainder or found.submodule or name is None:
            return UNKNOWN
        module = self._program.module(found.path)
        if module is None:
            return UNKNOWN
        local = name
        if module.module.style == "esm":
            export = next((one for one in module.module.exports if one.name == name), None)
            if export is None or export.local is None:
                return UNKNOWN
            local = export.local
        elif module.module.style != "python":
            return UNKNOWN
        return self._module(found.path).fields.get(local, UNKNOWN)

    def _await(self, run: Run, i: ops.Await) -> None:
        self._put(run, i.dst, run.registers[i.src])

    def _yield(self, run: Run, i: ops.Yield) -> None:
        value = run.registers[i.src] if i.src is not None else None
        more = elements(value, run.python) if i.delegate else [value]
        if more is None or self._unsure > run.base:
            run.left_somewhere = True
        run.yielded += more or []
        if len(run.yielded) > LONGEST_LIST:
            raise LostError
        self._put(run, i.dst, UNKNOWN)

    def _nothing(self, run: Run, i: Any) -> None:
        return None

    # ----------------------------------------------------------------------------------------------------------------- calls

    def _call(self, run: Run, i: ops.Call) -> None:
        arguments: list[Any] = []
        for argument in i.args:
            value = run.registers[argument.value]
            more = elements(value, run.python) if argument.spread else [value]
            if more is None:
                self._put(run, i.dst, self._given_away(run, i))
                return
            arguments += more
        keywords = {one.name: run.registers[one.value] for one in i.keywords if one.name is not None}
        callee = run.registers[i.callee]
        receiver = run.registers[i.receiver] if i.receiver is not None else UNKNOWN
        if len(keywords) != len(i.keywords) or (keywords and not isinstance(callee, Closure)):
            result = self._with_keywords(callee, arguments, keywords) if len(keywords) == len(i.keywords) else UNKNOWN
        else:
            result = self.apply(callee, arguments, receiver, run.python, keywords)
        if result is UNKNOWN:
            self._given_away(run, i)
        if isinstance(result, (Listing, Record)) and not result.serial:
            result.serial = self._next()
        self._put(run, i.dst, result)

    def _with_keywords(self, callee: Any, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """The few library functions whose keywords are known places."""
        order = keywords.get("byteorder")
        if isinstance(callee, Ambient) and order is not None and len(keywords) == 1 and len(arguments) == 1:
            return self.apply(callee, [*arguments, order], UNKNOWN, True)
        if isinstance(callee, Ambient) and set(keywords) <= {"encoding", "errors"} and "encoding" in keywords:
            return self.apply(callee, [*arguments, keywords["encoding"]], UNKNOWN, True)
        return UNKNOWN

    def _given_away(self, run: Run, i: ops.Call) -> Any:
        for argument in i.args:
            self._spoil(run.registers[argument.value])
        for keyword in i.keywords:
            self._spoil(run.registers[keyword.value])
        callee = run.registers[i.callee]
        if i.receiver is not None and not (isinstance(callee, Ambient) and not changes(callee.path.rpartition(".")[2])):
            self._spoil(run.registers[i.receiver])
        return UNKNOWN

    def apply(
        self, callee: Any, arguments: list[Any], receiver: Any, python: bool, keywords: dict[str, Any] | None = None
    ) -> Any:
        """Call a value."""
        self._steps += 1
        if self._steps > self._most:
            raise LostError
        if isinstance(callee, Closure):
            ir = self._program.function(callee.function)
            if ir.is_async and ir.is_generator:
                return UNKNOWN
            given = arguments if arguments or keywords else [None] if ir.params and not python else []
            return self._invoke(ir, callee.around, given, callee.this or receiver, keywords=keywords)
        if not isinstance(callee, Ambient):
            return UNKNOWN
        back = self._back(python)
        try:
            if callee.path.startswith("%method."):
                return self._method(callee, arguments, back, python)
            return function(callee.path, arguments, back, python)
        except (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError, ArithmeticError):
            return UNKNOWN
        except Exception as error:  # struct.error and the like: a library refuses what it is given
            if isinstance(error, (LostError, ThrownError, RecursionError)):
                raise
            return UNKNOWN

    def _method(self, callee: Ambient, arguments: list[Any], back: Callable[..., Any], python: bool) -> Any:
        name, receiver = callee.path[len("%method.") :], callee.receiver
        if isinstance(receiver, Closure):
            if name == "call":
                return self.apply(receiver, arguments[1:], arguments[0] if arguments else UNKNOWN, python)
            if name == "apply" and len(arguments) > 1 and (found := elements(arguments[1], python)) is not None:
                return self.apply(receiver, found, arguments[0], python)
            return UNKNOWN
        if isinstance(receiver, (Listing, Record)) and changes(name):
            self._changing(receiver)
        self._steps += len(receiver.items) >> 4 if isinstance(receiver, Listing) else len(receiver) >> 8 if isinstance(receiver, str) else 0
        return method(receiver, name, arguments, back, python)

    def _back(self, python: bool) -> Callable[[Any, list[Any]], Any]:
        def back(callee: Any, arguments: list[Any]) -> Any:
            if python and isinstance(callee, Closure):
                return self.apply(callee, arguments[: len(self._program.function(callee.function).params)], UNKNOWN, python)
            return self.apply(callee, arguments, UNKNOWN, python)

        return back

    # ------------------------------------------------------------------------------------------------------------- operators

    def _pure(self, run: Run, i: ops.Pure) -> None:
        self._put(run, i.dst, self._operated(run, i.op, [run.registers[one] for one in i.args]))

    def _operated(self, run: Run, operation: str, values: list[Any]) -> Any:
        if operation == "typeof" and (isinstance(values[0], Closure)):
            return "function"
        if operation == "regex" and all(isinstance(one, str) for one in values):
            return Ambient("%regex", (values[0], values[1] if len(values) > 1 else ""))
        if any(one is UNKNOWN for one in values):
            return UNKNOWN
        if operation in ("not", "truthy"):
            known = self._truth(values[0], run.python)
            return UNKNOWN if known is None else known if operation == "truthy" else not known
        if operation in ("eq", "ne"):
            return self._equal(values, run.python, operation == "eq")
        if operation == "concat":
            parts = [text_of(one, run.python) for one in values]
            return UNKNOWN if UNKNOWN in parts else "".join(parts)
        if operation in ("is_none", "is_undefined"):
            return values[0] is None
        if operation == "in":
            return self._holds(values, run.python)
        if run.python:
            return self._python_operation(operation, values)
        return _javascript_operation(operation, values)

    def _equal(self, values: list[Any], python: bool, wanted: bool) -> Any:
        a, b = values
        if isinstance(a, (Listing, Record, Closure)) or isinstance(b, (Listing, Record, Closure)):
            return UNKNOWN if python else (a is b) == wanted
        if isinstance(a, Ambient) or isinstance(b, Ambient):
            return UNKNOWN
        if not python and isinstance(a, str) != isinstance(b, str) and a is not None and b is not None:
            return UNKNOWN  # loose and strict equality are not told apart
        return (a == b) == wanted

    def _holds(self, values: list[Any], python: bool) -> Any:
        key, base = values
        if isinstance(base, str) and isinstance(key, str) and python:
            return key in base
        if isinstance(base, (Record, Listing)) and not base.spoiled and not isinstance(key, (Listing, Record)):
            if isinstance(base, Record):
                return key in base.fields
            return UNKNOWN if not python or UNKNOWN in base.items else key in base.items
        return UNKNOWN

    def _python_operation(self, operation: str, values: list[Any]) -> Any:
        if operation == "add" and all(isinstance(one, Listing) and not one.spoiled for one in values):
            if len(values[0].items) + len(values[1].items) > LONGEST_LIST:
                raise LostError
            return Listing(values[0].items + values[1].items, values[0].kind, self._next())
        if operation == "mul" and isinstance(values[0], Listing) and isinstance(values[1], int) and not values[0].spoiled:
            if len(values[0].items) * values[1] > LONGEST_LIST:
                raise LostError
            return Listing(values[0].items * values[1], values[0].kind, self._next())
        constants = [plain_constant(one) for one in values]
        if UNKNOWN in constants:
            return UNKNOWN
        if operation == "add" and any(isinstance(one, (str, bytes)) for one in constants) and type(constants[0]) is not type(constants[1]):
            raise ThrownError
        if operation == "div" and all(isinstance(one, (int, float)) for one in constants):
            if not constants[1]:
                raise ThrownError
            return constants[0] / constants[1]
        if operation == "invert":
            return ~constants[0] if isinstance(constants[0], int) else UNKNOWN
        result = fold_operator(operation, constants)
        return UNKNOWN if result is NOT_FOLDED else result

    def _truth(self, value: Any, python: bool) -> bool | None:
        if value is UNKNOWN:
            return None
        if isinstance(value, (Listing, Record)):
            if not python:
                return True
            return None if value.spoiled else bool(value.items if isinstance(value, Listing) else value.fields)
        if isinstance(value, Ambient):
            return True if value.path.startswith("%") else None
        if isinstance(value, float) and math.isnan(value):
            return python
        return True if isinstance(value, Closure) else bool(value)

    # ---------------------------------------------------------------------------------------------------------- control flow

    def _phi(self, run: Run, i: ops.Phi) -> None:
        latest = max(i.sources, key=lambda one: run.stamps[one])
        values = [run.registers[one] for one in i.sources]
        if run.unsure and any(one is not values[0] for one in values):
            self._put(run, i.dst, UNKNOWN)
            return
        self._put(run, i.dst, run.registers[latest])

    def _if(self, run: Run, i: ops.If) -> str | None:
        known = self._truth(run.registers[i.condition], run.python)
        if known is not None:
            left = self._block(run, i.then if known else i.orelse)
            run.unsure = False
            return left
        lefts = [self._perhaps(run, block) for block in (i.then, i.orelse)]
        run.unsure = True
        return self._after(run, lefts)

    def _perhaps(self, run: Run, block: tuple[Any, ...]) -> str | None:
        """Run a block of which it is not known whether it runs."""
        with self._maybe():
            try:
                return self._block(run, block)
            except ThrownError:
                return "return"

    def _after(self, run: Run, lefts: list[str | None]) -> str | None:
        """What follows branches of which some left: it is not known whether it runs."""
        if "return" in lefts:
            run.left_somewhere = True
        if all(left == lefts[0] for left in lefts):
            return lefts[0]
        return "lost" if any(left not in (None, "return") for left in lefts) else None

    def _switch(self, run: Run, i: ops.Switch) -> str | None:
        subject = run.registers[i.subject]
        if subject is UNKNOWN:
            lefts = [self._perhaps(run, case.body) for case in i.cases]
            run.unsure = True
            return self._after(run, [None, *(None if left == "break" else left for left in lefts)])
        chosen = None
        for number, case in enumerate(i.cases):
            self._block(run, case.test)
            if case.value is None:
                continue
            same = self._operated(run, "eq", [subject, run.registers[case.value]])
            if same is UNKNOWN:
                raise LostError
            if same:
                chosen = number
                break
        if chosen is None:
            chosen = next((n for n, case in enumerate(i.cases) if case.value is None), len(i.cases))
        for case in i.cases[chosen:]:
            left = self._block(run, case.body)
            if left is not None:
                return None if left == "break" else left
        return None

    def _loop(self, run: Run, i: ops.Loop) -> str | None:
        left = self._while(run, i) if i.kind == "while" else self._for_each(run, i)
        if left == "lost":
            run.unsure = True
            self._forget(run, (*i.test, *i.body, *i.update))
            return None
        run.unsure = False
        if left == "break":
            return None
        return left or self._block(run, i.orelse)

    def _forget(self, run: Run, block: tuple[Any, ...]) -> None:
        """What a loop whose rounds are not known stores is not known behind it."""
        for instruction in _all_inside(block):
            if isinstance(instruction, ops.Store):
                holder = self._holder(run, instruction.var)
                if holder is not None:
                    self._assign(holder, instruction.var.name, UNKNOWN)
            elif isinstance(instruction, ops.Load) and (holder := self._holder(run, instruction.var)) is not None:
                self._spoil(holder.fields.get(instruction.var.name))

    def _while(self, run: Run, i: ops.Loop) -> str | None:
        while True:
            self._block(run, i.test)
            known = self._truth(run.registers[i.condition], run.python) if i.condition is not None else True
            if known is None:
                return self._unsure_round(run, (*i.body, *i.update))
            if not known:
                return None
            left = self._block(run, i.body)
            if left not in (None, "continue"):
                return left
            self._block(run, i.update)

    def _unsure_round(self, run: Run, body: tuple[Any, ...]) -> str:
        self._forget(run, body)
        if self._perhaps(run, body) == "return":
            run.left_somewhere = True
        return "lost"

    def _for_each(self, run: Run, i: ops.Loop) -> str | None:
        assert i.iterable is not None and i.element is not None
        value = run.registers[i.iterable]
        found = elements(value, run.python)
        if i.kind == "in" and not run.python:
            found = list(value.fields) if isinstance(value, Record) and not value.spoiled else None
        if found is None:
            self._put(run, i.element, UNKNOWN)
            return self._unsure_round(run, i.body)
        for one in found:
            self._steps += 1
            self._put(run, i.element, one)
            left = self._block(run, i.body)
            if left not in (None, "continue"):
                return left
        return None

    def _try(self, run: Run, i: ops.Try) -> str | None:
        try:
            left = self._block(run, (*i.body, *i.orelse))
        except ThrownError:
            left = None
            if i.handlers:
                handler = i.handlers[0]
                if handler.binding is not None:
                    self._put(run, handler.binding, UNKNOWN)
                left = self._block(run, handler.body)
        run.unsure = False
        return self._block(run, i.final) or left

    def _return(self, run: Run, i: ops.Return) -> str:
        value = run.registers[i.src] if i.src is not None else None
        if self._unsure == run.base:
            run.returned = value
        return "return"

    def _throw(self, run: Run, i: ops.Throw) -> str:
        raise ThrownError

    def _break(self, run: Run, i: ops.Break) -> str:
        return "break" if i.label is None else "lost"

    def _continue(self, run: Run, i: ops.Continue) -> str:
        return "continue" if i.label is None else "lost"


def method_exists(name: str) -> bool:
    """Is it a method that records have?"""
    return name in ("get", "set", "has", "keys", "values", "items", "entries", "hasOwnProperty")


def _ambient(name: str) -> Any:
    if name in ("undefined", "None"):
        return None
    return math.nan if name == "NaN" else Ambient(name)


def _steady(watched: dict[int, Any]) -> dict[int, Any]:
    return {register: value for register, value in watched.items() if isinstance(value, (str, bytes)) and value}


def _all_inside(block: tuple[Any, ...]) -> Iterator[Any]:
    todo = list(block)
    while todo:
        one = todo.pop()
        yield one
        for name in ("then", "orelse", "test", "body", "update", "final"):
            todo.extend(getattr(one, name, ()) or ())
        for inner in (*getattr(one, "cases", ()), *getattr(one, "handlers", ())):
            todo.extend((*getattr(inner, "test", ()), *inner.body))


def _int32(value: Any) -> int:
    if not isinstance(value, (int, float)) or (isinstance(value, float) and not math.isfinite(value)):
        return 0
    number = int(value) & 0xFFFFFFFF
    return number - 0x100000000 if number & 0x80000000 else number


def _javascript_number(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return value
    return function("Number", [value], lambda f, a: UNKNOWN, False) if isinstance(value, str) else UNKNOWN


def _javascript_operation(operation: str, values: list[Any]) -> Any:
    if operation == "void":
        return None
    if operation == "add" and any(isinstance(one, (str, Listing, Record)) for one in values):
        parts = [text_of(one, False) for one in values]
        return UNKNOWN if UNKNOWN in parts else "".join(parts)
    if operation == "typeof":
        return {str: "string", int: "number", float: "number", bool: "boolean", Listing: "object", Record: "object"}.get(
            type(values[0]), UNKNOWN
        )
    if operation in _COMPARED and all(isinstance(one, str) for one in values):
        return _JS_NUMBERS[operation](*values)
    numbers = [_javascript_number(one) for one in values]
    if UNKNOWN in numbers:
        return UNKNOWN
    if any(isinstance(one, int) and abs(one) > _TWO_TO_53 for one in numbers):
        return UNKNOWN  # a bigint, or no longer exact
    return _normal(_arithmetic(operation, numbers))


def _normal(value: Any) -> Any:
    """Numbers without a fraction are ints here."""
    if isinstance(value, float) and value.is_integer() and abs(value) <= _TWO_TO_53 and math.copysign(1, value) > 0:
        return int(value)
    return value


def _arithmetic(operation: str, numbers: list[Any]) -> Any:
    if operation in _JS_NUMBERS:
        return _JS_NUMBERS[operation](*numbers)
    a, b = numbers[0], numbers[-1]
    if operation in ("bitand", "bitor", "bitxor", "shl", "shr", "ushr"):
        x, y = _int32(a), _int32(b)
        shift = y & 31
        return {"bitand": x & y, "bitor": x | y, "bitxor": x ^ y, "shl": _int32(x << shift), "shr": x >> shift,
                "ushr": (x & 0xFFFFFFFF) >> shift}[operation]
    if operation == "invert":
        return ~_int32(a)
    if operation in ("neg", "pos", "not"):
        return -float(a) if operation == "neg" and a == 0 else -a if operation == "neg" else +a
    if operation == "add":
        return a + b
    if operation == "div":
        return math.nan if (b == 0 and a == 0) or a != a else math.inf if b == 0 else a / b
    if operation == "mod":
        if b == 0 or a != a or b != b or (isinstance(a, float) and math.isinf(a)):
            return math.nan
        return math.fmod(a, b)
    if operation == "pow" and abs(b) < 64 and abs(a) < 1e6:
        return a**b if b >= 0 else float(a) ** b if a else math.inf
    return UNKNOWN


_STEPS: dict[type, Callable[[PureCode, Run, Any], str | None]] = {
    ops.Const: PureCode._const,
    ops.Load: PureCode._load,
    ops.Store: PureCode._store,
    ops.GetField: PureCode._field,
    ops.GetIndex: PureCode._index,
    ops.SetField: PureCode._set_field,
    ops.SetIndex: PureCode._set_index,
    ops.Delete: PureCode._delete,
    ops.MakeObject: PureCode._make_object,
    ops.MakeList: PureCode._make_list,
    ops.Append: PureCode._append,
    ops.MakeFunction: PureCode._make_function,
    ops.MakeClass: PureCode._unknown,
    ops.Call: PureCode._call,
    ops.Pure: PureCode._pure,
    ops.ObjectRest: PureCode._object_rest,
    ops.Slice: PureCode._slice,
    ops.Import: PureCode._import,
    ops.Await: PureCode._await,
    ops.Yield: PureCode._yield,
    ops.Enter: PureCode._unknown,
    ops.Exit: PureCode._nothing,
    ops.Opaque: PureCode._unknown,
    ops.Phi: PureCode._phi,
    ops.If: PureCode._if,
    ops.Switch: PureCode._switch,
    ops.Loop: PureCode._loop,
    ops.Try: PureCode._try,
    ops.Return: PureCode._return,
    ops.Throw: PureCode._throw,
    ops.Break: PureCode._break,
    ops.Continue: PureCode._continue,
}
