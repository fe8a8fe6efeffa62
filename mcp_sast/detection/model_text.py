"""Where a text that a model reads stands, and whose it is, in words.

In: a `Case`, a `ModelText`. Out: the site of its literal (or of what assembles it); "the tool send_mail".
"""

from __future__ import annotations

from mcp_sast.dataflow.values import Site
from mcp_sast.detection.case import Case
from mcp_sast.mcp.model_texts import ModelText


def place_of_text(case: Case, text: ModelText, words: str) -> Site:
    """The literal of a text, or of the piece of it that holds the words; where there is none, the site where the text entered."""
    literal = text.site if text.exact else case.literal_of(text.text, text.site, words)
    return literal if literal is not None else text.site


def whose(text: ModelText) -> str:
    """What the text describes."""
    kind = "request to the user" if text.kind == "ask" else text.kind
    return f"the {kind} {text.owner}" if text.owner else f"a {kind}"
