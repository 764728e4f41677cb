"""Empties what a Word document holds but does not say: hidden, struck and deleted words, its contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from retrieval.outbound.parsing.docx_styles import Style
from retrieval.outbound.parsing.office import W

_UNSAID = (f"{W}vanish", f"{W}strike", f"{W}dstrike")
CONTENTS = "toc "
"""How the styles of the entries of a table of contents begin."""
_NO = ("0", "false", "off")


def silence(document: Any, styles: Sequence[Sequence[Style]]) -> None:
    """Elements stay where they are, without words: the pages are counted by them."""
    contents = frozenset(one.style_id for one, *_ in styles if one.name.startswith(CONTENTS))
    for element in _unsaid(document.element.body, contents):
        for words in list(element.iter(f"{W}t", f"{W}sym")):
            if words.tag == f"{W}t":
                words.text = ""
            else:
                words.getparent().remove(words)


def _unsaid(body: etree._Element, contents: frozenset[str]) -> Iterator[etree._Element]:
    for element in body.iter(f"{W}r", f"{W}tr", f"{W}pStyle"):
        if element.tag == f"{W}tr":
            if element.find(f"{W}trPr/{W}del") is not None:
                yield element
        elif element.tag == f"{W}pStyle":
            if element.get(f"{W}val") in contents:
                yield element.getparent().getparent()
        elif any(
            one.tag in _UNSAID and one.get(f"{W}val") not in _NO for one in element.iterfind(f"{W}rPr/*")
        ):
            yield element
