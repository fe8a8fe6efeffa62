"""Nothing of a rule is missing, and nothing is left over.

In: rules, corpus, documentation and models. Out: every rule has its file, corpus and page; every page tells the truth about the
corpus; every path that the documentation names exists.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus_annotations import Expectation, annotations_of, code_files, expected_file, is_pair, judged_folder, policy_file

from mcp_sast.addresses.host import parse_url
from mcp_sast.detection import evaluators
from mcp_sast.detection.loader import load_rules
from mcp_sast.detection.rule import Rule
from mcp_sast.knowledge.directory import rules_directory
from mcp_sast.knowledge.loading import load_knowledge, shipped_knowledge_directory
from mcp_sast.models.loader import load_models_once
from mcp_sast.packages.package import find_packages
from mcp_sast.sources.target import open_source

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
PAGES = ROOT / "docs" / "rules"
RULES = {rule.id: rule for rule in load_rules()}
KNOWLEDGE = load_knowledge((shipped_knowledge_directory(),))
TWIN = "-honest"
CASES = sorted(folder for folder in CORPUS.glob("*/*") if folder.is_dir())
MALICIOUS = [case for case in CASES if not case.name.endswith(TWIN)]
DOCUMENTS = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))

FEWEST_CASES, FEWEST_OF_A_LANGUAGE = 6, 3
FEWEST_PAIRS, FEWEST_PAIRS_OF_A_LANGUAGE = 2, 1  # of a rule that compares two versions
MOST_CHANGED_FILES, MOST_CHANGED_LINES = 3, 16
RESERVED_ENDINGS = (".example", ".test", ".invalid", "example.com", "example.org", "example.net", "localhost")

every_rule = pytest.mark.parametrize("rule", list(RULES.values()), ids=list(RULES))
every_malicious_case = pytest.mark.parametrize("case", MALICIOUS, ids=[f"{c.parent.name}/{c.name}" for c in MALICIOUS])
every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=[d.relative_to(ROOT).as_posix() for d in DOCUMENTS])


def language_of(case: Path) -> str:
    manifests = {"package.json": "javascript", "pyproject.toml": "python"}
    found = [language for name, language in manifests.items() if (judged_folder(case) / name).is_file()]
    assert len(found) == 1, f"{case}: a case is a package with one manifest"
    return found[0]


def twin_of(case: Path) -> Path:
    return case.with_name(case.name + TWIN)


# ------------------------------------------------------------------------------------------------------------------------- rules


def test_ids_are_the_names_of_their_files() -> None:
    files = [path for path in rules_directory().glob("*/*.yaml") if path.parts[-2] not in ("knowledge", "models")]
    assert sorted(path.stem for path in files) == sorted(RULES)
    assert len({path.stem for path in files}) == len(files)


@every_rule
def test_a_rule_has_page_and_corpus(rule: Rule) -> None:
    page = PAGES / f"{rule.id}.md"
    assert page.read_text("utf-8").startswith(f"# {rule.id}: ")
    assert (CORPUS / rule.id).is_dir()


def test_nothing_is_left_over() -> None:
    assert sorted(path.name for path in CORPUS.iterdir()) == sorted(RULES)
    assert sorted(path.name for path in PAGES.iterdir()) == sorted(f"{name}.md" for name in RULES)
    beside = {file for case in CASES for file in (expected_file(case), policy_file(case))}
    assert [path for path in CORPUS.glob("*/*") if not path.is_dir() and path not in beside] == []


def evaluator_names() -> set[str]:
    modules = [importlib.import_module(f"{evaluators.__name__}.{m.name}") for m in pkgutil.iter_modules(evaluators.__path__)]
    return {module.NAME for module in modules}


def test_every_evaluator_exists_and_is_used() -> None:
    assert evaluator_names() == {rule.evaluator for rule in RULES.values()}


def modelled_kinds() -> tuple[set[str], set[str]]:
    """The kinds of sources and of sinks that models give. "outbound" is any sink, "message" one that has recipients; constants
    are in the code itself."""
    apis = load_models_once((rules_directory() / "models",)).apis()
    sources = {api.source.kind for api in apis if api.source is not None} | {"constant"}
    sinks = {api.sink.kind for api in apis if api.sink is not None}
    sinks |= {"outbound"} if sinks else set()
    sinks |= {"message" for api in apis if api.message is not None}
    return sources, sinks


@every_rule
def test_kinds_of_a_rule_are_modelled(rule: Rule) -> None:
    sources, sinks = modelled_kinds()
    assert set(rule.sources) <= sources
    assert set(rule.sinks) <= sinks
    assert rule.sinks or rule.sources or rule.origin.startswith("package/"), "a rule that looks at nothing"


# ------------------------------------------------------------------------------------------------------------------------ corpus


@every_rule
def test_a_rule_has_enough_cases(rule: Rule) -> None:
    malicious = [case for case in MALICIOUS if case.parent.name == rule.id]
    languages = [language_of(case) for case in malicious]
    pairs = all(is_pair(case) for case in malicious)
    assert len(malicious) >= (FEWEST_PAIRS if pairs else FEWEST_CASES)
    fewest = FEWEST_PAIRS_OF_A_LANGUAGE if pairs else FEWEST_OF_A_LANGUAGE
    assert min(languages.count("javascript"), languages.count("python")) >= fewest


def test_every_twin_has_its_case() -> None:
    assert [case for case in CASES if case.name.endswith(TWIN) and not case.with_name(case.name.removesuffix(TWIN)).is_dir()] == []


@every_malicious_case
def test_a_case_expects_its_rule_and_its_twin_does_not(case: Path) -> None:
    rule = case.parent.name
    assert [e for e in annotations_of(case) if e.rule == rule and e.verdict in ("ruleid", "todoruleid")], "expects nothing of its rule"
    twin = [e for e in annotations_of(twin_of(case)) if e.rule == rule]
    assert [e for e in twin if e.verdict in ("ok", "todook")], "the twin does not say which line is honest"
    assert [e for e in twin if e.verdict in ("ruleid", "todoruleid") and e.level != "note"] == []


def test_annotations_name_rules() -> None:
    unknown = [f"{case.name}/{e.where}" for case in CASES for e in annotations_of(case) if e.rule not in RULES]
    assert unknown == []


def lines_without_annotations(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").split("\n") if not re.match(r"\s*(//|#)\s*(todo)?(ruleid|ok):", line)]


@every_malicious_case
def test_a_twin_is_near(case: Path) -> None:
    """A twin that differs in much shows only that the scanner can tell two programs apart."""
    twin = twin_of(case)
    names = sorted(path.relative_to(case) for path in case.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(twin) for path in twin.rglob("*") if path.is_file())
    changes = {name: changed_lines(case / name, twin / name) for name in names}
    changed = {name: count for name, count in changes.items() if count}
    assert 1 <= len(changed) <= MOST_CHANGED_FILES, changed
    assert sum(changed.values()) <= MOST_CHANGED_LINES, changed


def changed_lines(one: Path, other: Path) -> int:
    before, after = lines_without_annotations(one), lines_without_annotations(other)
    return len(set(before) ^ set(after)) or int(before != after)


@pytest.mark.parametrize("case", CASES, ids=[f"{c.parent.name}/{c.name}" for c in CASES])
def test_a_case_is_a_package_of_several_modules(case: Path) -> None:
    for folder in (case / "old", case / "new") if is_pair(case) else (case,):
        packages = find_packages(open_source(str(folder)))
        assert len(packages) == 1
        assert packages[0].name
        assert (folder / "README.md").is_file()
        # What is judged of those with a list beside them are manifests and locks.
        assert expected_file(case).is_file() or len([path for path in code_files(folder) if path.stat().st_size]) >= 2


def addresses_in(text: str) -> Iterator[str]:
    for url in re.findall(r"https?://[^\s\"'`<>)\\]+", text):
        if "{" not in url.split("/")[2]:
            address = parse_url(url)
            yield address.host if address else url
    yield from re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", text)


def _is_inert(host: str, case: Path) -> bool:
    """A reserved name, this machine, or in an honest twin a service that the knowledge base has."""
    if host.endswith(RESERVED_ENDINGS) or host == "127.0.0.1":
        return True
    return case.name.endswith(TWIN) and KNOWLEDGE.service_by_domain(host) is not None


@pytest.mark.parametrize("case", CASES, ids=[f"{c.parent.name}/{c.name}" for c in CASES])
def test_a_case_reaches_nobody(case: Path) -> None:
    """Whoever runs a case by mistake reaches reserved names only."""
    texts = [path.read_text("utf-8") for path in code_files(case)]
    found = [host for text in texts for host in addresses_in(text)]
    assert [host for host in found if not _is_inert(host, case)] == []


# --------------------------------------------------------------------------------------------------------------- documentation

_SOURCE = r"<!-- example: (?P<path>\S+?):(?P<first>\d+)-(?P<last>\d+) -->\n"
_EXAMPLE = re.compile(_SOURCE + r"```[a-z]+\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


@every_rule
def test_examples_of_a_page_are_the_corpus(rule: Rule) -> None:
    text = (PAGES / f"{rule.id}.md").read_text("utf-8")
    examples = list(_EXAMPLE.finditer(text))
    assert len(examples) == text.count("<!-- example:") == text.count("```") // 2, "an example without its source, or the other way round"
    for example in examples:
        lines = (ROOT / example["path"]).read_text("utf-8").split("\n")
        first, last = int(example["first"]), int(example["last"])
        assert example["code"].split("\n")[:-1] == lines[first - 1 : last], example["path"]


@every_rule
def test_a_page_shows_what_fires_and_its_twin(rule: Rule) -> None:
    text = (PAGES / f"{rule.id}.md").read_text("utf-8")
    shown = [found["path"].split("/")[:3] for found in _EXAMPLE.finditer(text)]
    fires = [Path(*parts) for parts in shown if not parts[-1].endswith(TWIN)]
    assert fires
    for case in fires:
        assert case.parts[1] == rule.id
        assert f"{case.as_posix()}{TWIN}/" in text
        assert _is_reported(annotations_of(ROOT / case), rule.id), "the example is a miss of the scanner"


def _is_reported(expected: list[Expectation], rule: str) -> bool:
    return any(e.rule == rule and e.verdict == "ruleid" for e in expected)


_PATHLIKE = re.compile(r"`((?:\.?[\w-]+/)+[\w.-]*|[\w-]+\.(?:md|toml|yaml|py))`")
_LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)[^)]*\)")
_TOP = frozenset(path.name for path in ROOT.iterdir())


@every_document
def test_paths_that_a_document_names_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    named = [path for path in _PATHLIKE.findall(text) if path.split("/")[0] in _TOP and not (ROOT / path).exists()]
    linked = [path for path in _LINK.findall(text) if not (document.parent / path).exists()]
    assert named == [], "no such file"
    assert linked == [], "a link that leads nowhere"


def test_the_readme_shows_a_real_scan() -> None:
    """The first screen is what the first command prints, to the byte."""
    text = (ROOT / "README.md").read_text("utf-8")
    shown = re.search(r"<!-- scan-output: mcp-sast (?P<arguments>.+?) -->\n```\n(?P<output>.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert shown
    assert f"mcp-sast {shown['arguments']}\n" in text.replace(shown[0], "")
    command = [sys.executable, "-m", "mcp_sast", *shown["arguments"].split()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert done.stdout == shown["output"]
