"""The unit of measure: tree-sitter alone, over a package's code files.

In: an archive. Out: one JSON object: seconds of parsing, bytes by kind of code. `python -m benchmarks.speed.parsing ARCHIVE` does it in
a process of its own, as a scan is measured.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass

import tree_sitter
import tree_sitter_javascript
import tree_sitter_python
import tree_sitter_typescript

from mcp_sast.sources.target import open_source
from mcp_sast.sources.tree import SourceFile
from mcp_sast.syntax.parser import language_of

BUNDLE = 400_000  # bytes of one file from which on it counts as a bundle


@dataclass(frozen=True, slots=True)
class Parsed:
    """`seconds`: the least of three runs over all code files. Bytes: of files that are bundles, of other JavaScript and TypeScript, of
    Python."""

    seconds: float
    bundles: int
    scripts: int
    python: int

    @property
    def bytes(self) -> int:
        """All code."""
        return self.bundles + self.scripts + self.python

    @property
    def kind(self) -> str:
        """What most of the code is."""
        most = max(self.bundles, self.scripts, self.python)
        return "bundle" if most == self.bundles else "own JS/TS" if most == self.scripts else "own Python"


def parse_archive(archive: str, times: int = 3) -> Parsed:
    """Parse every code file of a target (no `.d.ts`, no JSON) and take the time."""
    code = [(file, language) for file in open_source(archive).files if (language := language_of(file.path)) not in (None, "json")]
    grammars = {name: tree_sitter.Parser(tree_sitter.Language(capsule)) for name, capsule in _capsules().items()}
    pairs = [(grammars[_grammar_of(file)], file.data) for file, _ in code]
    seconds = min(_seconds(pairs) for _ in range(times))
    python = sum(len(file.data) for file, language in code if language == "python")
    bundles = sum(len(file.data) for file, language in code if language != "python" and len(file.data) >= BUNDLE)
    return Parsed(seconds, bundles, sum(len(file.data) for file, _ in code) - python - bundles, python)


def _seconds(pairs: list[tuple[tree_sitter.Parser, bytes]]) -> float:
    started = time.process_time()
    for parser, data in pairs:
        parser.parse(data)
    return time.process_time() - started


def _capsules() -> dict[str, object]:
    return {
        "javascript": tree_sitter_javascript.language(), "typescript": tree_sitter_typescript.language_typescript(),
        "tsx": tree_sitter_typescript.language_tsx(), "python": tree_sitter_python.language(),
    }


def _grammar_of(file: SourceFile) -> str:
    name = file.path.lower()
    if name.endswith(".tsx"):
        return "tsx"
    language = language_of(name)
    return language if language in ("typescript", "python") else "javascript"


if __name__ == "__main__":
    print(json.dumps(asdict(parse_archive(sys.argv[1]))))
