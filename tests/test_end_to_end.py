"""From a package to what users get, and what must not change it.

In: corpus cases. Out: snapshots of text and SARIF (rewritten by `--update-golden`), and the same bytes whatever the hash seed, the
order of files, the selection, `--exhaustive`, or the archive that the package came in.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from corpus_annotations import is_pair

from mcp_sast import ScanOptions, ScanResult, report_to_json, scan
from mcp_sast.detection.loader import load_rules
from mcp_sast.packages.package import find_packages
from mcp_sast.pipeline import analyse_package
from mcp_sast.reports.formats import render
from mcp_sast.reports.options import ReportOptions
from mcp_sast.sources.target import open_source

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
GOLDEN = Path(__file__).parent / "golden" / "end_to_end"
CASES = sorted(folder for folder in CORPUS.glob("*/*") if folder.is_dir() and not is_pair(folder))
IDS = [f"{case.parent.name}/{case.name}" for case in CASES]
RULES = tuple(rule.id for rule in load_rules())

SHOWN = ("env-exfiltration/event-hook", "hidden-recipient/spread-policy")
VARIED = ("env-exfiltration/signed-query", "hidden-recipient/rule-queue", "undeclared-host/mirror-on-failure")

every_case = pytest.mark.parametrize("case", CASES, ids=IDS)


# --------------------------------------------------------------------------------------------------------------------- snapshots


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("format", ["text", "sarif"])
def test_what_users_get(name: str, format: str, request: pytest.FixtureRequest) -> None:
    result = scan(str(CORPUS / name))
    shown = _sarif_snapshot(result) if format == "sarif" else render("text", result.reports, ReportOptions(notes=True))
    file = GOLDEN / f"{name.replace('/', '.')}.{format}"
    if request.config.getoption("--update-golden"):
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text("utf-8"), "read the change, then run with --update-golden"


def _sarif_snapshot(result: ScanResult) -> str:
    """The SARIF, indented, without the pages of the rules: those are documentation, and tested as such."""
    log = json.loads(result.to_sarif(notes=True))
    for run in log["runs"]:
        for rule in run["tool"]["driver"]["rules"]:
            assert rule["help"].pop("markdown").startswith(f"# {rule['id']}: ")
    return json.dumps(log, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", SHOWN)
def test_no_path_of_this_machine_is_in_a_report(name: str) -> None:
    result = scan(str(CORPUS / name))
    assert str(ROOT) not in result.to_sarif(notes=True)
    assert str(ROOT) not in result.to_json()


# ------------------------------------------------------------------------------------------------------- what must change nothing


def _sarif_in_a_process(case: Path, seed: str) -> bytes:
    command = [sys.executable, "-m", "mcp_sast", "scan", str(case), "--format", "sarif", "--notes", "--fail-on", "never"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize("name", VARIED)
def test_hash_seeds_change_no_byte(name: str) -> None:
    first = _sarif_in_a_process(CORPUS / name, "0")
    assert json.loads(first)["runs"][0]["results"]
    for seed in ("1", "4242"):
        assert _sarif_in_a_process(CORPUS / name, seed) == first


def _reversed(files: list[Any]) -> list[Any]:
    return files[::-1]


def _shuffled(files: list[Any]) -> list[Any]:
    return random.Random(11).sample(files, len(files))


@pytest.mark.parametrize("reorder", [_reversed, _shuffled], ids=["reversed", "shuffled"])
@pytest.mark.parametrize("name", VARIED)
def test_the_order_of_files_changes_no_byte(name: str, reorder: Callable[[list[Any]], list[Any]]) -> None:
    tree = open_source(str(CORPUS / name))
    other = replace(tree, files=tuple(reorder(list(tree.files))))
    assert other.files != tree.files
    said = [[report_to_json(analyse_package(t, package, ScanOptions())) for package in find_packages(t)] for t in (tree, other)]
    assert said[0] == said[1]


def _results(result: ScanResult) -> dict[str, list[str]]:
    """The bytes of each SARIF result, by rule."""
    found: dict[str, list[str]] = {rule: [] for rule in RULES}
    for run in json.loads(result.to_sarif(notes=True))["runs"]:
        for one in run["results"]:
            found[one["ruleId"]].append(json.dumps(one))
    return found


@every_case
def test_a_selected_rule_gives_the_bytes_of_the_full_scan(case: Path) -> None:
    """A finding that hangs on one of a rule that is not selected is shown itself; all others are the same."""
    full = scan(str(case))
    related = {(one.place, one.text) for f in full.findings for one in f.related}  # one may hang on several
    attached = {rule: sum(text.startswith(f"{rule}: ") for _, text in related) for rule in RULES}
    for rule in RULES:
        found = _results(scan(str(case), ScanOptions(select=(rule,))))
        assert [other for other in RULES if other != rule and found[other]] == []
        same = [result for result in found[rule] if result in _results(full)[rule]]
        assert same == _results(full)[rule]
        assert len(found[rule]) - len(same) == attached[rule]


@every_case
def test_exhaustive_changes_no_finding(case: Path) -> None:
    assert scan(str(case), ScanOptions(exhaustive=True)).findings == scan(str(case)).findings


# ---------------------------------------------------------------------------------------------------------------------- archives


def _files(case: Path) -> Iterable[tuple[str, bytes]]:
    for path in sorted(case.rglob("*")):
        if path.is_file():
            yield path.relative_to(case).as_posix(), path.read_bytes()


def _tgz(case: Path, target: Path) -> Path:
    """As npm packs: everything below one folder."""
    file = target / "case-1.0.0.tgz"
    with tarfile.open(file, "w:gz") as archive:
        for name, data in _files(case):
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file


def _zip(case: Path, target: Path) -> Path:
    file = target / "case.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in _files(case):
            archive.writestr(name, data)
    return file


def _wheel(case: Path, target: Path) -> Path:
    """As a build backend packs: modules at the top, the manifest as metadata, the README as its description."""
    project = tomllib.loads((case / "pyproject.toml").read_text("utf-8"))["project"]
    base = f"{project['name'].replace('-', '_')}-{project['version']}"
    heads = [f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\nSummary: {project.get('description', '')}"]
    heads += [f"Requires-Dist: {dependency}" for dependency in project["dependencies"]]
    metadata = "\n".join((*heads, "Description-Content-Type: text/markdown", "", (case / "README.md").read_text("utf-8")))
    scripts = "\n".join(("[console_scripts]", *(f"{name} = {entry}" for name, entry in project["scripts"].items()), ""))
    file = target / f"{base}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in _files(case):
            if name.startswith("src/"):
                archive.writestr(name.removeprefix("src/"), data)
        archive.writestr(f"{base}.dist-info/METADATA", metadata)
        archive.writestr(f"{base}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{base}.dist-info/entry_points.txt", scripts)
    return file


@every_case
@pytest.mark.parametrize("packed", [_tgz, _zip], ids=["tgz", "zip"])
def test_an_archive_gives_the_findings_of_its_folder(case: Path, packed: Callable[[Path, Path], Path], tmp_path: Path) -> None:
    assert scan(str(packed(case, tmp_path))).findings == scan(str(case)).findings


# Rules about what is installed look at files that a wheel leaves out.
PACKAGE_RULES = {file.stem for file in (ROOT / "rules" / "package").glob("*.yaml")}
PYTHON_CASES = [
    case for case in CASES
    if (case / "pyproject.toml").is_file() and (case / "src").is_dir() and not (case / "server.json").is_file()
    and case.parent.name not in PACKAGE_RULES
]


@pytest.mark.parametrize("case", PYTHON_CASES, ids=[f"{c.parent.name}/{c.name}" for c in PYTHON_CASES])
def test_a_wheel_gives_the_findings_of_its_source(case: Path, tmp_path: Path) -> None:
    """Paths and the files that declare something differ; what is found in code does not."""
    assert _in_code(_told(scan(str(_wheel(case, tmp_path))))) == _in_code(_told(scan(str(case))))


def _in_code(told: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [one for one in told if str(one[2]).endswith(".py")]


def _told(result: ScanResult) -> list[tuple[object, ...]]:
    lines = {frame.place: frame.start_line for report in result.reports for frame in report.frames}
    return [
        (f.rule, f.level, f.place.path.removeprefix("src/"), lines[f.place], f.phase, f.source, f.destination, f.tools, len(f.steps))
        for f in result.findings
    ]
