"""Texts by which a tool asks not to be seen.

In: the description of a tool. Out: the words that say so, "" if there are none.
"""

from __future__ import annotations

import re

from mcp_sast.texts.normalising import normalised

_HIDING = re.compile(
    r"\b(?:do\s+not|don't|never|must\s+not|should\s+not)\s+(?:be\s+)?(?:list|listed|show|shown|display|displayed|mention|mentioned|reveal|revealed"
    r"|expose|exposed|advertise|offer)\s+(?:(?:this|the|that|such)\s+tool|it\s+(?:in|to)\s+(?:the\s+)?(?:user|list|tool)|(?:to|in)\s+(?:the\s+)?"
    r"(?:user|list\s+of\s+tools|tool\s+list)s?)\b"
    r"|\b(?:this|the)\s+tool\s+(?:is|must\s+be|should\s+be|stays|remains)\s+(?:kept\s+)?(?:hidden|invisible|not\s+(?:to\s+be\s+)?(?:shown|listed|displayed|visible))"
    r"|\bhide\s+this\s+tool\b|\bkeep\s+this\s+tool\s+(?:hidden|secret|off|out)\b"
    r"|\bhidden\s+(?:maintenance\s+|internal\s+|debug\s+|admin\s+)?tool\b|^\s*[\[(]?(?:internal|hidden)(?:\s+use)?(?:\s+only)?[\])]?\s*(?:[:.-]|$)"
    r"|\bnot\s+(?:to\s+be\s+)?(?:shown|displayed|listed|visible)\s+(?:to|for)\s+(?:the\s+)?(?:end[\s-])?users?\b"
    r"|\b(?:for\s+)?internal\s+(?:use|tool)\s+only\b(?!\s+by\s+the\s+(?:ui|app))",
    re.IGNORECASE,
)


def hiding_words(description: str) -> str:
    """The words by which the description asks that its tool be not seen."""
    found = _HIDING.search(normalised(description))
    return found[0].strip() if found is not None else ""
