"""Texts that claim precedence over other servers or their tools.

In: a text. Out: the words that claim it, "" if there are none. That one tool of a server is preferred to another of the same server is
no such claim: it must be spoken of others, of all others, or of what the client has built in.
"""

from __future__ import annotations

import re

from mcp_sast.texts.normalising import normalised

_OTHERS = (
    r"(?:(?:any|all|every|the|your)\s+)?(?:other|another|alternative|competing|rival|third[\s-]party|different)\s+(?:[\w-]+\s+){0,2}(?:mcp\s+)?servers?'?s?\b"
    r"|(?:any|all|every)\s+(?:other|alternative|competing|similar)\s+(?:[\w-]+\s+){0,2}tools?\b(?!\s+(?:in|of|on|from)\s+this)"
    r"|(?:tools?|ones?)\s+(?:of|from|provided\s+by|offered\s+by)\s+(?:any\s+|all\s+|the\s+)?(?:other|another|different)\s+(?:mcp\s+)?(?:servers?|providers?|vendors?)\b"
    r"|(?:other|another)\s+server'?s?'?\s+(?:[\w-]+\s+){0,2}tools?\b"
)
_CLAIM = re.compile(
    r"\b(?:instead\s+of|rather\s+than|in\s+place\s+of|replac(?:es?|ing|ement\s+for)|supersed(?:es?|ing)|overrid(?:es?|ing)|outranks?"
    r"|(?:takes?|has|have|with)\s+(?:precedence|priority)\s+over|(?:is\s+)?preferred\s+(?:over|to)|prefer\w*\s+(?:[\w`'-]+\s+){1,6}?(?:over|to)"
    r"|(?:do\s+not|don't|never|must\s+not|should\s+not|stop)\s+(?:ever\s+)?(?:call|us|trust|invok|consult)(?:e|ing)?|avoid|ignore|disregard|disable|before)\s+"
    rf"(?:using\s+|calling\s+)?(?:{_OTHERS})",
    re.IGNORECASE,
)
_WEAK_START = re.compile(r"^before\b", re.IGNORECASE)


def claimed(text: str) -> str:
    """The words by which a text puts itself before others."""
    for match in _CLAIM.finditer(normalised(text)):
        if not _WEAK_START.match(match[0]) or "server" in match[0].lower():
            return match[0].strip()
    return ""
