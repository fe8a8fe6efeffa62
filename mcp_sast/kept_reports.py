"""Reports of scans that were made before: the same bytes, options, definitions and engine give the same report.

In: a tree and options. Out: a key for each package, and the report kept under it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from mcp_sast.cache import Cache, engine, state_of, user_folder
from mcp_sast.findings.report import Report, report_from_json, report_to_json
from mcp_sast.knowledge.directory import rules_directory
from mcp_sast.sources.tree import SourceTree

# A rule that failed may have failed for want of memory, which another scan has.
_NOT_OF_THE_BYTES = frozenset({"rule-failed", "analysis-died"})


class KeptReports:
    """The reports for one tree under one set of options; `question` is what of the options changes a report."""

    def __init__(self, folder: Path, tree: SourceTree, question: object, definitions: Iterable[str]) -> None:
        self._cache = Cache(folder)
        shipped = rules_directory()
        folders = (shipped, shipped.parent / "docs" / "rules", *(Path(name) for name in definitions))
        digest = hashlib.sha256()
        asked = (engine(), question, tree.target, tree.single_file, tree.archive, tree.diagnostics)
        digest.update(repr(asked).encode("utf-8", "surrogatepass"))
        digest.update(state_of((one for one in folders if one.is_dir()), (".yaml", ".md")).encode())
        for file in tree.files:
            name = file.path.encode("utf-8", "surrogatepass")
            digest.update(b"%d:%s%d:" % (len(name), name, len(file.data)))
            digest.update(file.data)
        self._key = digest.hexdigest()

    def get(self, root: str) -> Report | None:
        """The report of the package in this folder."""
        data = self._cache.get(self._key + root)
        if data is None:
            return None
        try:
            return report_from_json(data.decode("ascii"))
        except ValueError:
            return None

    def put(self, root: str, report: Report) -> None:
        """Keep a report, if it says what these bytes will always give."""
        if not any(diagnostic.code in _NOT_OF_THE_BYTES for diagnostic in report.diagnostics):
            self._cache.put(self._key + root, report_to_json(report).encode("ascii"))


def reports_folder() -> str | None:
    """Where reports are kept between scans."""
    folder = user_folder()
    return None if folder is None else str(folder / "reports")
