"""The visitor that puts comments behind lines of Python.

In: comment texts by line. Out: the tree with them. Apart from `comments.py`, since importing libcst takes longer than most scans.
"""

from __future__ import annotations

from collections.abc import Mapping

import libcst
from libcst.metadata import PositionProvider


class Commenter(libcst.CSTTransformer):
    """`placed` grows by each line that got its comment."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, texts: Mapping[int, str]) -> None:
        super().__init__()
        self.placed: set[int] = set()
        self._texts = texts

    def leave_TrailingWhitespace(
        self, original_node: libcst.TrailingWhitespace, updated_node: libcst.TrailingWhitespace
    ) -> libcst.TrailingWhitespace:
        """The end of a line of code, also within brackets."""
        line = self.get_metadata(PositionProvider, original_node).start.line
        text = self._texts.get(line)
        if text is None or line in self.placed:
            return updated_node
        self.placed.add(line)
        if updated_node.comment is not None:
            return updated_node.with_changes(comment=libcst.Comment(f"{updated_node.comment.value.rstrip()}  # {text}"))
        return updated_node.with_changes(whitespace=libcst.SimpleWhitespace("  "), comment=libcst.Comment(f"# {text}"))
