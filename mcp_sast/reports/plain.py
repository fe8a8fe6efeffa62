"""Makes text from a target safe to print.

In: any string that came out of a target. Out: the string without ANSI sequences and without control, bidirectional and format
characters, so that it can neither steer a terminal nor look like something else.

    plain("\\x1b[31mred\\u202e\\nname")    ->  "red name"
"""

from __future__ import annotations

import re

# CSI sequences; OSC, DCS, SOS, PM and APC strings up to their end (or the end of the text: a terminal would wait for it).
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)|\x1b[ -/]*[0-~]?"
)
# Categories Cc, Cf, Cs, Zl and Zp, invisible fillers, and the selectors that carry hidden text. U+FE0F stays: emoji need it.
_INVISIBLE = (
    "\\x00-\\x1f\\x7f-\\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_BAD = re.compile(f"[{_INVISIBLE}]")
_BREAKS = re.compile(r"[\r\n\t\x0b\x0c\x85\u2028\u2029]+")
_NO_INDENT_BREAK = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_BAD_IN_BLOCK = re.compile(f"(?![\\n\\t])[{_INVISIBLE}]")


def plain(text: str) -> str:
    """One harmless line: breaks become spaces, everything invisible is gone."""
    if text.isascii() and text.isprintable():
        return text
    return _BAD.sub("", _BREAKS.sub(" ", _ANSI.sub("", text)))


def plain_block(text: str) -> str:
    """Harmless text of several lines: newlines and tabs stay."""
    return _BAD_IN_BLOCK.sub("", _NO_INDENT_BREAK.sub("\n", _ANSI.sub("", text)))


def plain_columns(text: str) -> str:
    """Harmless text of the same number of characters, for code that is underlined: tabs become spaces, what is invisible U+FFFD."""
    return _BAD.sub("\ufffd", text.replace("\t", " "))
