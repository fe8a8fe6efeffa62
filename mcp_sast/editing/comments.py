"""Puts comments behind lines of code.

In: a file's bytes, and a comment's text for each of some lines. Out: the new bytes, and the lines at which no comment can stand (inside a
string, a template, JSX text). Everything else of the file stays as it is, to the byte.
"""

from __future__ import annotations

from collections.abc import Mapping

from mcp_sast.syntax.parser import language_of, parse_file


def with_comments(path: str, data: bytes, texts: Mapping[int, str]) -> tuple[bytes, tuple[int, ...]]:
    """`texts`: comment texts without their sign, by 1-based line."""
    language = language_of(path)
    if language == "python":
        return _python(data, texts)
    if language in ("javascript", "typescript"):
        return _javascript(path, data, texts)
    return data, tuple(sorted(texts))


def _python(data: bytes, texts: Mapping[int, str]) -> tuple[bytes, tuple[int, ...]]:
    """libcst knows for each line's end whether a comment can stand there, and gives back all other bytes as they were."""
    from libcst import ParserSyntaxError
    from libcst.metadata import MetadataWrapper

    from mcp_sast.editing.python_comments import Commenter

    try:
        wrapper = MetadataWrapper(_parsed_python(data), unsafe_skip_copy=True)
        commenter = Commenter(texts)
        changed = wrapper.visit(commenter).bytes
    except (ParserSyntaxError, UnicodeError, RecursionError):
        return data, tuple(sorted(texts))
    return changed, tuple(sorted(set(texts) - commenter.placed))


def _parsed_python(data: bytes):  # type: ignore[no-untyped-def]  # its type is libcst's, which is imported late
    from libcst import parse_module

    return parse_module(data)


def _javascript(path: str, data: bytes, texts: Mapping[int, str]) -> tuple[bytes, tuple[int, ...]]:
    """Tried at the line's end, and kept if the parser then sees a comment there and no more broken parts than before."""
    failed = []
    for line in sorted(texts, reverse=True):
        end = _end_of_line(data, line)
        comment = f" // {texts[line]}".encode()
        tried = data[:end] + comment + data[end:]
        if end < 0 or not _is_comment(path, data, tried, end):
            failed.append(line)
        else:
            data = tried
    return data, tuple(sorted(failed))


def _is_comment(path: str, before: bytes, after: bytes, at: int) -> bool:
    tree = parse_file(path, after)
    node = tree.root.descendant_for_byte_range(at + 1, at + 2)
    if node is None or node.type != "comment" or tree.data[node.start_byte : node.start_byte + 2] != b"//":
        return False
    return len(tree.diagnostics) <= len(parse_file(path, before).diagnostics)


def _end_of_line(data: bytes, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = data.find(b"\n", at) + 1
        if at == 0:
            return -1
    end = data.find(b"\n", at)
    end = len(data) if end < 0 else end
    return end - 1 if end > at and data[end - 1 : end] == b"\r" else end
