"""What real build tools make of a case is read like the case; all cases and tools are in `benchmarks.metamorphic`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.metamorphic.cases import CORPUS, cases_in
from benchmarks.metamorphic.comparison import Key, difference, keys_of
from benchmarks.metamorphic.tools import Job, ToolsError, build, installed
from mcp_sast import scan

SAMPLE = ("tsc-es2022", "tsc-es2015", "tsc-es5", "terser", "esbuild-cjs", "esbuild-minified", "rollup", "webpack")
A = Key("undeclared-host", "http", "a.example", "call")
B = Key("undeclared-host", "http", "b.example", "call")


def test_lost_and_new_findings_are_told_apart() -> None:
    changed = difference(Counter({A: 2}), Counter({B: 1}))
    assert (changed.found, changed.kept, changed.lost, changed.added, changed.benign) == (1, 0, (A,), (B,), False)


def test_merged_findings_are_kept_and_new_ones_on_benign_cases_are_alarms() -> None:
    assert difference(Counter({A: 2}), Counter({A: 1})).kept == 1
    assert difference(Counter(), Counter({A: 1})).benign


def test_a_sample_takes_both_twins() -> None:
    titles = [case.title for case in cases_in(CORPUS, ("hidden-recipient/",), 5)]
    assert titles and sorted(titles) == titles
    assert {title.removesuffix("-honest") for title in titles if title.endswith("-honest")} <= set(titles)


@pytest.fixture(scope="module")
def tools() -> Path:
    try:
        return installed()
    except ToolsError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("name", SAMPLE)
@pytest.mark.parametrize("title", ["reverse-shell/orders-of-a-socket"])
def test_a_built_case_is_read_as_well(title: str, name: str, tools: Path, tmp_path: Path) -> None:
    (case,) = [one for one in cases_in(CORPUS, (title,)) if one.title == title]
    copy = case.copied(tmp_path / "case")
    assert build([Job(name, copy, case.entries)], tools) == [""]
    assert keys_of(scan(str(copy)).findings).keys() == keys_of(scan(str(case.folder)).findings).keys()


def test_what_a_spread_becomes_copies_properties_by_name(tools: Path, tmp_path: Path) -> None:
    test_a_built_case_is_read_as_well("hidden-recipient/spread-policy", "swc-es2015", tools, tmp_path)
