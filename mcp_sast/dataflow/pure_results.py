"""Constants that the abstract interpretation can't compute, from the interpreter of pure code.

In: a context, a register, the value that it is thought to hold. Out: the constant that it holds, with what hides it in its history; nothing
where the value depends on a source, or is none that pure code computes.

What hides a computed text is told from the code: its words stand nowhere in the module. Words that do stand there, and numbers behind
them, are plain formatting.
"""

from __future__ import annotations

import re

from mcp_sast.dataflow.contexts import Context
from mcp_sast.dataflow.provenance import ASSEMBLED, LONGEST_TEXT, Fold, History
from mcp_sast.dataflow.values import Concat, Constant, Derived, Interner, Site, Source, Union, Unknown, Value, leaves
from mcp_sast.evaluation.pure_code import PureCode
from mcp_sast.evaluation.pure_values import UNKNOWN
from mcp_sast.program.program import Program

COMPUTED = "computed by the code"
_WORD = re.compile(r"[A-Za-z]{4,}")
_LONGEST_JUDGED = 4000
_MOST_WORDS = 3
_LARGE = 150_000
# Code without any of these turns no numbers into text and takes no text apart.
_TAKES_APART = re.compile(
    rb"fromCharCode|fromCodePoint|charCodeAt|codePointAt|\batob\b|\bchr\b|\bord\b|fromhex|b64decode|bytearray|bytes\(|to_bytes|\bstruct\b"
    rb"|reverse|Buffer\.from|shift\(|maketrans|rot_?13|unhexlify|TextDecoder|Uint8Array"
    rb"|(?:\"\"|'')\.join|join\((?:\"\"|''|``)\)"
)


class PureResults:
    """Asks the interpreter of pure code. One for each analysis."""

    def __init__(self, program: Program, interner: Interner) -> None:
        self._program = program
        self._interner = interner
        self._code = PureCode(program)
        self._lowered: dict[str, bytes] = {}
        self._seeded: dict[str, bool] = {}

    def instead_of(self, value: Value, context: Context, register: int, site: Site, called: bool) -> Value:
        """The constant that the register holds, else the value. `called`: the value is what a call gave."""
        if not self._is_seeded(context) or not _is_computed(value, called):
            return value
        given = tuple(one.value if isinstance(one, Constant) else UNKNOWN for one in context.arguments.positional)
        found = self._code.registers(context.function.id, given).get(register)
        if not isinstance(found, (str, bytes)) or (isinstance(value, Constant) and value.value == found):
            return value
        return self._interner.constant(found, self._history(found, context.module, site))

    def _is_seeded(self, context: Context) -> bool:
        """Does the module, in a large one the function, take texts apart at all?"""
        known = self._seeded.get(context.function.id)
        if known is None:
            data = self._program.texts.get(context.module.split("!", 1)[0], b"")
            if len(data) > _LARGE:
                data = data[context.function.start : context.function.end]
            known = self._seeded[context.function.id] = _TAKES_APART.search(data) is not None
        return known

    def _history(self, value: str | bytes, module: str, site: Site) -> History:
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        words = _WORD.findall(text[:_LONGEST_JUDGED])
        hidden = [word for word in dict.fromkeys(words) if not self._stands(word.lower().encode(), module)]
        if not hidden:
            return ()
        if 2 * sum(map(len, hidden)) >= sum(map(len, words)):
            return (Fold(COMPUTED, site, text[:LONGEST_TEXT]),)
        return tuple(Fold(ASSEMBLED, site, word.lower()) for word in hidden[:_MOST_WORDS])

    def _stands(self, word: bytes, module: str) -> bool:
        path = module.split("!", 1)[0]
        text = self._lowered.get(path)
        if text is None:
            text = self._lowered[path] = self._program.texts.get(path, b"").lower()
        return word in text


def _is_computed(value: Value, called: bool) -> bool:
    """May pure code have computed it? Not what is made of a source, nor what is known to be one of several constants."""
    if isinstance(value, Unknown):
        return called and value.reason == "unresolved"
    if isinstance(value, Union) and not called and all(isinstance(one, Constant) for one in value.alternatives):
        return False
    if isinstance(value, Constant):
        return True  # decoded, where equal elements may have been taken for one, or still what it was before a loop
    if not isinstance(value, (Derived, Concat, Union)) or (isinstance(value, Derived) and value.operation == "one-of-many"):
        return False
    return all(not isinstance(one, Source) or one.kind == "library" for one in leaves(value))
