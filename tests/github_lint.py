"""What GitHub code scanning asks of SARIF beyond the schema.

In: a parsed SARIF document. Out: a list of what GitHub would refuse, cut or not show; empty if all is well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_LINK = re.compile(r"\[[^\]]*\]\((\d+)\)")
_URI = re.compile(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+\Z")
_ANY_LINK = re.compile(r"\[[^\]\[]*\]\((?!\d+\))")


def lint(log: dict[str, Any]) -> list[str]:
    """All complaints, in the order of the document."""
    problems = []
    if log.get("version") != "2.1.0" or not str(log.get("$schema", "")).endswith("sarif-2.1.0.json"):
        problems.append("version or $schema is wrong")
    if len(log.get("runs", [])) != 1:
        problems.append("exactly one run is needed: several of one category are refused")
    for run in log.get("runs", []):
        problems += _run(run)
    return problems


def _run(run: dict[str, Any]) -> Iterator[str]:
    driver = run["tool"]["driver"]
    if not driver.get("name") or not driver.get("semanticVersion"):
        yield "the driver needs name and semanticVersion"
    rules = driver.get("rules", [])
    for rule in rules:
        yield from _rule(rule)
    if not isinstance(run.get("results"), list):
        yield "results are missing"
    if len(run["results"]) > 5_000:
        yield "more results than are kept"
    if not re.fullmatch(r"[^/].*[^/]/", run.get("automationDetails", {}).get("id", "")):
        yield "automationDetails.id must end with exactly one slash"
    if run.get("columnKind") != "utf16CodeUnits":
        yield "columnKind is missing"
    if any("uri" in base for base in run.get("originalUriBaseIds", {}).values()):
        yield "the base must have no absolute uri"
    ranks = [{"error": 0, "warning": 1, "note": 2}[result["level"]] for result in run["results"]]
    if ranks != sorted(ranks):
        yield "the worst results must come first: the others are cut"
    for number, result in enumerate(run["results"]):
        for problem in _result(result, rules):
            yield f"result {number}: {problem}"


def _rule(rule: dict[str, Any]) -> Iterator[str]:
    name = rule.get("id", "?")
    for key in ("shortDescription", "fullDescription"):
        if not 0 < len(rule.get(key, {}).get("text", "")) <= 1024:
            yield f"rule {name}: {key}.text must have 1 to 1024 characters"
    if not rule.get("help", {}).get("text") or not rule.get("help", {}).get("markdown"):
        yield f"rule {name}: help.text and help.markdown are needed"
    if rule.get("defaultConfiguration", {}).get("level") not in ("error", "warning", "note"):
        yield f"rule {name}: defaultConfiguration.level is missing"
    if not 0 < len(rule.get("name", "")) <= 255:
        yield f"rule {name}: name must have 1 to 255 characters"
    properties = rule.get("properties", {})
    tags = properties.get("tags", [])
    if "security" not in tags or len(tags) > 10 or not any(tag.startswith("external/cwe/cwe-") for tag in tags):
        yield f"rule {name}: tags need security and a CWE, and at most ten are kept"
    if properties.get("precision") not in ("very-high", "high", "medium", "low"):
        yield f"rule {name}: precision is missing"
    if not 0.1 <= float(properties.get("security-severity", "0")) <= 10 or not isinstance(properties["security-severity"], str):
        yield f"rule {name}: security-severity must be a text with a number from 0.1 to 10.0"


def _result(result: dict[str, Any], rules: list[dict[str, Any]]) -> Iterator[str]:
    if result["ruleId"] not in [rule["id"] for rule in rules]:
        yield "the rule is not listed"
    if result.get("level") not in ("error", "warning", "note"):
        yield "level must be explicit"
    if not re.fullmatch(r"[0-9a-f]+:[1-9][0-9]*", result.get("partialFingerprints", {}).get("primaryLocationLineHash", "")):
        yield "primaryLocationLineHash is missing"
    if len(result["locations"]) != 1:
        yield "exactly one location is needed"
    text = result["message"]["text"]
    if not text.strip():
        yield "the message is empty, but it is the alert's title"
    if _ANY_LINK.search(text):
        yield "the message holds a link that is not one of ours"
    related = result.get("relatedLocations", [])
    linked = {int(number) for number in _LINK.findall(text)}
    if linked != {location.get("id") for location in related}:
        yield "related locations are shown only where the message links to them"
    flows = result.get("codeFlows", [])
    if len(flows) > 3:
        yield "more than three flows"
    locations = [*result["locations"], *related]
    for flow in flows:
        for thread in flow["threadFlows"]:
            if len(thread["locations"]) > 50:
                yield "more than fifty steps in a flow"
            for step in thread["locations"]:
                if "location" not in step or not step["location"].get("message", {}).get("text"):
                    yield "a step must be inlined and have a text"
                else:
                    locations.append(step["location"])
    for location in locations:
        yield from _location(location)


def _location(location: dict[str, Any]) -> Iterator[str]:
    artifact = location["physicalLocation"]["artifactLocation"]
    if not _URI.match(artifact["uri"]) or artifact["uri"].startswith("/"):
        yield f"{artifact['uri']!r} is no relative, percent-encoded path"
    region = location["physicalLocation"]["region"]
    if any(region.get(key, 0) < 1 for key in ("startLine", "startColumn", "endLine", "endColumn")):
        yield "a region needs all four numbers"
    elif region["endLine"] != region["startLine"] or region["endColumn"] < region["startColumn"]:
        yield "a region must be one line, and end behind its start"
