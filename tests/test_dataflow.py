"""The analysis on small programs: what reaches a sink, and that neither order of demand nor exhaustiveness changes it.

Golden texts (tests/golden/dataflow) hold one program a case and, a line a sink, what the analysis knows: path, line, destination,
data. Each case may name its language in its head: `[case name (python)]`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mcp_sast.dataflow.analysis import Analysis
from mcp_sast.dataflow.demand import _seeds_in, open_analysis
from mcp_sast.dataflow.facts import Facts
from mcp_sast.dataflow.summaries import Summary, summarise
from mcp_sast.dataflow.values import Constant, Interner, Site, Source, leaves
from mcp_sast.effects.build import EffectBuilder
from mcp_sast.effects.declarations import Declarations
from mcp_sast.effects.effect import Effect
from mcp_sast.knowledge.loading import load_knowledge
from mcp_sast.models.loader import load_models_once
from mcp_sast.packages.package import find_packages
from mcp_sast.pipeline import ScanOptions, scan
from mcp_sast.program.opening import open_program
from mcp_sast.sources.tree import SourceFile, SourceTree
from tests.golden_cases import Case, load_cases

ROOT = Path(__file__).resolve().parent
CASES = load_cases(ROOT / "golden" / "dataflow")
CORPUS = sorted(
    path.parent for pattern in ("package.json", "pyproject.toml") for path in (ROOT.parent / "corpus").glob(f"*/*/{pattern}")
)


def analysed(files: dict[str, str], shuffle: int | None = None) -> tuple[Analysis, list[Effect]]:
    """The settled analysis of some files and its effects."""
    tree = SourceTree("test", tuple(SourceFile(p, t.encode()) for p, t in sorted(files.items())), single_file=len(files) == 1)
    packages = find_packages(tree)
    models = load_models_once((ROOT.parent / "rules" / "models",))
    program = open_program(tree, packages[0], packages, models.libraries("javascript") | models.libraries("python"))
    analysis = open_analysis(program, packages[0], models, shuffle)
    facts = Facts(analysis)
    declarations = Declarations(packages[0], load_knowledge())
    return analysis, list(EffectBuilder(analysis, facts, declarations).effects(facts.reached()))


def files_of(case: Case) -> dict[str, str]:
    """A case's files: `--- path` begins one; without it the whole is one file."""
    name = "main.py" if case.language in ("py", "python") else "main.js"
    out: dict[str, list[str]] = {}
    for line in case.source.split("\n"):
        if line.startswith("--- "):
            name = line[4:].strip()
            out[name] = []
        else:
            out.setdefault(name, []).append(line)
    return {
        path: "\n".join(lines)
        for path, lines in out.items()
        if path.endswith((".js", ".ts", ".mjs", ".py", ".json")) or lines != [""]
    }


def told(files: dict[str, str], effects: list[Effect]) -> str:
    """A line a sink."""
    lines = []
    for effect in effects:
        hosts = sorted(d.host or f"?{d.explained}" for d in effect.destinations)
        data = sorted({f"{d.kind}:{d.name}" for d in effect.data if d.kind in ("environment", "tool-argument", "file")})
        recipients = sorted({r.text for r in effect.recipients if r.text})
        parts = [effect.reached.event.path, "to " + ",".join(hosts)]
        parts += ["with " + ",".join(data)] if data else []
        parts += ["recipients " + ",".join(recipients)] if recipients else []
        parts += (
            [f"in {effect.reached.root.phase}", f"under {len(effect.reached.guards)} guards"]
            if effect.reached.guards
            else [f"in {effect.reached.root.phase}"]
        )
        lines.append(" ".join(parts))
    return "\n".join(sorted(set(lines))) or "nothing"


@pytest.mark.parametrize("case", CASES, ids=[f"{c.path.stem}/{c.name}" for c in CASES])
def test_a_program_is_understood(case: Case, golden) -> None:  # type: ignore[no-untyped-def]
    files = files_of(case)
    golden(case, told(files, analysed(files)[1]))


@pytest.mark.parametrize("folder", CORPUS, ids=[f"{p.parent.name}/{p.name}" for p in CORPUS])
def test_the_order_of_demand_changes_nothing(folder: Path) -> None:
    expected = scan(str(folder)).to_sarif(notes=True)
    for seed in (1, 2):
        assert scan(str(folder), ScanOptions(shuffle=seed)).to_sarif(notes=True) == expected


def test_summaries_survive_a_json_round_trip() -> None:
    files = {
        "package.json": '{"name": "a", "main": "index.js", "type": "module"}',
        "index.js": "import {send} from './send.js'\nconst box = {key: process.env.A_TOKEN}\n"
        "export function run(x) { return send({...box, x}) }\n",
        "send.js": "export const send = async (body) => {\n"
        "  if (body.x) { return fetch('https://api.a.example/x', {body: JSON.stringify(body)}) }\n}\n",
    }
    analysis, _ = analysed(files)
    names = {c.id: c.function.id for c in analysis.contexts.values()}
    summaries = [summarise(c, analysis.heap, names) for c in analysis.contexts.values()]
    assert any(s.events for s in summaries)
    for summary in summaries:
        assert Summary.from_json(summary.to_json()) == summary
        assert "/tmp" not in summary.to_json()


def test_a_summary_holds_when_code_above_it_moves() -> None:
    code = "export function f(a) { return fetch('https://api.a.example/' + a) }\n"
    manifest = '{"name": "a", "main": "index.js", "type": "module"}'
    results = []
    for head in ("", "// a comment\n\nconst unrelated = [1, 2, 3]\n"):
        analysis, _ = analysed({"package.json": manifest, "index.js": head + code})
        context = next(c for c in analysis.contexts.values() if c.function.id == "index.js#f")
        results.append(summarise(context, analysis.heap, {}).to_json())
    assert results[0] == results[1]


def test_values_are_interned_and_bounded() -> None:
    interner = Interner()
    assert interner.constant(1) is not interner.constant(True)
    site = Site("m#f", 0, 1)
    value = interner.source("environment", "A", site)
    for number in range(200):
        value = interner.derived("step", (value, interner.constant(number)), site)  # type: ignore[assignment]
    assert value.depth <= 10
    assert any(isinstance(leaf, Source) for leaf in leaves(value))


def test_a_union_over_its_cap_keeps_sources_and_hosts() -> None:
    interner = Interner()
    site = Site("m#f", 0, 1)
    many = [interner.constant(f"https://api.a.example/{n}") for n in range(100)]
    joined = interner.union([*many, interner.source("environment", "A", site)])
    found = leaves(joined)
    assert any(isinstance(leaf, Source) for leaf in found)
    assert any(isinstance(leaf, Constant) and str(leaf.value).startswith("https://api.a.example/") for leaf in found)


def test_every_read_of_the_environment_is_known_with_its_place_and_phase() -> None:
    source = (
        "import os\nfrom mcp.server.fastmcp import FastMCP\nmcp = FastMCP('x')\nFIRST = os.environ['FIRST']\n"
        "@mcp.tool()\ndef t(name: str) -> str:\n    for key in os.environ:\n        print(key)\n"
        "    return FIRST + os.getenv('SECOND', '') + os.environ.get(name)\n"
    )
    analysis, _ = analysed({"main.py": source})
    reads = [(r.read.name, r.root.phase, analysis.program.place(r.read.site.function, r.read.site.start, r.read.site.end).start)
             for r in Facts(analysis).reads()]
    told = sorted((name, phase, source.count("\n", 0, start) + 1) for name, phase, start in reads)
    assert told == [("*", "call", 7), ("?", "call", 9), ("FIRST", "import", 4), ("SECOND", "call", 9)]


def test_seeds_of_small_and_large_texts_are_the_same() -> None:
    models = load_models_once((ROOT.parent / "rules" / "models",))
    text = b"fetch(a); x.sendMail; node:sqlite; _fetch fetch$ sendMail2 process.env " + b'import "node:sqlite"; createTransport'
    small, large = set(_seeds_in(text, models)), set(_seeds_in(text + b" " * 60_000, models))
    assert small == large
    plain = text.replace(b"node:sqlite", b"")
    assert set(_seeds_in(plain, models)) == set(_seeds_in(plain + b" " * 60_000, models)) != set()
