"""Cuts a passage into what may be quoted: whole sentences, list items, steps and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from conversation.domain.answering.rows import readable

Kind = Literal["sentence", "item", "step", "row"]
_BOUNDARY = re.compile(r"(?<=[.!?…])[\"'\u201c\u201d\u2019»)\]]*(?=\s)\s+(?=[^\sa-zß-ÿ])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|z\. ?B|d\. ?h|u\. ?a|o\. ?ä|p\. ej|approx|no|nos|mr|mrs|ms|dr|prof|st"
    r"|vs|incl|excl"
    r"|max|min|tel|ext|fig|bzw|ca|evtl|ggf|inkl|exkl|zzgl|nr|str|abs|art|sr|sra|mme|[a-z])\.$",
    re.IGNORECASE,
)
_GERMAN_DAY = re.compile(
    r"\b(?:am|der|den|dem|des|vom|zum|bis|ab|im|die|und|jeden)\s+\d{1,2}\.$", re.IGNORECASE
)
_LONGEST_ABBREVIATION = 40
_ITEM = re.compile(r"^\s*(?:[-*•\u2013·]|(?P<number>\d{1,2})[.)])\s+(?P<text>\S.*)$")
_HEADING = re.compile(r"^\s*#{1,6}\s+(?P<text>.+?)\s*#*$")
_NAMED_CELLS = re.compile(r"^(?:[^:;.]{1,60}: [^;]{1,200}|[^:;.]{1,60})(?:; [^:;.]{1,60}: [^;]{1,200})+$")
"""A table's row as retrieval writes it; its first column may have no name."""
BELOW = "   "
_RULE = re.compile(r"^[\s|:+-]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A quotable part. `lead` introduces it: a heading, the sentence before a list, a table's head.

    `number` is a step's. Items below an item or a step are further lines of its text. `shown`: a table's row
    as a person would write it.
    """

    kind: Kind
    text: str
    lead: str = ""
    group: int = 0
    number: str = ""
    shown: str = ""


def sentences(paragraph: str) -> list[str]:
    """Split running text; abbreviations, prices, times and dates stay whole."""
    ends = [*ends_of_sentences(paragraph), len(paragraph)]
    parts = [paragraph[start:end].strip() for start, end in pairwise([0, *ends])]
    return [part for part in parts if part]


def ends_of_sentences(paragraph: str) -> Iterator[int]:
    """Where a sentence and the spaces after it end, but for the last one."""
    start = 0
    for match in _BOUNDARY.finditer(paragraph):
        last = max(0, start - 1, match.start() - _LONGEST_ABBREVIATION), match.start()
        if not (_ABBREVIATION.search(paragraph, *last) or _GERMAN_DAY.search(paragraph, *last)):
            yield match.end()
            start = match.end()


def pieces(text: str) -> list[Piece]:
    """The pieces of a passage in its order; the members of one list or table share a `group`."""
    cutter = _Cutter()
    for line in text.splitlines():
        cutter.take(line)
    cutter.end_paragraph()
    shown = readable(piece.text for piece in cutter.found if piece.kind == "row")
    return (
        [replace(piece, shown=shown.get(piece.text, "")) for piece in cutter.found] if shown else cutter.found
    )


class _Cutter:
    def __init__(self) -> None:
        self.found: list[Piece] = []
        self._paragraph: list[str] = []
        self._heading = ""
        self._columns: list[str] | None = None
        self._last_kind: Kind = "sentence"
        self._group = 0
        self._lead = ""
        self._indent = 0

    def take(self, line: str) -> None:
        stripped = line.strip()
        if not stripped:
            self.end_paragraph()
        elif stripped.startswith("|") and stripped.count("|") >= 2:
            self._take_row(stripped)
        elif heading := _HEADING.match(line):
            self.end_paragraph()
            self._heading, self._columns = heading["text"], None
        elif item := _ITEM.match(line):
            self._take_item(line, item)
        elif _NAMED_CELLS.match(stripped):
            self._enter("row")
            self.found.append(Piece("row", stripped, self._context(), self._group))
        elif self._in_list and line[:2].isspace():
            self._add_to_last(f" {stripped}")
        else:
            self._paragraph.append(stripped)

    def end_paragraph(self) -> None:
        self._columns = None
        if not self._paragraph:
            return
        self._last_kind = "sentence"
        for sentence in sentences(" ".join(self._paragraph)):
            self._group += 1
            self.found.append(Piece("sentence", sentence, self._heading, self._group))
            self._lead = sentence
        self._paragraph = []

    @property
    def _in_list(self) -> bool:
        return self._last_kind in ("item", "step") and not self._paragraph

    def _take_item(self, line: str, item: re.Match[str]) -> None:
        indent = len(line) - len(line.lstrip())
        if self._in_list and indent > self._indent:
            mark = f"{item['number']}." if item["number"] else "-"
            self._add_to_last(f"\n{BELOW}{mark} {item['text'].strip()}")
            return
        kind: Kind = "step" if item["number"] else "item"
        self._indent = indent
        self._enter(kind)
        found = Piece(kind, item["text"].strip(), self._context(), self._group, item["number"] or "")
        self.found.append(found)

    def _add_to_last(self, text: str) -> None:
        last = self.found.pop()
        self.found.append(replace(last, text=last.text + text))

    def _take_row(self, line: str) -> None:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if _RULE.match(line):
            return
        if self._columns is None:
            self._last_kind = "sentence"
            self._enter("row")
            self._columns = cells
            return
        self.found.append(Piece("row", _row(self._columns, cells), self._context(), self._group))

    def _enter(self, kind: Kind) -> None:
        if self._paragraph or self._last_kind != kind:
            self.end_paragraph()
            self._lead = self.found[-1].text if self.found and self.found[-1].kind == "sentence" else ""
            self._group += 1
        self._last_kind = kind

    def _context(self) -> str:
        columns = " ".join(self._columns or [])
        return " ".join(part for part in (self._heading, self._lead, columns) if part)


def _row(columns: list[str], cells: list[str]) -> str:
    first, *rest = cells
    if len(rest) == 1:
        return f"{first}: {rest[0]}"
    named = zip(columns[1:], rest, strict=False)
    return f"{first}: " + ", ".join(f"{name} {cell}" for name, cell in named if cell)
