"""Models of libraries: what tiny programs that use them are seen to do.

In: `rules/models/**`, `tests/model_snippets/<language>.txt`. Out: one test a snippet; tests of the loader.

A snippet begins with `### name` (`### name | todo: why` for one that the engine can't do yet; it fails once it comes true). A
comment `>> …` at the end of a line says all that is seen on that line, and what no comment names must not be seen:

    fetch("https://a.example", {body: process.env.K})   //>> fetch http a.example <- environment:K

Of an effect: API path, kind, host (`?` if it can't be resolved, then what explains it), `<-` the data that reaches it, `->` the
recipients of a message, `@` its phase unless that is import. Of a program that is started and of a file that is written: no
host. Of a tool: `tool`, its name, its description. Several things on one line stand between ` & `.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import pytest
import yaml

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.demand import open_analysis
from mcp_sast.dataflow.facts import Facts, Reached
from mcp_sast.dataflow.values import Source
from mcp_sast.effects.build import INSIDE, EffectBuilder
from mcp_sast.effects.declarations import Declarations
from mcp_sast.effects.effect import Effect
from mcp_sast.errors import DefinitionError
from mcp_sast.knowledge.directory import rules_directory
from mcp_sast.knowledge.knowledge import Knowledge
from mcp_sast.knowledge.loading import load_knowledge, shipped_knowledge_directory
from mcp_sast.mcp.servers import Servers
from mcp_sast.models.index import ModelIndex
from mcp_sast.models.loader import load_models, load_models_once
from mcp_sast.models.ports import expand
from mcp_sast.models.schema import Api, CallbackSpec, MessageSpec, RegistrationSpec, SinkSpec, SourceSpec
from mcp_sast.packages.package import find_packages
from mcp_sast.program.opening import open_program
from mcp_sast.sources.tree import SourceFile, SourceTree

SNIPPETS = Path(__file__).resolve().parent / "model_snippets"
SUFFIXES = {"javascript": ".js", "python": ".py"}
_HEADING = re.compile(r"^### (.+?)(?: \| todo: (.+))?$", re.MULTILINE)
_EXPECTED = re.compile(r"\s*(?://|#)>> (.+)$")


@dataclass(frozen=True, slots=True)
class Snippet:
    """`expected`: by line what is seen there; `todo`: why that is not so yet."""

    name: str
    language: str
    code: str
    expected: dict[int, tuple[str, ...]]
    todo: str = ""


def snippets(text: str, language: str) -> list[Snippet]:
    """The snippets of one file."""
    marks = list(_HEADING.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)][: len(marks)]
    return [_snippet(mark, text[mark.end() : end], language) for mark, end in zip(marks, ends, strict=True)]


def _snippet(mark: re.Match[str], body: str, language: str) -> Snippet:
    lines, expected = [], {}
    for number, line in enumerate(body.strip("\n").split("\n"), 1):
        found = _EXPECTED.search(line)
        if found:
            expected[number] = tuple(sorted(found[1].strip().split(" & ")))
        lines.append(line[: found.start()] if found else line)
    return Snippet(mark[1], language, "\n".join(lines) + "\n", expected, mark[2] or "")


ALL = [one for language in SUFFIXES for one in snippets((SNIPPETS / f"{language}.txt").read_text("utf-8"), language)]


@cache
def models() -> ModelIndex:
    return load_models_once((rules_directory() / "models",))


@cache
def knowledge() -> Knowledge:
    return load_knowledge((shipped_knowledge_directory(),))


def seen(code: str, language: str, index: ModelIndex | None = None) -> dict[int, tuple[str, ...]]:
    """What is seen in a program of one file: effects of live code and tools, by line."""
    index = index or models()
    name = f"snippet{SUFFIXES[language]}"
    tree = SourceTree(name, (SourceFile(name, code.encode()),), single_file=True)
    packages = find_packages(tree)
    program = open_program(tree, packages[0], packages, index.libraries("javascript") | index.libraries("python"))
    analysis = open_analysis(program, packages[0], index)
    facts = Facts(analysis)
    reached = facts.reached()
    effects = EffectBuilder(analysis, facts, Declarations(packages[0], knowledge(), ())).effects(reached)
    told = [(effect.site, _told(effect)) for effect in effects]
    told += [(one.event.site, text) for one in reached if (text := _told_inside(analysis, facts, one))]
    told += [(tool.site, f"tool {tool.name}: {tool.description}") for tool in Servers(analysis).tools()]
    lines: dict[int, set[str]] = {}
    for site, text in told:
        start = program.place(site.function, site.start, site.start + 1).start
        lines.setdefault(code.encode()[:start].count(b"\n") + 1, set()).add(text)
    return {line: tuple(sorted(texts)) for line, texts in sorted(lines.items())}


def _told(effect: Effect) -> str:
    hosts = "|".join(sorted({one.host or f"?{one.explained}" for one in effect.destinations}))
    data = " ".join(sorted({f"{one.kind}:{one.name}" for one in effect.data}))
    recipients = " ".join(sorted({f"{one.field}={one.text or '?'}" for one in effect.recipients}))
    phase = effect.reached.root.phase
    return (
        f"{effect.reached.event.path} {effect.kind} {hosts}"
        + (f" <- {data}" if data else "")
        + (f" -> {recipients}" if recipients else "")
        + (f" @{phase}" if phase != "import" else "")
    )


def _told_inside(analysis: Analysis, facts: Facts, reached: Reached) -> str:
    """What stays on the machine: a program that is started, a file that is written."""
    event = reached.event
    if event.api.sink is None or event.api.sink.kind not in INSIDE:
        return ""
    data: set[str] = set()
    for port in event.api.sink.data:
        context = analysis.contexts[event.context]
        value = analysis.calls.libraries.ports.read(context, port, event.receiver, event.callee, event.arguments, event.site)
        leaves = [t.leaf for t in facts.traces(value, lambda v: isinstance(v, Source))] if value is not None else []
        data.update(f"{leaf.kind}:{leaf.name}" for leaf in leaves if isinstance(leaf, Source))
    phase = "" if reached.root.phase == "import" else f" @{reached.root.phase}"
    return f"{event.path} {event.api.sink.kind}" + (f" <- {' '.join(sorted(data))}" if data else "") + phase


@pytest.mark.parametrize(
    "snippet",
    [
        pytest.param(
            one, id=f"{one.language}-{one.name}", marks=[pytest.mark.xfail(reason=one.todo, strict=True)] if one.todo else []
        )
        for one in ALL
    ],
)
def test_what_a_program_does_is_seen(snippet: Snippet) -> None:
    assert seen(snippet.code, snippet.language) == snippet.expected


def test_the_comparison_can_fail() -> None:
    [wrong] = snippets('### x\nfetch("https://a.example")  //>> fetch http b.example\n', "javascript")
    assert seen(wrong.code, "javascript") == {1: ("fetch http a.example",)} != wrong.expected


def test_names_of_snippets_are_unique() -> None:
    names = [(one.language, one.name) for one in ALL]
    assert len(names) == len(set(names)) >= 150


# ------------------------------------------------------------------------------------------------------------------ shipped


def test_every_shipped_file_loads_and_none_is_empty() -> None:
    files = sorted((rules_directory() / "models").rglob("*.yaml"))
    for file in files:
        assert file.read_text("utf-8").startswith(("#", "library:")), file
    libraries = {(api.language, api.library) for api in models().apis()}
    assert len(libraries) == len(files), "a file without APIs, or two files of one name"


def test_a_file_is_named_by_its_library_and_language() -> None:
    for file in (rules_directory() / "models").rglob("*.yaml"):
        document = yaml.safe_load(file.read_bytes())
        assert (document["language"], document["library"]) == (file.parent.name, file.stem)


def test_no_path_is_modelled_twice() -> None:
    """A path of two files would be whatever file comes last; but `triggers` says that it refines rows of those before it."""
    paths: dict[tuple[str, str], str] = {}
    for folder in sorted((rules_directory() / "models").iterdir()):
        for file in sorted(set(folder.glob("*.yaml")) - {folder / "triggers.yaml"}):
            for api in _apis_of(file):
                key = (folder.name, api)
                assert paths.setdefault(key, file.name) == file.name, f"{api}: {paths[key]} and {file.name}"


def _apis_of(file: Path) -> list[str]:
    document = yaml.safe_load(file.read_bytes())
    listed = [path for api in document["apis"] for path in ([api["path"]] if isinstance(api["path"], str) else api["path"])]
    names = [name for path in listed for name in expand(path)]
    doubled = sorted({name for name in names if names.count(name) > 1})
    assert not doubled, f"{file}: {doubled}"
    return names


def test_aliases_lead_to_something() -> None:
    for api in models().apis():
        if api.alias:
            assert models().leads_somewhere(api.language, api.alias) or api.alias in (
                "Headers",
                "FormData",
                "URL",
                "URLSearchParams",
            ), api


# ----------------------------------------------------------------------------------------------------------------- mistakes

HEAD = "library: x\nlanguage: javascript\napis:\n"
MISTAKES = {
    "not YAML": ("library: [x", ["2: not YAML"]),
    "no mapping": ("- a\n", ["expected a mapping with library, language and a list apis"]),
    "no list": ("library: x\nlanguage: python\napis: {}\n", ["a list apis"]),
    "language": ("library: x\nlanguage: ruby\napis: []\n", ["language must be javascript or python, not 'ruby'"]),
    "library": ("language: python\napis: []\n", ["library is missing"]),
    "API": (HEAD + "  - just text\n", ["api 1: expected a mapping"]),
    "path": (HEAD + "  - {client: true}\n", ["path must be a text"]),
    "key": (HEAD + "  - {path: a, sinks: {}}\n", ["unknown key 'sinks'", "known are"]),
    "sink": (HEAD + "  - {path: a, sink: {kind: http, body_of: x}}\n", ["sink: unknown key 'body_of'"]),
    "sink that is no mapping": (HEAD + "  - {path: a, sink: http}\n", ["sink must be a mapping"]),
    "port": (HEAD + '  - {path: a, sink: {kind: http, data: ["Argument[x y]"]}}\n', ["is no port: expected Argument[0]"]),
    "empty member": (HEAD + '  - {path: a, sink: {kind: http, data: ["Argument[0]..x"]}}\n', ["an empty part"]),
    "port that is no text": (HEAD + "  - {path: a, sink: {kind: http, data: [3]}}\n", ["3 is no port"]),
    "ports": (HEAD + "  - {path: a, message: {recipients: 3}}\n", ["expected a port or a list of ports"]),
    "flow": (HEAD + "  - {path: a, flows: [{from: Receiver, kind: copy}]}\n", ["kind must be value or taint, not 'copy'"]),
    "flows": (HEAD + "  - {path: a, flows: {from: Receiver}}\n", ["flows must be a list"]),
    "callback": (HEAD + '  - {path: a, callbacks: [{function: "Argument[0]", arg: []}]}\n', ["callback: unknown key 'arg'"]),
    "registration": (HEAD + "  - {path: a, registration: {kind: tool, handlers: []}}\n", ["registration: unknown key 'handlers'"]),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported(name: str, tmp_path: Path) -> None:
    text, said = MISTAKES[name]
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_models((tmp_path,))
    for part in (*said, "x.yaml"):
        assert part in str(caught.value)


def test_all_mistakes_of_all_files_are_reported_together(tmp_path: Path) -> None:
    for number, (text, _) in enumerate(MISTAKES.values()):
        (tmp_path / f"m{number:02}.yaml").write_text(text, "utf-8")
    (tmp_path / "many.yaml").write_text(
        HEAD
        + "  - {client: true}\n  - {path: b, wrong: 1, sink: {kind: http, destination: [no port], odd: 1}}\n  - {path: c, flows: 1}\n",
        "utf-8",
    )
    with pytest.raises(DefinitionError) as caught:
        load_models((tmp_path,))
    text = str(caught.value)
    for said in [part for _, parts in MISTAKES.values() for part in parts]:
        assert said in text
    for said in (
        "api 1: path must be",
        "api 2: unknown key 'wrong'",
        "unknown key 'odd'",
        "'no port' is no port",
        "api 3: flows must",
    ):
        assert said in text


def test_own_models_win_over_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(HEAD + "  - {path: fetch, sink: {kind: own}}\n", "utf-8")
    api = load_models((rules_directory() / "models", tmp_path)).find("javascript", "fetch")
    assert api is not None and api.sink is not None and api.sink.kind == "own"


def test_the_worked_example_of_the_documentation_holds(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "writing-models.md").read_text("utf-8")
    [model] = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    [program] = re.findall(r"^```javascript\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "courier.yaml").write_text(model, "utf-8")
    assert seen(program, "javascript", load_models((rules_directory() / "models", tmp_path))) == {
        3: ("courier.Courier().outbox.send mail eu.courier.example <- environment:COURIER_KEY environment:NOTE -> to=x@b.example",),
        5: ("fetch http a.example <- response:",),
    }


def test_the_documentation_explains_every_key() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "writing-models.md").read_text("utf-8")
    for spec in (Api, SourceSpec, SinkSpec, MessageSpec, CallbackSpec, RegistrationSpec):
        names = {field.name for field in fields(spec)} - {"language", "library", "path", "argument_label", "fixed_name", "mutates"}
        missing = sorted(name for name in names if f"`{name}" not in page)
        assert not missing, f"{spec.__name__}: {missing}"


def test_models_that_were_kept_are_those_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = (rules_directory() / "models",)
    fresh = load_models(folders).apis()
    assert load_models_once.__wrapped__(folders).apis() == fresh
    monkeypatch.setattr("mcp_sast.models.loader._checked_rows", lambda folders: pytest.fail("the kept rows are enough"))
    assert load_models_once.__wrapped__(folders).apis() == fresh


def test_a_kept_index_that_is_no_index_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp_sast.cache.Cache.get", lambda self, key: b'[["a", 1]]')
    folders = (rules_directory() / "models",)
    assert load_models_once.__wrapped__(folders).apis() == load_models(folders).apis()
