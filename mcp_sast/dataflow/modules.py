"""Modules at run time: imports, exports, the order in which module tops run.

In: `Import` instructions, the program's resolution. Out: the value an import gives; module tops are run when first imported.

ES modules, CommonJS and Python keep one heap object a module (its variables). CommonJS modules have an `exports` object beside
it. Interop as Node does it: a default import of a CommonJS module is its `module.exports`; its named imports are fields of it.
"""

from __future__ import annotations

from collections.abc import Callable

from mcp_sast.dataflow.contexts import Context
from mcp_sast.dataflow.heap import Entry, Heap, HeapObject
from mcp_sast.dataflow.values import Interner, Site, Value
from mcp_sast.ir.module import Export, ModuleLowering
from mcp_sast.models.index import ModelIndex
from mcp_sast.program.program import Program
from mcp_sast.program.resolver import Resolution

_DEEPEST_REEXPORT = 32


class ModuleLinks:
    """Imports and exports of one analysis. `run` runs a module's top (once; again only when what it read has changed)."""

    def __init__(
        self, program: Program, heap: Heap, interner: Interner, models: ModelIndex, run: Callable[[str, int], None]
    ) -> None:
        self._program = program
        self._heap = heap
        self._interner = interner
        self._models = models
        self._run = run
        self._read_member: Callable[[Context, Value, str, Site], Value] = lambda context, whole, name, site: interner.unknown(
            "unresolved"
        )
        self._exports: dict[str, dict[str, Export]] = {}
        self._starred: set[tuple[str, str]] = set()
        self._unresolved: dict[tuple[str, str], Site] = {}

    def connect(self, read_member: Callable[[Context, Value, str, Site], Value]) -> None:
        """Tell how a field of any value is read (the object model needs the links, and the links it)."""
        self._read_member = read_member

    # ------------------------------------------------------------------------------------------------------------ objects

    def module_object(self, module_id: str) -> HeapObject:
        """The object that holds a module's variables."""
        found = self._heap.allocate("module", 0, Site(f"{module_id}#", 0, 0))
        found.path = module_id
        return found

    def commonjs_object(self, module_id: str) -> HeapObject:
        """What the global `module` is in a CommonJS module; its field `exports` begins as an empty object."""
        found = self._heap.allocate("object", 0, Site(f"{module_id}#", 0, 0), "module")
        if "exports" not in found.named:
            initial = self._heap.allocate("object", 0, Site(f"{module_id}#", 0, 0), "exports")
            self._heap.write(found, "exports", Entry(self._interner.object(initial.id), initial.site, ()), 0)
        return found

    def namespace(self, module_id: str) -> Value:
        """An ES module's namespace object."""
        found = self._heap.allocate("exports", 0, Site(f"{module_id}#", 0, 0))
        found.path = module_id
        return self._interner.object(found.id)

    # ------------------------------------------------------------------------------------------------------------ imports

    def import_value(self, context: Context, specifier: str, name: str | None, style: str, site: Site) -> Value:
        """What an import gives: a module, one name of it, or something of a library."""
        resolution = self._program.resolve(context.module, specifier, style, name)
        if resolution.kind == "file":
            return self._own(context, resolution, name, style, site)
        if resolution.kind == "namespace-package":
            if name is not None:
                inner = self._program.resolve(
                    context.module, f"{specifier}.{name}" if not specifier.endswith(".") else specifier + name, style, None
                )
                if inner.kind == "file":
                    return self._own(context, inner, None, style, site)
            found = self._heap.allocate("module", 0, Site(resolution.path, 0, 0), "namespace-package")
            found.path = ""
            found.name = specifier
            return self._interner.object(found.id)
        if resolution.kind in ("external", "builtin"):
            return self._library(context, resolution.library, name)
        self._unresolved.setdefault((context.module, specifier), site)
        return self._interner.unknown("unresolved-import")

    def unresolved(self) -> list[tuple[str, str, Site]]:
        """Imports of own files that lead nowhere."""
        return [(module, specifier, site) for (module, specifier), site in sorted(self._unresolved.items())]

    def _library(self, context: Context, library: str, name: str | None) -> Value:
        root = library[5:] if library.startswith("node:") else library
        path = root if name in (None, "default", "*") else f"{root}.{name}"
        language = context.language
        api = self._models.find(language, path)
        for _ in range(4):
            if api is None or not api.alias:
                break
            path = api.alias
            api = self._models.find(language, path)
        else_alias = self._models.find(language, root)
        if api is None and else_alias is not None and else_alias.alias and name not in (None, "default", "*"):
            path = f"{else_alias.alias}.{name}"
        return self._interner.library(path)

    def _own(self, context: Context, resolution: Resolution, name: str | None, style: str, site: Site) -> Value:
        module = self._program.module(resolution.path)
        if module is None:
            return self._interner.unknown("opaque-module")
        if resolution.submodule and resolution.package and name is not None and resolution.package != context.module:
            bound = self._bound_by_package(context, resolution.package, name, site)
            if bound is not None:
                return bound
        self._run(resolution.path, context.id)
        whole = self.value_of(module, resolution.path, context)
        for part in resolution.remainder:
            whole = self._member(context, whole, part, site)
        if name is None or name == "*" or resolution.submodule:
            return whole
        if name == "default" and module.module.style in ("cjs", "data"):
            return whole
        return self._member(context, whole, name, site)

    def _bound_by_package(self, context: Context, package: str, name: str, site: Site) -> Value | None:
        """A name that the package's `__init__` binds itself wins over its submodule."""
        self._run(package, context.id)
        return self._heap.read_value(self.module_object(package), name, context.id)

    def value_of(self, module: ModuleLowering, module_id: str, context: Context) -> Value:
        """The module as a value: its namespace, its `module.exports`, or in Python the module object."""
        if module.module.style == "python":
            return self._interner.object(self.module_object(module_id).id)
        if module.module.style == "esm":
            return self.namespace(module_id)
        holder = self.commonjs_object(module_id)
        return self._heap.read_value(holder, "exports", context.id) or self._interner.none

    def _member(self, context: Context, whole: Value, name: str, site: Site) -> Value:
        return self._read_member(context, whole, name, site)

    # ------------------------------------------------------------------------------------------------------------ exports

    def read_export(self, context: Context, target: HeapObject, name: str, site: Site, depth: int = 0) -> Value:
        """A name of a module: an ES export (through re-exports), a Python variable or submodule."""
        if not target.path:
            inner = self._program.resolve(context.module, f"{target.name}.{name}", "python", None)
            return self._own(context, inner, None, "python", site) if inner.kind == "file" else self._interner.unknown("unresolved")
        if target.kind == "exports":
            return self._es_export(context, target.path, name, site, depth)
        value = self._heap.read_value(target, name, context.id)
        if value is not None:
            return value
        return self._python_fallback(context, target, name, site, depth)

    def _python_fallback(self, context: Context, target: HeapObject, name: str, site: Site, depth: int) -> Value:
        inner = self._program.resolve(target.path, ".", "python", name)
        if inner.kind == "file" and inner.submodule:
            return self._own(context, inner, None, "python", site)
        if depth < _DEEPEST_REEXPORT and (target.path, name) not in self._starred:
            self._starred.add((target.path, name))  # modules that star-import each other would be asked again and again
            try:
                return self._by_stars(context, target, name, site, depth)
            finally:
                self._starred.discard((target.path, name))
        return self._interner.unknown("unresolved")

    def _by_stars(self, context: Context, target: HeapObject, name: str, site: Site, depth: int) -> Value:
        """A name that some `import *` of the module brings."""
        if depth < _DEEPEST_REEXPORT:
            for star in self._heap.read(target, "import *", context.id):
                for one in star.value.alternatives if hasattr(star.value, "alternatives") else (star.value,):
                    found = self._star_member(context, one, name, site, depth)
                    if found is not None:
                        return found
        return self._interner.unknown("unresolved")

    def _star_member(self, context: Context, value: Value, name: str, site: Site, depth: int) -> Value | None:
        heap_id = getattr(value, "id", None)
        if heap_id is not None:
            found = self.read_export(context, self._heap[heap_id], name, site, depth + 1)
            return None if found is self._interner.unknown("unresolved") else found
        path = getattr(value, "path", None)
        if path is not None and self._models.leads_somewhere("python", f"{path}.{name}"):
            return self._interner.library(f"{path}.{name}")
        return None

    def _table(self, module_id: str, module: ModuleLowering) -> dict[str, Export]:
        table = self._exports.get(module_id)
        if table is None:
            table = self._exports[module_id] = {e.name: e for e in module.module.exports if e.name != "*"}
        return table

    def _es_export(self, context: Context, module_id: str, name: str, site: Site, depth: int) -> Value:
        module = self._program.module(module_id)
        if module is None or depth > _DEEPEST_REEXPORT:
            return self._interner.unknown("unresolved")
        found = self._table(module_id, module).get(name)
        if found is not None:
            if found.specifier is None:
                value = self._heap.read_value(self.module_object(module_id), found.local or name, context.id)
                return value if value is not None else self._interner.unknown("uninitialised")
            return self._reexported(context, module_id, found.specifier, found.imported, site, depth)
        for export in module.module.exports:
            if export.name == "*" and export.specifier is not None:
                value = self._reexported(context, module_id, export.specifier, name, site, depth)
                if value is not self._interner.unknown("unresolved") and value is not self._interner.none:
                    return value
        return self._interner.unknown("unresolved")

    def _reexported(self, context: Context, module_id: str, specifier: str, name: str | None, site: Site, depth: int) -> Value:
        resolution = self._program.resolve(module_id, specifier, "esm", name)
        if resolution.kind == "file":
            self._run(resolution.path, context.id)
            module = self._program.module(resolution.path)
            if module is None:
                return self._interner.unknown("opaque-module")
            if name is None:
                return self.value_of(module, resolution.path, context)
            if module.module.style == "esm":
                return self._es_export(context, resolution.path, name, site, depth + 1)
            whole = self.value_of(module, resolution.path, context)
            return whole if name == "default" else self._member(context, whole, name, site)
        if resolution.kind in ("external", "builtin"):
            return self._library(context, resolution.library, name)
        return self._interner.unknown("unresolved-import")

    def exported_names(self, module_id: str) -> tuple[str, ...]:
        """Names that an ES module exports under their own names."""
        module = self._program.module(module_id)
        return tuple(self._table(module_id, module)) if module is not None else ()
