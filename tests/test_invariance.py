"""What a program does decides what is found in it, not how it is written down.

Every corpus case is rewritten in ways that keep its meaning; rule, level, source and destination of all findings must stay. Nor may the
order in which the analysis meets things matter, nor the way through JSON.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
import rewriting_javascript as javascript
import rewriting_python as python
from corpus_annotations import is_pair

from mcp_sast import ScanResult, report_from_json, report_to_json, scan
from mcp_sast.pipeline import ScanOptions
from mcp_sast.reports.formats import FORMATS, render
from mcp_sast.reports.options import ReportOptions

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
CASES = [f"{case.parent.name}/{case.name}" for case in sorted(CORPUS.glob("*/*")) if case.is_dir() and not is_pair(case)]
Found = Counter[tuple[str, str, str, str]]
Rewrite = Callable[[Path], None]


def found_in(result: ScanResult) -> Found:
    """What must not change: places and words may."""
    return Counter((f.rule, f.level, f.source, f.destination) for f in result.findings)


@cache
def original(case: str) -> Found:
    return found_in(scan(str(CORPUS / case)))


def has_suffix(case: str, suffixes: tuple[str, ...]) -> bool:
    return any(path.name.endswith(suffixes) for path in (CORPUS / case).rglob("*") if path.is_file())


# Rules about what is installed look at manifests: nothing of these cases is code that could be written otherwise.
PACKAGE_RULES = {file.stem for file in (CORPUS.parent / "rules" / "package").glob("*.yaml")}
CODE_CASES = [case for case in CASES if case.partition("/")[0] not in PACKAGE_RULES]
JAVASCRIPT_CASES = [case for case in CODE_CASES if has_suffix(case, javascript.SUFFIXES)]
PYTHON_CASES = [case for case in CODE_CASES if has_suffix(case, (".py",))]


def but(cases: list[str], gaps: dict[str, str]) -> list[object]:
    """The cases, some of them known not to hold yet, each with the reason; a gap that is closed fails here."""
    return [pytest.param(c, marks=pytest.mark.xfail(reason=gaps[c], strict=True)) if c in gaps else c for c in cases]


def rewritten(case: str, folder: Path, rewrite: Rewrite) -> Found:
    """The findings of a copy of the case, rewritten."""
    copy = folder / "copy"
    shutil.copytree(CORPUS / case, copy)
    rewrite(copy)
    return found_in(scan(str(copy)))


def code_files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name.endswith(suffixes))


# ------------------------------------------------------------------------------------------------- (a) constants in another module


def move_javascript_constants(folder: Path) -> None:
    manifest = folder / "package.json"
    type_of = manifest.read_text(encoding="utf-8") if manifest.is_file() else ""
    for path in code_files(folder, javascript.SUFFIXES):
        text = path.read_text(encoding="utf-8")
        module = f"./{path.stem}-texts{path.suffix}"
        changed, constants = javascript.constants_moved(path.name, text, module, javascript.is_esm(path.name, text, type_of))
        if constants:
            path.write_text(changed, encoding="utf-8")
            (path.parent / module).write_text(constants, encoding="utf-8")


def move_python_constants(folder: Path) -> None:
    for path in code_files(folder, (".py",)):
        name = f"{path.stem.strip('_')}_texts"
        in_package = (path.parent / "__init__.py").is_file()
        changed, constants = python.constants_moved(path.read_text(encoding="utf-8"), f".{name}" if in_package else name)
        if constants:
            path.write_text(changed, encoding="utf-8")
            (path.parent / f"{name}.py").write_text(constants, encoding="utf-8")


@pytest.mark.parametrize(
    "case",
    but(JAVASCRIPT_CASES, {
        "tool-result-injection/in-an-error": "texts of errors are read off the code, not followed into other modules",
    }),
)
def test_constants_may_stand_in_another_javascript_module(case: str, tmp_path: Path) -> None:
    assert rewritten(case, tmp_path, move_javascript_constants) == original(case)


@pytest.mark.parametrize(
    "case",
    but(PYTHON_CASES, {
        "tool-description-injection/model-field": "pydantic fields are read off the code, not followed into other modules",
        "tool-result-injection/raised-error": "texts of errors are read off the code, not followed into other modules",
        "hidden-destination/sums-of-characters-honest": "a note more: whether a word stands in the code is asked of one module",
    }),
)
def test_constants_may_stand_in_another_python_module(case: str, tmp_path: Path) -> None:
    assert rewritten(case, tmp_path, move_python_constants) == original(case)


# ------------------------------------------------------------------------------------- (b) locals renamed, (c) minified, (d) comments


def each_file(suffixes: tuple[str, ...], change: Callable[[str, str], str]) -> Rewrite:
    """A rewrite that changes every file of these suffixes by itself; it must change something."""

    def rewrite(folder: Path) -> None:
        changed = 0
        for path in code_files(folder, suffixes):
            before = path.read_text(encoding="utf-8")
            after = change(path.name, before)
            changed += after != before
            path.write_text(after, encoding="utf-8")
        assert changed, "nothing was rewritten, so nothing was tested"

    return rewrite


@pytest.fixture(scope="session")
def esbuild(request: pytest.FixtureRequest) -> javascript.Esbuild:
    missing = javascript.Esbuild.missing()
    if missing:
        pytest.skip(f"no minified code can be made: {missing}")
    cache_folder = request.config.cache.mkdir("esbuild")  # type: ignore[union-attr]
    try:
        return javascript.Esbuild.installed(cache_folder / javascript.ESBUILD)
    except OSError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("case", JAVASCRIPT_CASES)
def test_names_of_javascript_locals_are_free(case: str, tmp_path: Path, esbuild: javascript.Esbuild) -> None:
    renaming = each_file(javascript.SUFFIXES, lambda name, text: esbuild.transform(name, text, ("--minify-identifiers",)))
    assert rewritten(case, tmp_path, renaming) == original(case)


@pytest.mark.parametrize(
    "case", but(JAVASCRIPT_CASES, {"undeclared-host/next-page-honest": "a note more: the address of the next page is lost"})
)
def test_minified_javascript_is_read_as_well(case: str, tmp_path: Path, esbuild: javascript.Esbuild) -> None:
    minifying = each_file(javascript.SUFFIXES, lambda name, text: esbuild.transform(name, text, ("--minify",)))
    assert rewritten(case, tmp_path, minifying) == original(case)


@pytest.mark.parametrize("case", PYTHON_CASES)
def test_names_of_python_locals_are_free(case: str, tmp_path: Path) -> None:
    assert rewritten(case, tmp_path, each_file((".py",), lambda _, text: python.locals_renamed(text))) == original(case)


@pytest.mark.parametrize("case", CODE_CASES)
def test_comments_and_blank_lines_mean_nothing(case: str, tmp_path: Path) -> None:
    def change(name: str, text: str) -> str:
        return python.comments_inserted(text) if name.endswith(".py") else javascript.comments_inserted(name, text)

    assert rewritten(case, tmp_path, each_file((*javascript.SUFFIXES, ".py"), change)) == original(case)


# ------------------------------------------------------------------------------------------------------------- (e) another folder


@pytest.mark.parametrize("case", CASES)
def test_a_package_may_lie_in_any_folder_of_the_target(case: str, tmp_path: Path) -> None:
    below = PurePosixPath("deep/servers/one")
    shutil.copytree(CORPUS / case, tmp_path / "target" / below)
    result = scan(str(tmp_path / "target"))
    assert found_in(result) == original(case)
    assert all(f.place.path.startswith(f"{below}/") for f in result.findings)


# ------------------------------------------------------------------------------------------------------- order, demand, round trips


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_demand_changes_nothing(case: str) -> None:
    plain = scan(str(CORPUS / case)).reports
    for seed in (1, 2, 3):
        shuffled = scan(str(CORPUS / case), ScanOptions(shuffle=seed)).reports
        assert [report.findings for report in shuffled] == [report.findings for report in plain], f"seed {seed}"
        assert [report.servers for report in shuffled] == [report.servers for report in plain], f"seed {seed}"


@pytest.mark.parametrize("case", CASES)
def test_exhaustive_scans_find_the_same(case: str) -> None:
    thorough = scan(str(CORPUS / case), ScanOptions(exhaustive=True))
    assert [r.findings for r in thorough.reports] == [r.findings for r in scan(str(CORPUS / case)).reports]


@pytest.mark.parametrize("case", CASES)
def test_a_report_survives_the_way_through_json(case: str) -> None:
    reports = scan(str(CORPUS / case)).reports
    back = tuple(report_from_json(report_to_json(report)) for report in reports)
    assert back == reports
    for form in FORMATS:
        assert render(form, back, ReportOptions(notes=True)) == render(form, reports, ReportOptions(notes=True))
