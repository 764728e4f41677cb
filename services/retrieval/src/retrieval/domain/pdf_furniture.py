"""Removes what pages carry besides their text: headers, page numbers, tables of contents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from retrieval.domain.pdf_lines import Line, Pages

EDGE_LINES, EDGE_LINES_OF_TWO = 3, 2
OFTEN = 0.5
MOSTLY = 0.7
_DIGITS = re.compile(r"[0-9]{1,9}")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.)?\s*[-–]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:[-–]|(?:of|/|von)\s*\d{1,4})?", re.I
)
_ENTRY = re.compile(r".*\S(?:\s*\.{3,}\s*|\s{1,}|\s*…\s*)\d{1,4}")
_LEADER = re.compile(r"\.{4,}\s*\d{1,4}$|…\s*\d{1,4}$")
_CONTENTS = re.compile(r"(?:table of )?contents|inhalt(?:sverzeichnis)?|índice|sommaire|index", re.I)


def without_running(pages: Pages) -> list[list[Line]]:
    """The pages without page numbers and lines that recur at the top or bottom of most pages.

    The names of a table's columns recur as well: they stay where they stand first.
    """
    depth = EDGE_LINES if len(pages) > 2 else EDGE_LINES_OF_TWO
    running = _running(pages, depth) if len(pages) > 1 else set()
    kept: list[list[Line]] = []
    for page in pages:
        gone = {_shape(line) for line in _edges(page, depth)} & running
        fresh = {_shape(line) for line in _above_rows(page, depth)} & running
        running -= fresh
        edges = [line for line in _edges(page, depth) if _shape(line) in gone - fresh]
        kept.append(_without_number([line for line in page if line not in edges]))
    return kept


def _running(pages: Pages, depth: int) -> set[str]:
    """The shapes of such lines; rows of a table also differ in nothing but their numbers."""
    found: dict[str, list[Line]] = defaultdict(list)
    for page in pages:
        for shape, line in {_shape(line): line for line in _edges(page, depth)}.items():
            found[shape].append(line)
    fewest = max(min(3, len(pages)), OFTEN * len(pages))
    return {shape for shape, lines in found.items() if len(lines) >= fewest and _counts_pages(lines)}


def _counts_pages(lines: Sequence[Line]) -> bool:
    """Whether each number in lines of one shape is nearly always the same, or goes up with the page."""
    said = [[(int(number), line.page) for number in _DIGITS.findall(line.text)] for line in lines]
    for column in zip(*said, strict=True):
        same = Counter(number for number, _ in column).most_common(1)[0][1]
        rising = Counter(number - page for number, page in column).most_common(1)[0][1]
        if max(same, rising) < MOSTLY * len(lines):
            return False
    return True


def _above_rows(page: Sequence[Line], depth: int) -> list[Line]:
    return [line for line, below in pairwise(page[: depth + 1]) if min(len(line.cells), len(below.cells)) > 1]


def _edges(page: Sequence[Line], depth: int) -> list[Line]:
    return [*page[:depth], *page[-depth:]]


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
