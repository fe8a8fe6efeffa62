"""Every text that a model reads before it calls anything: descriptions of tools, parameters, prompts and resources, instructions.

In: a settled analysis. Out: `ModelText`s: what stands in the arguments of a registration (handlers aside), in what a list or prompt
handler returns, in docstrings and annotations of Python handlers and in the models that these name, in objects shaped like a tool.
A string with holes keeps its known parts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.contexts import Context, Event
from mcp_sast.dataflow.values import (
    NOWHERE,
    Concat,
    Constant,
    Derived,
    Function,
    Library,
    Object,
    Site,
    Union,
    Value,
    alternatives,
    text_of,
)
from mcp_sast.ir import ops
from mcp_sast.ir.module import FunctionIR, Param
from mcp_sast.mcp.literals import instructions_of

SHORTEST = 16
MOST_VISITED = 20_000
MOST_BLANKS = 400
_KINDS = frozenset({"tool", "prompt", "resource", "server", "ask"})
_STRING = re.compile(
    r"""(?<![\w'"])(?:[rRuUfFbB]{0,2})(?:\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""",
    re.DOTALL,
)
_TYPE_NAME = re.compile(r"\b[A-Z]\w+")
_TOLD = frozenset({"description", "title"})
_NOT_ASKED = frozenset({"self", "cls", "ctx", "context", "_"})
# A model whose schema is asked for, and a field in a class that is a model.
_SCHEMA_OF = re.compile(rb"\b([A-Z]\w*)\s*\.\s*(?:model_json_schema|schema|model_dump_json_schema)\s*\(")
_FIELD = re.compile(rb"^[ \t]+([A-Za-z]\w*)[ \t]*:(?!=)", re.MULTILINE)
# What holds the properties of a schema, and keys of a registration that are none.
_HOLDS_PROPERTIES = frozenset({
    "properties", "inputSchema", "input_schema", "parameters", "schema", "shape", "args", "argsSchema", "inputs",
})
_NO_PROPERTIES = frozenset({
    "name", "description", "title", "inputSchema", "outputSchema", "annotations", "type", "properties", "required", "items", "enum",
    "default", "additionalProperties", "handler", "execute", "_meta", "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint",
    "parameters", "schema", "input_schema", "$schema", "argsSchema", "args", "minimum", "maximum", "examples", "format", "anyOf", "oneOf",
})
_SCHEMA_FIELDS = ("inputSchema", "input_schema")


class ModelText(NamedTuple):
    """A text with where it comes from: `kind` of thing it describes (tool, prompt, resource, server), `owner` its name, `part` where
    in it ("description", "inputSchema.properties.q.description"), `site` where it entered; `exact` if that is the text's literal;
    `is_name` for the name of a tool, prompt or parameter."""

    text: str
    kind: str
    owner: str
    part: str
    site: Site
    exact: bool = False
    is_name: bool = False


class ModelTexts:
    """Reads the texts. `name_of` gives the name that a registration registers. One for each analysis."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis

    def all(self, events: list[tuple[Event, str, str]]) -> tuple[ModelText, ...]:
        """All texts, each once by text and place. `events`: registrations with the name they register and the handler's id."""
        found: dict[tuple[str, Site], ModelText] = {}
        for text in self._texts(events):
            found.setdefault((text.text, text.site), text)
        return tuple(sorted(found.values(), key=lambda t: (t.site, t.part, t.text)))

    def _texts(self, events: list[tuple[Event, str, str]]) -> Iterator[ModelText]:
        for event, name, handler in events:
            spec = event.api.registration
            if spec is not None and spec.kind in _KINDS:
                yield from self._of_registration(event, spec.kind, name)
                if handler and spec.kind != "server":
                    yield from self._of_handler(handler, spec.kind, name)
        for root in self._analysis.roots.values():
            context = self._analysis.contexts[root.context]
            if context.returned is not None and not context.dead and (root.phase == "list" or root.title == "prompt"):
                yield from self.inside(context.returned, "prompt" if root.title == "prompt" else "tool", "", root.site)
                yield from self._of_listed_models(context)
        yield from self._tool_shaped()

    def _of_registration(self, event: Event, kind: str, name: str) -> Iterator[ModelText]:
        given = [*event.arguments.positional, *(v for _, v in event.arguments.keywords), *event.arguments.rest]
        for one in alternatives(event.callee) if event.callee is not None else ():
            if isinstance(one, Object):
                made = self._analysis.heap[one.id]
                given.extend((*made.arguments, *(v for _, v in made.keywords)))
        sites = event.arguments.sites
        for index, value in enumerate(given):
            site = sites[index] if index < len(sites) and index < len(event.arguments.positional) else event.site
            if self._is_handler(value):
                continue
            yield from self.inside(value, kind, name, site)

    def _is_handler(self, value: Value) -> bool:
        """A function, also one that was wrapped."""
        return any(
            isinstance(one, Function) or (isinstance(one, Derived) and any(isinstance(p, Function) for p in one.parts))
            for one in alternatives(value)
        )

    # ------------------------------------------------------------------------------------------------------------- values

    def inside(self, value: Value, kind: str, owner: str, site: Site) -> Iterator[ModelText]:
        """The texts inside a value, through objects, lists, schema builders and what they were made with."""
        seen: set[Value] = set()
        todo: list[tuple[Value, str, Site, str]] = [(value, "", site, owner)]
        while todo and len(seen) < MOST_VISITED:
            here, part, near, of = todo.pop()
            if here in seen:
                continue
            seen.add(here)
            if isinstance(here, Object):
                named = self._named_thing(here)
                if named and not of:
                    of, part = named, ""
                yield from self._property_names(here, kind, of, part, near)
            if isinstance(here, Constant):
                if isinstance(here.value, str) and len(here.value) >= SHORTEST:
                    yield ModelText(here.value, kind, of, part, near)
            elif isinstance(here, Concat):
                text = "".join(text_of(p.value) if isinstance(p, Constant) else _blanks(p) or "…" for p in here.parts)
                if len(text) >= SHORTEST:
                    yield ModelText(text, kind, of, part, near)
            else:
                todo.extend((*found, of) for found in reversed(list(self._parts(here, part, near))))

    def _named_thing(self, value: Object) -> str:
        """The name of a tool or prompt, where an object is one."""
        target = self._analysis.heap[value.id]
        keywords = dict(target.keywords)
        keys = {*target.named, *keywords}
        if "name" not in keys or not keys & {"description", *_SCHEMA_FIELDS}:
            return ""
        names = [keywords["name"]] if "name" in keywords else [entry.value for entry in target.named["name"].values()]
        return next((v.value for v in names if isinstance(v, Constant) and isinstance(v.value, str)), "")

    def _parts(self, value: Value, part: str, near: Site) -> Iterator[tuple[Value, str, Site]]:
        if isinstance(value, Union):
            yield from ((one, part, near) for one in value.alternatives)
        elif isinstance(value, Derived):
            site = value.site if value.site != NOWHERE else near
            yield from ((one, part, site) for one in value.parts)
        elif isinstance(value, Library) and value.receiver is not None:
            yield value.receiver, part, near
        elif isinstance(value, Object):
            yield from self._fields(value, part, near)

    def _fields(self, value: Object, part: str, near: Site) -> Iterator[tuple[Value, str, Site]]:
        target = self._analysis.heap[value.id]
        if target.kind in ("module", "exports", "frame"):
            return
        if target.kind == "instance" and target.cls is not None and not target.named:
            return
        for name, entries in target.named.items():
            for entry in entries.values():
                if not isinstance(entry.value, Function):
                    yield entry.value, f"{part}.{name}" if part else name, _plain(entry.site, near)
        for entry in (*target.unnamed.values(), *target.items.values()):
            if not isinstance(entry.value, Function):
                yield entry.value, part, _plain(entry.site, near)
        if target.kind == "library":
            if target.receiver is not None:
                yield target.receiver, part, target.site
            for argument in target.arguments:
                yield argument, part, target.site
            for name, argument in target.keywords:
                yield argument, f"{part}.{name}" if part else name, target.site

    def _property_names(self, value: Object, kind: str, owner: str, part: str, near: Site) -> Iterator[ModelText]:
        """The names of parameters, where an object holds the properties of a schema."""
        target = self._analysis.heap[value.id]
        if target.kind != "object" or (part and part.rsplit(".", 1)[-1] not in _HOLDS_PROPERTIES):
            return
        for name, entries in target.named.items():
            for entry in entries.values() if name not in _NO_PROPERTIES else ():
                if not isinstance(entry.value, Function):
                    site = _plain(entry.site, near)
                    yield ModelText(name, kind, owner, f"{part}.{name}" if part else name, site, True, True)

    def _tool_shaped(self) -> Iterator[ModelText]:
        """Objects with name, description and input schema, whoever lists them."""
        for target in self._analysis.heap:
            named = target.named
            if target.kind != "object" or "description" not in named or "name" not in named:
                continue
            if any(field in named for field in _SCHEMA_FIELDS):
                names = [entry.value for entry in named["name"].values()]
                owner = next((str(v.value) for v in names if isinstance(v, Constant)), "")
                yield from self.inside(self._analysis.interner.object(target.id), "tool", owner, target.site)

    # ----------------------------------------------------------------------------------------------------------- handlers

    def _of_handler(self, handler: str, kind: str, name: str) -> Iterator[ModelText]:
        """Docstring, annotations and defaults of a Python handler, and the models that its parameters name."""
        program = self._analysis.program
        module = program.module_of(handler)
        try:
            function = program.function(handler)
        except KeyError:
            return
        if not module.endswith((".py", ".pyw")):
            return
        if function.docstring is not None:
            yield ModelText(function.docstring.value, kind, name, "docstring", Site(handler, *function.docstring.span), True)
        context = self._analysis.module_context(module)
        source = program.texts.get(module, b"")
        for param in function.params:
            if param.name.strip("*") not in _NOT_ASKED:
                yield ModelText(param.name.strip("*"), kind, name, param.name, Site(handler, *param.span), True, True)
            yield from _in_parameter(function, param, source, kind, name)
            if context is not None:
                for type_name in dict.fromkeys(_TYPE_NAME.findall(param.annotation)):
                    yield from self._of_type(context, module, type_name, kind, name, f"{param.name}: {type_name}")

    def _of_listed_models(self, context: Context) -> Iterator[ModelText]:
        """The models whose schemas a list of tools asks for: `inputSchema=Forecast.model_json_schema()`."""
        program = self._analysis.program
        module = program.module_of(context.function.id)
        top = self._analysis.module_context(module)
        if top is None or not module.endswith((".py", ".pyw")) or context.returned is None:
            return
        for element in self._analysis.elements(context, context.returned):
            for one in alternatives(element):
                if not isinstance(one, Object):
                    continue
                target = self._analysis.heap[one.id]
                place = program.place(target.site.function, target.site.start, target.site.end)
                names = [value for key, value in target.keywords if key == "name"]
                owner = next((str(v.value) for v in names if isinstance(v, Constant)), "")
                for match in _SCHEMA_OF.finditer(program.texts.get(place.path, b"")[place.start : place.end]):
                    type_name = match[1].decode("ascii")
                    yield from self._of_type(top, module, type_name, "tool", owner, type_name)

    def _of_type(self, context: Context, module: str, type_name: str, kind: str, owner: str, part: str) -> Iterator[ModelText]:
        loaded = self._analysis.program.module(module)
        if loaded is None:
            return
        site = Site(f"{module}#", 0, 0)
        whole = self._analysis.links.value_of(loaded, module, context)
        value = self._analysis.read_field(context, whole, type_name, site)
        for one in alternatives(value):
            if isinstance(one, Object) and self._analysis.heap[one.id].kind == "class":
                yield from self._in_class(self._analysis.heap[one.id].site, kind, owner, part)

    def _in_class(self, place: Site, kind: str, owner: str, part: str) -> Iterator[ModelText]:
        """What the fields of a model are said to be: `Field(description="…")` inside the class, read off the code itself, since a
        field's value is what it holds."""
        try:
            function = self._analysis.program.function(place.function)
        except KeyError:
            return
        fields = self._fields_of_class(place)
        for at, (_, start, end) in sorted(fields.items()):
            yield ModelText(fields[at][0], kind, owner, f"{part}.{fields[at][0]}", Site(place.function, start, end), True, True)
        constants: dict[int, ops.Const] = {}
        for instruction in instructions_of(function):
            if not place.start <= instruction.span[0] < place.end:
                continue
            if isinstance(instruction, ops.Const):
                constants[instruction.dst] = instruction
            elif isinstance(instruction, ops.Call):
                for keyword in instruction.keywords:
                    found = constants.get(keyword.value) if keyword.name in _TOLD else None
                    if found is not None and isinstance(found.value, str) and len(found.value) >= SHORTEST:
                        field = max((at for at in fields if at <= found.span[0]), default=-1)
                        told = f"{part}.{fields[field][0]}.{keyword.name}" if field >= 0 else f"{part}.{keyword.name}"
                        yield ModelText(found.value, kind, owner, told, Site(function.id, *found.span), True)

    def _fields_of_class(self, place: Site) -> dict[int, tuple[str, int, int]]:
        """The annotated fields of a class by their offset: name, start, end."""
        program = self._analysis.program
        whole = program.place(place.function, place.start, place.end)
        body = program.texts.get(whole.path, b"")[whole.start : whole.end]
        found = ((m[1].decode("ascii", "replace"), place.start + m.start(1), place.start + m.end(1)) for m in _FIELD.finditer(body))
        return {start: (name, start, end) for name, start, end in found}


def _blanks(value: Value) -> str:
    """The white space that a hole certainly is: blanks repeated by a default width, which may or may not be given."""
    if not isinstance(value, Derived):
        return ""
    constants = [one.value for part in value.parts for one in alternatives(part) if isinstance(one, Constant)]
    widths = [one for one in constants if isinstance(one, (int, float)) and not isinstance(one, bool) and one >= 1]
    blank = next((one for one in constants if isinstance(one, str) and one and not one.strip()), "")
    return (blank * MOST_BLANKS)[: min(int(min(widths)), MOST_BLANKS)] if blank and widths else ""


def _in_parameter(function: FunctionIR, param: Param, source: bytes, kind: str, owner: str) -> Iterator[ModelText]:
    """String literals in a parameter's annotation and default: `Annotated[str, Field(description="…")]`."""
    if '"' not in param.annotation + param.default and "'" not in param.annotation + param.default:
        return
    start, end = param.span
    stretch = source[function.start + start : function.start + end].decode("utf-8", "replace")
    for match in _STRING.finditer(stretch):
        try:
            value = ast.literal_eval(match[0])
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            continue
        if isinstance(value, str) and len(value) >= SHORTEST:
            before = len(stretch[: match.start()].encode("utf-8", "replace"))
            size = len(match[0].encode("utf-8", "replace"))
            yield ModelText(value, kind, owner, param.name, Site(function.id, start + before, start + before + size), True)


def _plain(site: Site, near: Site) -> Site:
    """A list element's site carries its index above the offset."""
    if not site.function:
        return near
    return Site(site.function, site.start, site.end % 1_000_000_000) if site.end > 900_000_000 else site
