"""The benchmarks' own logic: a measure that lies is worse than none. No test here asserts a time or reaches a registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.crater.kept import Kept, changes, kept_form, read_kept, write_kept
from benchmarks.crater.scanner import Outcome, scan_archive
from benchmarks.growth.families import FAMILIES
from benchmarks.pinned import CACHE, FetchError, Pinned, archive_of, matching, read_list, write_digests
from benchmarks.speed.clock import cost_of
from benchmarks.speed.parsing import parse_archive
from benchmarks.speed.small_server import write_small_server
from mcp_sast import scan


def finding(level: str = "error", destination: str = "a.example", line: int = 1) -> dict[str, object]:
    return {
        "rule": "undeclared-host",
        "level": level,
        "message": "words",
        "source": "http",
        "destination": destination,
        "phase": "call",
        "path": "a.js",
        "line": line,
    }


def form(*findings: dict[str, object], tools: int = 1) -> dict[str, object]:
    return kept_form(Outcome(findings=findings, tools=tools))


def test_the_list_pins_every_package_once_and_by_digest() -> None:
    rows = read_list()
    assert len({(row.registry, row.name) for row in rows}) == len(rows) == 49
    assert [row.title for row in rows if len(row.sha256) != 64] == []


def test_all_mistakes_of_a_list_are_named(tmp_path: Path) -> None:
    path = tmp_path / "packages.txt"
    path.write_text("# fine\nnpm a 1 x\nnpm b\n\ncargo c 1\n", encoding="utf-8")
    with pytest.raises(FetchError, match=r"(?s)packages.txt:3.*packages.txt:5"):
        read_list(path)


def test_digests_are_put_beside_their_package_only(tmp_path: Path) -> None:
    path = tmp_path / "packages.txt"
    path.write_text("# note\nnpm a 1\nnpm a 2\n", encoding="utf-8")
    write_digests({Pinned("npm", "a", "2"): "d" * 64}, path)
    assert path.read_text(encoding="utf-8") == f"# note\nnpm a 1\nnpm a 2 {'d' * 64}\n"


def test_an_archive_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "npm" / "@scope__a-1"
    folder.mkdir(parents=True)
    (folder / "a.tgz").write_bytes(b"x")
    with pytest.raises(FetchError, match="SHA-256"):
        archive_of(Pinned("npm", "@scope/a", "1", "0" * 64), tmp_path)
    with pytest.raises(FetchError, match="no SHA-256"):
        archive_of(Pinned("npm", "@scope/a", "1"), tmp_path)
    assert archive_of(Pinned("npm", "@scope/a", "1"), tmp_path, trust_first=True)[0] == folder / "a.tgz"


def test_packages_are_chosen_by_part_of_their_name() -> None:
    rows = (Pinned("npm", "alpha", "1"), Pinned("pypi", "beta", "1"))
    assert matching(rows, ("bet",)) == rows[1:]
    assert matching(rows, ()) == rows


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (form(finding()), form(finding(line=9)), []),
        (form(finding()), form(finding("warning")), ["~ error -> warning"]),
        (form(), form(finding()), ["+ error"]),
        (form(finding()), form(), ["- error"]),
        (form(finding()), form(finding(destination="b.example")), ["- error", "+ error"]),
        (form(finding()), form(finding(), finding(line=2)), ["+ error", "+ error"]),
        (form(), form(tools=2), ["~ tools: 1 -> 2"]),
        (None, form(), ["+ first result"]),
    ],
)
def test_changes_are_of_judgement_not_of_place(
    before: dict[str, object] | None, after: dict[str, object], lines: list[str]
) -> None:
    said = changes(before, after)
    assert len(said) == len(lines) and all(text.startswith(start) for text, start in zip(said, lines)), said


def test_a_kept_result_is_read_back(tmp_path: Path) -> None:
    kept: Kept = {"npm:b@1": form(finding(), finding(line=2)), "npm:a@1": form()}
    write_kept(kept, tmp_path / "results.json")
    assert read_kept(tmp_path / "results.json") == kept
    assert read_kept(tmp_path / "absent.json") == {}


def test_the_kept_result_is_of_the_list() -> None:
    assert sorted(read_kept()) == sorted(row.title for row in read_list())


def test_a_scan_that_fails_is_an_outcome_with_its_end(tmp_path: Path) -> None:
    (tmp_path / "broken.tgz").write_bytes(b"no archive")
    assert "Error" in scan_archive(tmp_path / "broken.tgz").failure


def test_a_scan_gives_findings_and_tools(tmp_path: Path) -> None:
    outcome = scan_archive(write_small_server(tmp_path))
    assert (outcome.failure, outcome.tools, outcome.servers) == ("", 4, 1)


def test_the_small_server_has_fifty_lines_of_honest_code(tmp_path: Path) -> None:
    folder = write_small_server(tmp_path)
    assert 45 <= (folder / "index.js").read_text(encoding="utf-8").count("\n") <= 55
    assert not [f for f in scan(str(folder)).findings if f.level == "error"]


def test_parsing_counts_code_and_only_code(tmp_path: Path) -> None:
    for name, size in {"a.js": 500_000, "b.ts": 30, "c.d.ts": 70, "d.py": 11, "e.json": 5}.items():
        (tmp_path / name).write_text("\n" * size, encoding="utf-8")
    parsed = parse_archive(str(tmp_path), times=1)
    assert (parsed.bundles, parsed.scripts, parsed.python, parsed.kind) == (500_000, 30, 11, "bundle")


def test_cost_tells_output_and_ending() -> None:
    assert cost_of(["-c", "print('out')"], 9)[2:] == (0, "out\n")
    assert cost_of(["-c", "import os; os.kill(os.getpid(), 9)"], 9).code == -9


@pytest.mark.parametrize("family", FAMILIES)
def test_inputs_grow_as_asked_and_hold_a_flow(family: str) -> None:
    name, text = FAMILIES[family]
    sizes = [len(text(size)) for size in (2_000, 4_000)]
    assert 1.5 < sizes[1] / sizes[0] < 2.5
    assert "API_KEY" in text(2_000) and name.endswith((".js", ".py"))


def test_the_cache_lies_in_a_folder_that_git_ignores() -> None:
    root = Path(__file__).resolve().parent.parent
    # Without a closing slash: a link to a cache elsewhere is ignored too.
    assert CACHE.relative_to(root).as_posix() in (root / ".gitignore").read_text(encoding="utf-8").splitlines()
