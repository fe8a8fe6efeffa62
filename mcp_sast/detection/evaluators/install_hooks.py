"""Hooks: what runs when a package is installed (`install-script`).

In: a `Case`. Out: a note for each hook, with what it runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from mcp_sast.detection.case import Case
from mcp_sast.detection.package_findings import finding_at
from mcp_sast.detection.rule import Rule
from mcp_sast.findings.finding import Finding, Phase
from mcp_sast.packages.supply import Hook

NAME = "install-hooks"


def evaluate(rule: Rule, case: Case) -> Iterator[Finding]:
    """Each hook of the package."""
    for hook in case.supply.hooks:
        if hook.kind not in ("plugin", "customize"):
            yield finding_at(
                rule,
                "note",
                hook.place,
                _message(hook),
                subject=hook.name,
                other=hook.kind,
                step=f"the hook {hook.name}",
                phase=_phase(hook),
            )


def _phase(hook: Hook) -> Phase:
    return "import" if hook.kind == "pth" else "install"


def _message(hook: Hook) -> str:
    command = " ".join(hook.command.split())[:160]
    if hook.kind == "npm-script":
        when = "when the package is installed (unless scripts are switched off, as npm 12 does by default)"
        return f"npm runs {command!r} as {hook.name} {when}."
    if hook.kind == "binding.gyp":
        return "npm runs node-gyp rebuild when the package is installed, because there is a binding.gyp."
    if hook.kind == "pth":
        return f"Every start of the interpreter runs the line {command!r} of {hook.name} once the package is installed."
    if hook.kind == "setup.py":
        return "pip runs setup.py when the package is installed from source" + (
            "." if hook.plain else "; it holds code of its own."
        )
    what = f"the package's own {hook.path}" if hook.path else "code of the package"
    return f"pip runs {what} as {hook.name} when the package is built, which is when it is installed from source."
