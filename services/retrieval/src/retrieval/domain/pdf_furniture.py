"""Removes what pages carry besides their text: headers, page numbers, tables of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from retrieval.domain.pdf_lines import Line, Pages

EDGE_LINES = 3
OFTEN = 0.5
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.)?\s*[-–]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:[-–]|(?:of|/|von)\s*\d{1,4})?", re.I
)
_ENTRY = re.compile(r".*\S(?:\s*\.{3,}\s*|\s{1,}|\s*…\s*)\d{1,4}")
_LEADER = re.compile(r"\.{4,}\s*\d{1,4}$|…\s*\d{1,4}$")
_CONTENTS = re.compile(r"(?:table of )?contents|inhalt(?:sverzeichnis)?|índice|sommaire|index", re.I)


def without_running(pages: Pages) -> list[list[Line]]:
    """The pages without page numbers and lines that recur at the top or bottom of most pages."""
    if len(pages) < 3:
        return [_without_number(page) for page in pages]
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line) for line in _edges(page)})
    running = {shape for shape, count in seen.items() if count >= max(3, OFTEN * len(pages))}
    return [
        _without_number([line for line in page if not (_shape(line) in running and line in _edges(page))])
        for page in pages
    ]


def _edges(page: Sequence[Line]) -> list[Line]:
    return [*page[:EDGE_LINES], *page[-EDGE_LINES:]]


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())


def _without_number(page: Sequence[Line]) -> list[Line]:
    kept = list(page)
    for at in (0, -1):
        if kept and _PAGE_NUMBER.fullmatch(kept[at].text.strip()):
            kept.pop(at)
    return kept


def without_contents(pages: Pages) -> list[list[Line]]:
    """The pages without tables of contents."""
    kept: list[list[Line]] = []
    in_contents = False
    for page in pages:
        entries = sum(1 for line in page if _ENTRY.fullmatch(line.text))
        titled = any(_CONTENTS.fullmatch(line.text.strip()) for line in page[:4])
        mostly = len(page) >= 4 and entries >= 0.6 * len(page)
        rising = mostly and _rises(page)
        in_contents = rising and (titled or in_contents or sum(map(_led, page)) >= 0.5 * len(page))
        kept.append([] if in_contents else [line for line in page if not _led(line)])
    return kept


def _led(line: Line) -> bool:
    return _LEADER.search(line.text) is not None


def _rises(page: Sequence[Line]) -> bool:
    numbers = [int(found[-1]) for line in page if (found := _DIGITS.findall(line.text[-5:]))]
    return all(after >= before for before, after in pairwise(numbers))
