"""What a guard asks: the trigger of an effect, in atoms.

In: `Guard`s (a tested value, and whether it must hold), a settled analysis. Out: `Atom`s, each a kind and the words for it; for a
reached call the guards that hold on every way to it.

    if (++sent % 7 === 0)                       counter
    if (Date.now() > Date.parse("2026-03-01"))  clock
    if (Date.now() - last > HOUR)               elapsed: a freshness test, an expiry, an interval
    if (count > LIMIT) throw …                  limit: what follows happens while the count is low

Whether a trigger is a hidden one, and whether what it gates matters, is the rules' business.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.facts import Reached
from mcp_sast.dataflow.heap import Entry, Guard, Guards
from mcp_sast.dataflow.values import Constant, Derived, Library, Object, Site, Source, Union, Value
from mcp_sast.effects.growth import Growth, parts_of
from mcp_sast.effects.lengths import Lengths
from mcp_sast.effects.ways import Ways

TriggerKind = Literal[
    "counter", "limit", "clock", "elapsed", "random", "fingerprint", "marker", "install-age", "answer", "environment", "argument",
    "unknown",
]


class Atom(NamedTuple):
    """One thing that a guard asks. `text` names it: the counter, the variable, what is asked of the machine; `holds`: whether the answer
    must be yes; `site`: where it is asked; `value`: what is tested."""

    kind: TriggerKind
    text: str
    holds: bool
    site: Site
    value: Value


_ORDER = {"lt": False, "le": False, "gt": True, "ge": True}
_COMPARISONS = frozenset({"eq", "ne", *_ORDER})
_CI = frozenset({
    "CI", "CONTINUOUS_INTEGRATION", "GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "TRAVIS", "JENKINS_URL", "BUILDKITE", "TF_BUILD",
    "TEAMCITY_VERSION", "CODEBUILD_BUILD_ID", "APPVEYOR", "DRONE", "BUILD_NUMBER", "BITBUCKET_BUILD_NUMBER", "RUNNER_OS",
})
_LOCALE = frozenset({"LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANGUAGE", "TZ"})
_HOST = frozenset({"HOSTNAME", "COMPUTERNAME", "USER", "USERNAME", "LOGNAME", "USERDOMAIN", "SUDO_USER"})
# What tells one machine from another; platform, architecture and folders don't.
_FINGERPRINTS = frozenset({"hostname", "user", "network", "machine-id", "locale", "hardware"})
_LOCALE_NAMES = frozenset({"time.tzname", "time.timezone", "navigator.language", "navigator.languages"})
_LOCALE_OPERATIONS = frozenset({"getTimezoneOffset", "tzname", "utcoffset", "resolvedOptions"})
_EXISTENCE = frozenset({"exists", "is_file", "is_dir"})
_AGES = frozenset({"stat", "getmtime", "st_mtime", "st_ctime", "lstat"})
_OWN_FILES = frozenset({"__file__", "__filename", "__dirname", "import.meta.url", "import.meta.dirname", "import.meta.filename"})
_ARGUMENTS = frozenset({"tool-argument", "request-context", "notification", "arguments"})
_DATES = frozenset({"datetime.date", "datetime.datetime", "datetime.datetime.fromisoformat", "Date.UTC", "Date.parse"})


class Triggers:
    """Classifies guards. One for each package; what it indexes is made at the first question."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._ways: Ways | None = None
        self._growth: Growth | None = None
        self._lengths: Lengths | None = None
        self._known: dict[Guard, tuple[Atom, ...]] = {}

    def always(self, reached: Reached) -> Guards:
        """The guards that hold on every way to a call, and at the call."""
        return tuple(dict.fromkeys((*self._all_ways().guards_of(reached.context.id), *reached.event.guards)))

    def of_entry(self, entry: Entry) -> Guards:
        """The guards under which a value entered a field or list, those on every way to the function that put it there included."""
        return tuple(dict.fromkeys((*entry.guards, *self._all_ways().guards_of_function(entry.site.function))))

    def atoms(self, guard: Guard) -> tuple[Atom, ...]:
        """What a guard asks. Nothing for questions that are of no interest (a comparison of constants)."""
        known = self._known.get(guard)
        if known is None:
            known = self._known[guard] = tuple(dict.fromkeys(self._of_condition(guard)))
        return known

    def _all_ways(self) -> Ways:
        if self._ways is None:
            self._ways = Ways(self._analysis)
        return self._ways

    def _counters(self) -> Growth:
        if self._growth is None:
            self._growth = Growth(self._analysis, self._all_ways().is_of_one_call)
            self._lengths = Lengths(self._analysis, self._growth)
        return self._growth

    # ------------------------------------------------------------------------------------------------------------ conditions

    def _of_condition(self, guard: Guard) -> list[Atom]:
        out: list[Atom] = []
        todo: list[tuple[Value, bool]] = [(guard.condition, guard.holds)]
        for _ in range(64):  # `and` and `or` are unions of their operands
            if not todo:
                break
            value, holds = todo.pop(0)
            if isinstance(value, Union):
                todo.extend((one, holds) for one in value.alternatives)
            elif isinstance(value, Derived) and value.operation == "not" and len(value.parts) == 1:
                todo.append((value.parts[0], not holds))
            else:
                atom = self._of_test(value, holds, guard.site)
                if atom is not None:
                    out.append(atom)
        return out

    def _of_test(self, value: Value, holds: bool, site: Site) -> Atom | None:
        kind, text = self._kind_of_test(value, holds, site)
        return Atom(kind, text, holds, site, value) if kind is not None else None

    def _kind_of_test(self, value: Value, holds: bool, site: Site) -> tuple[TriggerKind | None, str]:
        counter = self._counter(value, site)
        if counter:
            return ("counter" if _is_high(value, holds) else "limit"), counter
        sources = [part for part in parts_of(value) if isinstance(part, Source)]
        clock = [s for s in sources if s.kind == "clock" and s.name != "uptime"]
        if clock and not _asks_locale(value):
            return self._clock(value, sources), "the clock"
        return self._of_leaves(value, sources)

    def _counter(self, value: Value, site: Site) -> str:
        if isinstance(value, Constant):
            return ""
        found = self._counters().name_of(value, site)
        if not found and _lacks_operand(value):
            assert self._lengths is not None
            found = self._lengths.name_at(site)
        return found or self._file_counter(value)

    def _file_counter(self, value: Value) -> str:
        """A number read from a file or database, counted up and written back."""
        if not any(isinstance(p, Derived) and p.operation in ("mod", "gt", "ge", "lt", "le") for p in parts_of(value)):
            return ""
        files = [p for p in parts_of(value) if isinstance(p, Source) and p.kind == "file"]
        clocks = any(isinstance(p, Source) and p.kind == "clock" for p in parts_of(value))
        constants = [p for p in parts_of(value) if isinstance(p, Constant) and isinstance(p.value, (int, float))]
        return "a number kept in a file" if files and constants and not clocks else ""

    def _clock(self, value: Value, sources: list[Source]) -> TriggerKind:
        """The time of day and the date, an age of the installation, or the time since something happened."""
        if any(s.kind == "file-state" for s in sources) or any(_is_age(p) for p in parts_of(value)):
            files = [value, *(s.origin for s in sources if s.origin is not None)]
            return "install-age" if any(self._is_own_file(part) for file in files for part in parts_of(file)) else "elapsed"
        if any(s.kind in ("file", "response", "environment", *_ARGUMENTS) for s in sources):
            return "elapsed"
        sides = value.parts if isinstance(value, Derived) and value.operation in _COMPARISONS else (value,)
        with_clock = [side for side in sides if any(isinstance(p, Source) and p.kind == "clock" for p in parts_of(side))]
        if len(with_clock) != 1 or any(_is_difference(p) for p in parts_of(with_clock[0])):
            return "elapsed"
        others = [side for side in sides if side is not with_clock[0]]
        return "clock" if all(_is_fixed(side) for side in others) else "elapsed"

    def _is_own_file(self, value: Value) -> bool:
        """Is it the place of the package itself, also as what a path or URL was made from?"""
        if isinstance(value, Object):
            made = self._analysis.heap[value.id]
            return made.kind == "library" and any(self._is_own_file(p) for p in made.arguments if not isinstance(p, Object))
        name = value.path if isinstance(value, Library) else value.name if isinstance(value, Source) else ""
        return name in _OWN_FILES

    def _of_leaves(self, value: Value, sources: list[Source]) -> tuple[TriggerKind | None, str]:
        for source in sources:
            kind = source.kind
            if kind == "machine" and source.name.split(".")[0] in _FINGERPRINTS:
                return "fingerprint", f"the {source.name.split('.')[0].replace('-', ' ')}"
            if kind == "environment" and source.name.upper() in _CI:
                return "fingerprint", f"{source.name} (continuous integration)"
            if kind == "environment" and source.name.upper() in _LOCALE | _HOST:
                return "fingerprint", source.name
        if _asks_locale(value):
            return "fingerprint", "the locale"
        if any(s.kind == "random" for s in sources):
            return "random", "chance"
        if any(s.kind == "file-state" for s in sources) or any(_is_existence(p) for p in parts_of(value)):
            return "marker", "a file that is there or not"
        for kind, name in (("response", "answer"), ("environment", "environment")):
            found = [s for s in sources if s.kind == kind]
            if found:
                return ("answer" if name == "answer" else "environment"), found[0].name or "an answer"
        if any(s.kind in _ARGUMENTS for s in sources):
            return "argument", next(s.name for s in sources if s.kind in _ARGUMENTS)
        if isinstance(value, Constant):
            return None, ""
        return "unknown", ""


def _is_high(value: Value, holds: bool) -> bool:
    """Does the test let through what comes late, or in between, and not what comes first? A limit lets the first ones through."""
    if not isinstance(value, Derived):
        return holds
    if value.operation not in _ORDER or any(isinstance(p, Derived) and p.operation == "mod" for p in value.parts):
        return True
    upward = _ORDER[value.operation]
    if len(value.parts) == 2 and isinstance(value.parts[0], Constant):  # `10 < sent`
        upward = not upward
    return upward == holds


def _lacks_operand(value: Value) -> bool:
    """A comparison or remainder one side of which is not known (a length)."""
    return any(isinstance(p, Derived) and p.operation in (*_COMPARISONS, "mod") and len(p.parts) == 1 for p in parts_of(value))


def _is_fixed(value: Value) -> bool:
    """A date or number that is written down in the package: not zero, with which time stamps begin."""
    inner = [p for p in parts_of(value) if not isinstance(p, (Derived, Union))]
    constants = [p for p in inner if isinstance(p, Constant)]
    if not any(p.value for p in constants) and not (constants and isinstance(value, Constant)):
        return False
    return all(isinstance(p, Constant) or (isinstance(p, Source) and p.kind == "library" and p.name in _DATES) for p in inner)


def _is_difference(value: Value) -> bool:
    """A time less another one that is not written down: how long it is since something happened."""
    if not isinstance(value, Derived) or value.operation != "sub":
        return False
    return len(value.parts) != 2 or not isinstance(value.parts[1], Constant)


def _asks_locale(value: Value) -> bool:
    return any(
        (isinstance(p, Library) and p.path in _LOCALE_NAMES)
        or (isinstance(p, Derived) and p.operation in _LOCALE_OPERATIONS)
        or (isinstance(p, Source) and p.name in _LOCALE_NAMES)
        for p in parts_of(value)
    )


def _is_existence(value: Value) -> bool:
    return isinstance(value, Derived) and value.operation in _EXISTENCE


def _is_age(value: Value) -> bool:
    return isinstance(value, Derived) and value.operation in _AGES


