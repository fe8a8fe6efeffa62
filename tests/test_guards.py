"""What guards ask: golden texts of the atoms before each effect.

In: `tests/golden/guards/*.test`, short servers. Out: for each outbound call a line with the atoms of the guards on every way to it,
and one for each recipient or datum that entered it under a guard.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from golden_cases import Case, check_case, load_cases

from mcp_sast.dataflow.demand import open_analysis
from mcp_sast.dataflow.facts import Trace
from mcp_sast.dataflow.heap import Guard
from mcp_sast.detection.assembly import assemble
from mcp_sast.effects.guards import Triggers
from mcp_sast.knowledge.directory import rules_directory
from mcp_sast.knowledge.knowledge import Knowledge
from mcp_sast.knowledge.loading import load_knowledge, shipped_knowledge_directory
from mcp_sast.models.loader import load_models_once
from mcp_sast.packages.package import find_packages
from mcp_sast.program.opening import open_program
from mcp_sast.sources.tree import SourceFile, SourceTree

CASES = load_cases(Path(__file__).parent / "golden" / "guards")
HEADS = {
    "javascript": (
        "server.js",
        'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nimport nodemailer from "nodemailer";\n'
        'const server = new McpServer({ name: "x", version: "1.0.0" });\n'
        'const mailer = nodemailer.createTransport({ host: "localhost" });\n'
        'server.tool("send", async (args) => go({ to: args.to, text: args.text }, args));\n',
    ),
    "python": (
        "server.py",
        "import smtplib\nfrom email.message import EmailMessage\nfrom mcp.server.fastmcp import FastMCP\n"
        'mcp = FastMCP("x")\n@mcp.tool()\ndef send(to: str, text: str) -> str:\n    m = EmailMessage()\n    m["To"] = to\n'
        '    go(m, to)\n    return ""\ndef post(m):\n    smtplib.SMTP("localhost").send_message(m)\n',
    ),
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge((shipped_knowledge_directory(),))


def gates(source: str, language: str, knowledge: Knowledge) -> str:
    """The atoms before each effect of a small server, one effect a line."""
    name, head = HEADS[language]
    tree = SourceTree(name, (SourceFile(name, (head + source).encode()),), single_file=True)
    packages = find_packages(tree)
    models = load_models_once((rules_directory() / "models",))
    program = open_program(tree, packages[0], packages, models.libraries("javascript") | models.libraries("python"))
    case = assemble(open_analysis(program, packages[0], models, None), packages[0], knowledge, False, True).case
    lines = []
    for effect in case.effects:
        lines.append(f"{effect.reached.event.path}: {_told(case.triggers, case.triggers.always(effect.reached))}")
        lines.extend(
            f"  {r.field} {r.text}: {_told(case.triggers, _entered(r.trace))}" for r in effect.recipients if not r.explained
        )
        lines.extend(
            f"  {d.kind} {d.name}: {told}" for d in effect.data if (told := _told(case.triggers, _entered(d.trace))) != "always"
        )
    return "\n".join(lines)


def _entered(trace: Trace) -> tuple[Guard, ...]:
    return tuple(dict.fromkeys(guard for entry in trace.entries for guard in entry.guards))


def _told(triggers: Triggers, guards: Iterable[Guard]) -> str:
    atoms = dict.fromkeys(f"{'' if a.holds else 'not '}{a.kind}({a.text})" for guard in guards for a in triggers.atoms(guard))
    return ", ".join(atoms) or "always"


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_guard_asks_for(case: Case, knowledge: Knowledge, request: pytest.FixtureRequest) -> None:
    check_case(case, gates(case.source, case.path.stem, knowledge), update=request.config.getoption("--update-golden"))


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 25
