"""Decodes text, whatever encoding the file was saved in."""

from __future__ import annotations

import codecs
import re

from retrieval.domain.document import Unreadable

BINARY = (
    "This file holds binary data and no text; please upload the text itself, or a PDF or Office document."
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,30})", re.I)
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def charset_of(body: bytes, kind: str, media_type: str) -> str:
    """The encoding that the sender or the page itself names; empty when neither does."""
    if found := _CHARSET.search(media_type):
        return found[1]
    declared = _DECLARED.search(body[:2048]) if kind == "html" else None
    return declared[1].decode() if declared else ""


def decode(body: bytes, charset: str = "") -> str:
    """By byte order mark, as UTF-8, as UTF-16 without a mark, as `charset`, or as Windows-1252.

    Raises Unreadable for what is no text.
    """
    text = _text(body, charset)
    if len(_CONTROLS.findall(text)) > len(text) // 1000 or text.count("\ufffd") > len(text) // 100:
        raise Unreadable(BINARY)
    return _CONTROLS.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n")


def _text(body: bytes, charset: str) -> str:
    marked = next((encoding for mark, encoding in _MARKS.items() if body.startswith(mark)), "")
    for encoding in filter(None, (marked, _wide(body), "utf-8", charset)):
        try:
            return body.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return body.decode("cp1252", errors="replace")


def _wide(body: bytes) -> str:
    """Whether it is UTF-16 without a mark: every other byte of Western text is zero."""
    start = body[:2000]
    pairs = len(start) // 2
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 0.7 * pairs and not even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * pairs and not odd else ""
