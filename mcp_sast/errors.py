"""The exception tree: what stops a scan.

In: nothing. Out: exceptions whose text says what is wrong, where, and what to do. What does not stop a scan is no
exception but a `findings.Diagnostic`.
"""

from __future__ import annotations


class McpSastError(Exception):
    """Base of every error a caller may want to catch."""


class TargetError(McpSastError):
    """A target does not exist, can't be opened or is no kind of target that is understood."""


class NothingToAnalyseError(McpSastError):
    """The target was read but holds no file of a language that is analysed (exit code 3)."""


class DefinitionError(McpSastError):
    """A rule, model or knowledge file is wrong.

    `problems` holds one line a mistake, each with file and, where known, line: all mistakes of a file are reported
    together, so that they can be mended in one go.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class UsageError(McpSastError):
    """An option, a configuration file or a policy is wrong (exit code 2)."""


class AnalysisFailure(Exception):
    """A defect of this program, met while a package was analysed in a process of its own: `kind` of exception, `place`, `trace`."""

    def __init__(self, kind: str, place: str, trace: str) -> None:
        super().__init__(f"{kind} at {place}")
        self.kind, self.place, self.trace = kind, place, trace
