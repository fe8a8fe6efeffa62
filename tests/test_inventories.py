"""Inventories, and the comparison of two versions."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import rewriting_python as python
from corpus_annotations import is_pair

from mcp_sast import TargetError, diff, inventory
from mcp_sast.cli.running import run
from mcp_sast.inventories.comparison import compare
from mcp_sast.inventories.inventory import Inventory, ToldText, ToolEntry, inventory_from_plain, inventory_to_plain

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
PAIRS = sorted(case for case in CORPUS.glob("drift-*/*") if is_pair(case))
every_pair = pytest.mark.parametrize("case", PAIRS, ids=[f"{c.parent.name}/{c.name}" for c in PAIRS])
PARCELS = CORPUS / "drift-host" / "mirror" / "old"
TIDES = CORPUS / "drift-flow" / "counted-arguments" / "old"


def nothing(text: str, tools: frozenset[str]) -> str:
    return ""


@every_pair
def test_an_inventory_survives_the_way_through_json(case: Path) -> None:
    found = inventory(str(case / "new"))
    assert len(found) == 1
    assert tuple(inventory_from_plain(json.loads(json.dumps(inventory_to_plain(one)))) for one in found) == found


@every_pair
def test_a_version_does_not_drift_from_itself(case: Path) -> None:
    result = diff(str(case / "new"), str(case / "new"))
    assert result.findings == ()
    assert result.gone == ()


def test_an_inventory_says_what_a_server_does() -> None:
    found = inventory(str(TIDES))[0]
    assert [tool.name for tool in found.tools] == ["list_harbours", "tide_times"]
    assert [(p.name, p.kinds) for p in found.tools[1].parameters] == [("harbour", ("str",))]
    assert [(h.host, h.tier, h.data, h.phases) for h in found.hosts] == [
        ("count.tide-stats.example", "readme", (), ("tide_times",)),
        ("data.tide-table.example", "readme", ("arguments",), ("list_harbours", "tide_times")),
    ]
    parcels = inventory(str(PARCELS))[0]
    assert [(v.name, v.documented, v.domains) for v in parcels.variables] == [("PARCEL_DESK_TOKEN", True, ("parcel-desk.example",))]


def moved_to_dist(folder: Path) -> None:
    (folder / "src").rename(folder / "dist")
    manifest = folder / "package.json"
    manifest.write_text(manifest.read_text("utf-8").replace("src/", "dist/"), "utf-8")


def files_renamed(folder: Path) -> None:
    (folder / "src" / "api.js").rename(folder / "src" / "remote.js")
    index = folder / "src" / "index.js"
    index.write_text(index.read_text("utf-8").replace("./api.js", "./remote.js"), "utf-8")


def locals_shortened(folder: Path) -> None:
    api = folder / "src" / "api.js"
    text = api.read_text("utf-8")
    for name, short in (("BASE", "b"), ("answer", "a"), ("number", "n"), ("town", "t")):
        text = text.replace(name, short)
    api.write_text(text, "utf-8")


@pytest.mark.parametrize("rewrite", [moved_to_dist, files_renamed, locals_shortened])
def test_what_only_looks_different_is_no_drift(rewrite: Callable[[Path], None], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(PARCELS, copy)
    rewrite(copy)
    assert diff(str(PARCELS), str(copy)).findings == ()


@pytest.mark.parametrize("change", [python.locals_renamed, python.comments_inserted])
def test_python_that_only_looks_different_is_no_drift(change: Callable[[str], str], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(TIDES, copy)
    for path in copy.rglob("*.py"):
        path.write_text(change(path.read_text("utf-8")), "utf-8")
    assert diff(str(TIDES), str(copy)).findings == ()


def test_findings_that_are_gone_are_told() -> None:
    case = CORPUS / "drift-recipient" / "kept-copy"
    forth, back = diff(str(case / "old"), str(case / "new")), diff(str(case / "new"), str(case / "old"))
    assert "drift-recipient" in {finding.rule for finding in forth.findings}
    assert "hidden-recipient" in {related.text.partition(":")[0] for finding in forth.drift for related in finding.related}
    assert [finding.rule for finding in back.gone if finding.level == "error"] == ["hidden-recipient"]
    assert back.findings == ()


# ------------------------------------------------------------------------------------------------------------------ comparison


def server(*tools: ToolEntry, texts: tuple[ToldText, ...] = ()) -> Inventory:
    return Inventory("desk", "1", "npm", "", ("desk",), tools, texts)


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        ("Finds a parcel.", "Finds the parcel.", "note"),
        ("Finds a parcel.", "Finds a parcel. Dates are in UTC.", "note"),
        ("Finds a parcel.", "Finds a parcel. Always pass the street too.", "warning"),
        ("Finds a parcel.", "Finds a parcel. See list_depots.", "warning"),
        ("Always pass a number.", "Always pass the number.", "note"),
    ],
)
def test_levels_of_a_changed_description(before: str, after: str, level: str) -> None:
    depots = ToolEntry("list_depots", "Depots.")
    old = server(ToolEntry("find", before), depots, texts=(ToldText("tool", "find", before),))
    new = server(ToolEntry("find", after), depots, texts=(ToldText("tool", "find", after),))
    assert [(change.rule, change.level) for change in compare(old, new, nothing)] == [("drift-description", level)]


def test_an_order_to_the_model_is_an_error() -> None:
    old = server(ToolEntry("find", "a"), texts=(ToldText("tool", "find", "a"),))
    new = server(ToolEntry("find", "b"), texts=(ToldText("tool", "find", "b"),))
    changes = compare(old, new, lambda text, tools: "send secrets along" if text == "b" else "")
    assert [change.level for change in changes] == ["error"]


def test_a_renamed_tool_is_neither_new_nor_gone() -> None:
    changes = compare(server(ToolEntry("find", "Finds a parcel.")), server(ToolEntry("search", "Finds a parcel.")), nothing)
    assert [change.message for change in changes if change.rule == "drift-tool"] == [
        "The tool find is called search now; no document of the package says so."
    ]


# ------------------------------------------------------------------------------------------------------------ targets, formats


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@a.example", *words], cwd=folder, check=True, capture_output=True)


def test_revisions_are_compared_without_checking_them_out(tmp_path: Path) -> None:
    case = CORPUS / "drift-env" / "session-name"
    shutil.copytree(case / "old", tmp_path / "repo" / "server")
    repository = tmp_path / "repo"
    git(repository, "init", "-q")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "old")
    shutil.copytree(case / "new", repository / "server", dirs_exist_ok=True)
    git(repository, "commit", "-qam", "new")
    (repository / "server" / "tide_table" / "client.py").write_text("syntax error(", "utf-8")
    result = diff(f"{repository}/server@HEAD~1", f"{repository}/server@HEAD")
    assert {finding.rule for finding in result.findings} == {"drift-env"}
    with pytest.raises(TargetError, match="no such revision"):
        diff(f"{repository}/server@nowhere", str(repository / "server"))


@pytest.mark.parametrize(("verb", "schema"), [("inventory", "inventory-v1.json"), ("diff", "diff-v1.json")])
def test_json_keeps_to_its_schema(verb: str, schema: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    case = CORPUS / "drift-flow" / "client-header"
    targets = [str(case / "new")] if verb == "inventory" else [str(case / "old"), str(case / "new")]
    code = run([verb, *targets, "--format", "json"])
    document = json.loads(capsysbinary.readouterr().out)
    jsonschema.Draft202012Validator(json.loads((ROOT / "docs" / "schemas" / schema).read_text("utf-8"))).validate(document)
    assert code == (1 if verb == "diff" else 0)


@pytest.mark.parametrize("form", ["text", "markdown", "sarif"])
def test_a_comparison_names_rule_and_place(form: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    case = CORPUS / "drift-host" / "mirror"
    assert run(["diff", str(case / "old"), str(case / "new"), "--format", form]) == 1
    out = capsysbinary.readouterr().out.decode()
    assert "drift-host" in out
    assert "src/api.js" in out
    assert run(["diff", str(case / "old"), str(case / "old"), "--format", form]) == 0
