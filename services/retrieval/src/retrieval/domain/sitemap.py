"""Reads sitemaps."""

from __future__ import annotations

import re
import zlib
from html import unescape

MOST_BYTES = 20 << 20
_LOC = re.compile(
    r"<(?:\w+:)?loc\s*>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]{1,2000})\s*(?:\]\]>)?\s*</", re.IGNORECASE
)
_INDEX = re.compile(r"<(?:\w+:)?sitemapindex[\s>]", re.IGNORECASE)


def addresses(body: bytes) -> tuple[list[str], bool]:
    """The addresses in it, and whether they lead to sitemaps themselves; plain lists are read too."""
    text = _unpacked(body).decode("utf-8", "replace")
    found = [unescape(one) for one in _LOC.findall(text)]
    if not found and "<" not in text[:200]:
        found = [line.strip() for line in text.splitlines() if line.strip().startswith("http")]
    return list(dict.fromkeys(found)), bool(_INDEX.search(text[:2000]))


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(31).decompress(body, MOST_BYTES)
    except zlib.error:
        return b""
