"""`mcp-sast test DIR`: do rules say of annotated cases what their comments expect?

In: a folder of cases (packages, or two versions `old` and `new` of one), further definitions. Out: a line for each difference,
a count, and exit code 1 if there is any.
"""

from __future__ import annotations

from pathlib import Path

import click

from mcp_sast.cli.console import complain, write
from mcp_sast.cli.definitions import definition_options
from mcp_sast.cli.exit_codes import CLEAN, FINDINGS
from mcp_sast.errors import NothingToAnalyseError


@click.command("test")
@click.argument("directory", type=click.Path(exists=True, file_okay=False))
@definition_options
def verb(directory: str, rules: tuple[str, ...], models: tuple[str, ...], knowledge: tuple[str, ...]) -> int:
    """Check the cases in DIRECTORY against the comments in their code (`ruleid: RULE`, `ok: RULE`), with all rules."""
    from mcp_sast.casebook.annotations import case_folders
    from mcp_sast.casebook.comparing import differences
    from mcp_sast.pipeline import ScanOptions

    options = ScanOptions(rules=rules, models=models, knowledge=knowledge)
    cases = case_folders(Path(directory))
    if not cases:
        raise NothingToAnalyseError(f"{directory}: no case in it; a case is a package whose code has comments like `// ruleid: some-rule`")
    wrong = 0
    for case in cases:
        name = case.relative_to(directory).as_posix()
        try:
            found = differences(case, options)
        except (ValueError, NothingToAnalyseError) as error:
            found = [str(error)]
        wrong += bool(found)
        write("".join(f"{name}: {line}\n" for line in found))
    complain(f"{len(cases)} cases, {wrong} not as their comments say", label="")
    return FINDINGS if wrong else CLEAN
