"""The modules of a package and what links them: a view on the growing store.

In: the files of a tree, the packages in it. Out: `Program`: modules by id, lowered when they are asked for; what an import
means. New modules (of a bundle, of decoded text) enter through `load`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mcp_sast.findings.diagnostic import Diagnostic
from mcp_sast.findings.place import Place
from mcp_sast.ir.module import FunctionIR, ModuleLowering
from mcp_sast.program.resolver import Resolution, Resolver

Load = Callable[[str], ModuleLowering | None]


@dataclass(slots=True)
class Program:
    """`load` lowers the module with that id (None: no such module, or a language that is not analysed); it is the only way by which
    a module enters. `sizes`: bytes of each module's text."""

    resolver: Resolver
    load: Load
    modules: dict[str, ModuleLowering] = field(default_factory=dict)
    texts: Mapping[str, bytes] = field(default_factory=dict)
    trouble: list[Diagnostic] = field(default_factory=list)
    _absent: set[str] = field(default_factory=set)
    _module_of: dict[str, str] = field(default_factory=dict)
    _functions: dict[str, FunctionIR] = field(default_factory=dict)
    _by_name: dict[tuple[str, bool], list[str]] = field(default_factory=dict)

    def module(self, module_id: str) -> ModuleLowering | None:
        """The module, lowered now if it was not yet."""
        found = self.modules.get(module_id)
        if found is None and module_id not in self._absent:
            found = self.load(module_id)
            if found is None:
                self._absent.add(module_id)
            else:
                self.modules[module_id] = found
        return found

    def function(self, function_id: str) -> FunctionIR:
        """The function with that id. Raises KeyError for an unknown one."""
        found = self._functions.get(function_id)
        if found is None:
            module = self.module(self.module_of(function_id))
            if module is None:
                raise KeyError(function_id)
            found = self._functions[function_id] = module.function(function_id)
            if found.name:
                self._by_name.setdefault((found.name, module.module.language == "python"), []).append(function_id)
        return found

    def module_of(self, function_id: str) -> str:
        """The module id in a function id. Paths and private methods (`#call`) may hold the separator too."""
        known = self._module_of.get(function_id)
        if known is not None:
            return known
        end = function_id.find("#")
        while end >= 0:
            if function_id[:end] in self.texts or function_id[:end] in self.modules:
                self._module_of[function_id] = function_id[:end]
                return function_id[:end]
            end = function_id.find("#", end + 1)
        return function_id.partition("#")[0]

    def name_of(self, function_id: str) -> str:
        """The qualified name in a function id, "" for a module's top."""
        return function_id[len(self.module_of(function_id)) + 1 :]

    def resolve(self, importer: str, specifier: str, style: str, name: str | None) -> Resolution:
        """What an import in that module means."""
        return self.resolver.resolve(importer, specifier, style, name)  # type: ignore[arg-type]

    def functions(self) -> Mapping[str, FunctionIR]:
        """The functions lowered so far."""
        return self._functions

    def only_named(self, name: str, python: bool) -> str | None:
        """Id of the only function lowered so far that bears a name; None if there is none, or more than one."""
        found = self._by_name.get((name, python), ())
        return found[0] if len(found) == 1 else None

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What could not be parsed or lowered."""
        return (*self.trouble, *(d for _, module in sorted(self.modules.items()) for d in module.diagnostics()))

    def place(self, function_id: str, start: int, end: int) -> Place:
        """The place of a stretch given relative to a function's start."""
        module_id = self.module_of(function_id)
        base = self.function(function_id).start if "#" in function_id else 0
        return Place(module_id.split("!", 1)[0], base + start, base + end, module_id)
