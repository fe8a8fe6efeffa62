"""`mcp-sast fix --own --add-ignore REASON`: accept what is there, beside the code.

In: a folder of one's own code, a reason. Out: a diff; with `--write` the changed files. Foreign code is never changed.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import click

from mcp_sast.cli.console import complain, write
from mcp_sast.cli.definitions import definition_options, split_names
from mcp_sast.cli.exit_codes import CLEAN
from mcp_sast.cli.project import Project, configured, with_acceptance
from mcp_sast.errors import UsageError


@click.command("fix")
@click.argument("target")
@click.option("--add-ignore", "reason", metavar="REASON", required=True, help="Insert an ignore comment with this reason at each finding.")
@click.option("--own", is_flag=True, help="The target is your own code. Needed: nothing else is ever changed.")
@click.option("--select", multiple=True, metavar="RULE", help="Only findings of this rule. Repeatable, or separated by commas.")
@click.option("--write", "writes", is_flag=True, help="Change the files; without it the changes are only shown.")
@definition_options
def verb(
    target: str, reason: str, own: bool, select: tuple[str, ...], writes: bool, rules: tuple[str, ...], models: tuple[str, ...],
    knowledge: tuple[str, ...],
) -> int:
    """Insert reasoned ignore comments at the findings of TARGET, a folder of your own code."""
    if not own:
        raise UsageError("fix changes your own code only: say so with --own")
    if not Path(target).is_dir():
        raise UsageError(f"{target}: fix needs a folder; archives and single files are not changed")
    reason = " ".join(reason.replace("*/", "* /").split())
    if not reason.strip(" -:"):
        raise UsageError("--add-ignore needs a reason, which stands beside the code")
    files, left = _edits(target, reason, select, rules, models, knowledge)
    for path, (before, after) in sorted(files.items()):
        write(_difference(path, before, after))
        if writes:
            _replace(Path(target) / path, before, after)
    for path, line, rule in left:
        complain(f"{path}:{line}: no comment can stand here; accept {rule} in the configuration instead", label="warning")
    changed = "changed" if writes else "would change (--write does it)"
    complain(f"{len(files)} files {changed}, {len(left)} findings left", label="")
    return CLEAN


def _edits(
    target: str, reason: str, select: tuple[str, ...], rules: tuple[str, ...], models: tuple[str, ...], knowledge: tuple[str, ...]
) -> tuple[dict[str, tuple[bytes, bytes]], list[tuple[str, int, str]]]:
    """Old and new bytes by path, and path, line and rule of what is left."""
    from mcp_sast.acceptance.hygiene import HYGIENE_IDS
    from mcp_sast.acceptance.ignores import is_vendored
    from mcp_sast.editing.ignoring import ignoring
    from mcp_sast.pipeline import ScanOptions, scan_tree
    from mcp_sast.sources.target import open_source

    project = Project(own=True)
    settings, known = configured(project, (target,), rules)
    options = ScanOptions(
        split_names(select) or settings.select, settings.ignore, False, rules + settings.rules, models + settings.models,
        knowledge + settings.knowledge,
    )
    tree = open_source(target)
    result = scan_tree(tree, with_acceptance(options, project, settings, known, target))
    contents = {file.path: file.data for file in tree.files if not is_vendored(file.path) and (Path(target) / file.path).is_file()}
    findings = [f for f in result.findings if f.level != "note" and f.rule not in HYGIENE_IDS]
    lines = {frame.place: frame.start_line for report in result.reports for frame in report.frames}
    edits = ignoring(findings, lines, contents, reason)
    left = [(finding.place.path, lines.get(finding.place, 1), finding.rule) for finding in edits.left]
    return {path: (contents[path], data) for path, data in edits.files.items()}, left


def _difference(path: str, before: bytes, after: bytes) -> str:
    from mcp_sast.reports.plain import plain_columns

    one, other = (data.decode("utf-8", "replace").split("\n") for data in (before, after))
    lines = difflib.unified_diff(one, other, f"a/{path}", f"b/{path}", lineterm="")
    return "".join(plain_columns(line) + "\n" for line in lines)


def _replace(path: Path, before: bytes, after: bytes) -> None:
    """Through a file beside it, so that no interruption leaves half a file; not if somebody changed it meanwhile."""
    beside = path.with_name(f".{path.name}.mcp-sast")
    try:
        if path.is_symlink() or path.read_bytes() != before:
            raise UsageError(f"{path}: a link, or changed while it was analysed; it was left as it is")
        mode = path.stat().st_mode
        beside.write_bytes(after)
        beside.chmod(mode)
        os.replace(beside, path)  # noqa: PTH105
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError(f"{path}: can't be written ({error.strerror or error})") from error
