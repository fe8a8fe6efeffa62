"""Reads rules from YAML.

In: directories of rule files (`<group>/<id>.yaml`, the page `<id>.md` for each). Out: `Rule`s sorted by id, or one
`DefinitionError` that names all mistakes of all files.

    rules = load_rules()                                the shipped ones
    rules = load_rules((Path("our-rules"),))            and one's own
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import yaml

from mcp_sast.detection.rule import Rule
from mcp_sast.errors import DefinitionError, UsageError
from mcp_sast.findings.finding import Level
from mcp_sast.findings.report import RuleText
from mcp_sast.knowledge.definitions import DefinitionReader
from mcp_sast.knowledge.directory import rules_directory

_NO_RULES_HERE = ("knowledge", "models", "pages")
_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_CWE = re.compile(r"CWE-[1-9][0-9]*\Z")
_SCORE = re.compile(r"10(\.0)?\Z|[0-9]\.[0-9]\Z")
_LEVELS = ("error", "warning", "note")
_LONGEST_TEXT = 1024  # what code scanning accepts of a title or full description
_MOST_TAGS = 8  # code scanning keeps ten; "security" and a CWE are added to these
_TEXTS = ("id", "title", "level", "short", "full", "why", "remedy", "evaluator", "security-severity")
_LISTS = ("cwe", "tags", "sources", "sinks")
_REQUIRED = (*_TEXTS, "cwe", "tags")


def load_rules(directories: tuple[Path, ...] = ()) -> tuple[Rule, ...]:
    """The shipped rules and those of `directories`, sorted by id.

    Raises DefinitionError, with all mistakes together, or UsageError for a directory that is not there.
    """
    problems: list[str] = []
    rules: dict[str, Rule] = {}
    for root in (rules_directory(), *directories):
        if not root.is_dir():
            raise UsageError(f"{root}: no such directory; rules are read from a directory that holds <group>/<id>.yaml files")
        for path in _rule_files(root):
            rule = _read(root, path, problems)
            if rule is None:
                continue
            if rule.id in rules:
                problems.append(f"{path}: the rule {rule.id!r} is already defined in {rules[rule.id].origin}")
            rules[rule.id] = rule
    if problems:
        raise DefinitionError(tuple(problems))
    return tuple(rules[name] for name in sorted(rules))


def selected(rules: tuple[Rule, ...], select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules that are to be reported: those of `select` (all, if it is empty) without those of `ignore`.

    Raises UsageError for an id that no rule has.
    """
    known = {rule.id for rule in rules}
    unknown = sorted({name for name in (*select, *ignore) if name not in known})
    if unknown:
        raise UsageError(f"no such rule: {', '.join(unknown)}; `mcp-sast rules` lists them")
    return tuple(rule for rule in rules if (not select or rule.id in select) and rule.id not in ignore)


def _rule_files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*.yaml")):
        if path.relative_to(root).parts[0] not in _NO_RULES_HERE:
            yield path


def _read(root: Path, path: Path, problems: list[str]) -> Rule | None:
    """The rule in a file; None if anything about it is wrong, which is in `problems` then."""
    known = len(problems)
    reader = DefinitionReader(path, problems)
    node = reader.root()
    if node is None:
        return None
    nodes = reader.mapping(node, "a rule", (*_TEXTS, *_LISTS), _REQUIRED)
    texts = {key: " ".join(reader.text(nodes.get(key), key).split()) for key in _TEXTS}
    lists = {key: reader.texts(nodes.get(key), key) for key in _LISTS}
    _check_texts(reader, path, nodes, texts)
    _check_lists(reader, nodes, lists)
    page = _page(root, path, problems)
    if len(problems) > known:
        return None
    text = RuleText(
        id=texts["id"],
        title=texts["title"],
        level=cast(Level, texts["level"]),
        short=texts["short"],
        full=texts["full"],
        help_text=f"{texts['full']}\n\n{texts['why']}\n\n{texts['remedy']}",
        help_markdown=page,
        why=texts["why"],
        remedy=texts["remedy"],
        cwe=lists["cwe"],
        tags=lists["tags"],
        security_severity=float(texts["security-severity"]),
    )
    return Rule(text, texts["evaluator"], lists["sources"], lists["sinks"], path.relative_to(root).as_posix())


def _check_texts(reader: DefinitionReader, path: Path, nodes: dict[str, yaml.Node], texts: dict[str, str]) -> None:
    """What a text must look like. A text that is missing is "" and was already reported."""
    checks = (
        ("id", not texts["id"] or texts["id"] == path.stem, f"the id must be {path.stem!r}, like the file's name"),
        ("id", _KEBAB.match(texts["id"] or "x"), f"{texts['id']!r} must be in kebab-case"),
        ("evaluator", _KEBAB.match(texts["evaluator"] or "x"), f"{texts['evaluator']!r} must be in kebab-case"),
        ("level", (texts["level"] or "error") in _LEVELS, f"the level must be one of {', '.join(_LEVELS)}"),
        ("title", len(texts["title"]) <= _LONGEST_TEXT, f"longer than {_LONGEST_TEXT} characters"),
        ("full", len(texts["full"]) <= _LONGEST_TEXT, f"longer than {_LONGEST_TEXT} characters"),
        (
            "security-severity",
            _SCORE.match(texts["security-severity"] or "5.0") and texts["security-severity"] != "0.0",
            "security-severity must be a number from 0.1 to 10.0 with one decimal",
        ),
    )
    for key, right, what in checks:
        if not right and key in nodes:
            reader.problem(nodes[key], what)


def _check_lists(reader: DefinitionReader, nodes: dict[str, yaml.Node], lists: dict[str, tuple[str, ...]]) -> None:
    for key in ("tags", "sources", "sinks"):
        for word in lists[key]:
            if not _KEBAB.match(word):
                reader.problem(nodes[key], f"{word!r} in {key} must be in kebab-case: rules name kinds, models name APIs")
    for word in lists["cwe"]:
        if not _CWE.match(word):
            reader.problem(nodes["cwe"], f"{word!r} is no CWE id like CWE-201")
    if len(lists["tags"]) > _MOST_TAGS:
        reader.problem(nodes["tags"], f"more than {_MOST_TAGS} tags")


def _page(root: Path, path: Path, problems: list[str]) -> str:
    """The rule's docs page: in a wheel below `pages`, in a checkout in `docs/rules`, in one's own directory beside the rule."""
    for folder in (root / "pages", root.parent / "docs" / "rules", path.parent):
        page = folder / f"{path.stem}.md"
        try:
            return page.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{page}: can't be read: {error}")
            return ""
    problems.append(f"{path}: there is no page {path.stem}.md for the rule")
    return ""
