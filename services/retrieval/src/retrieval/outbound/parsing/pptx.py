"""PowerPoint presentations: one section per slide, below its title; the page is the slide's number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from pptx import Presentation

from retrieval.domain.document import Block, Parsed, Section, Unreadable, unread
from retrieval.domain.tables import Cell, merged_lines
from retrieval.outbound.parsing.office import FALLBACK, A, opened, within

MOST_SLIDES = 2_000
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_GROUP = f"{P}grpSp"
_SHAPES = (f"{P}sp", f"{P}graphicFrame", f"{P}pic", _GROUP)
_TITLES = frozenset(("title", "ctrTitle"))
_YES = ("1", "true")
MOST_SPAN = 50
_FURNITURE = frozenset(("dt", "ftr", "hdr", "sldNum"))


def parse_pptx(body: bytes) -> Parsed:
    """Raises Unreadable. Hidden slides and speakers' notes are not for customers and left out."""
    slides: list[Any] = opened(lambda file: list(Presentation(file).slides), body)
    if len(slides) > MOST_SLIDES:
        raise Unreadable(
            f"This presentation has {len(slides):,} slides and the limit is {MOST_SLIDES:,}; please split it."
        )
    deck = _Deck()
    for number, slide in enumerate(slides, start=1):
        deck.add(slide.element, number)
        deck.spoken += _has_words_for_its_speaker(slide)
    return Parsed(tuple(deck.sections), pages=len(slides), notes=deck.notes)


@dataclass(slots=True)
class _Deck:
    sections: list[Section] = field(default_factory=list)
    images: int = 0
    charts: int = 0
    hidden: int = 0
    spoken: int = 0
    seen: set[int] = field(default_factory=set)

    @property
    def notes(self) -> tuple[str, ...]:
        return (
            *unread(self.images, "image"),
            *unread(self.charts, "chart"),
            *unread(self.hidden, "hidden slide"),
            *unread(self.spoken, "speaker's note"),
        )

    def add(self, slide: etree._Element, number: int) -> None:
        """Read a slide once, however often it is listed."""
        if id(slide) in self.seen:
            return
        self.seen.add(id(slide))
        if slide.get("show") in ("0", "false"):
            self.hidden += 1
            return
        title, blocks = "", []
        for shape in _shapes(slide):
            kind = _placeholder(shape)
            if kind in _TITLES and not title:
                title = " ".join(_text(shape).split())
            elif kind not in _FURNITURE and (text := self._read(shape)):
                blocks.append(Block(text, number, shape.tag == f"{P}graphicFrame"))
        if blocks:
            self.sections.append(Section((title,) if title else (), tuple(blocks)))

    def _read(self, shape: etree._Element) -> str:
        if shape.tag == f"{P}pic":
            self.images += 1
            return ""
        if shape.tag == f"{P}sp":
            return _text(shape)
        table = next(shape.iter(f"{A}tbl"), None)
        if table is None:
            self.charts += 1
            return ""
        return merged_lines(_rows(table))


def _shapes(around: etree._Element) -> Iterator[etree._Element]:
    """In reading order: top to bottom, then left to right; what is grouped stays together."""
    for shape in sorted(_outermost(around), key=_place):
        if shape.tag == _GROUP:
            yield from _shapes(shape)
        else:
            yield shape


def _outermost(around: etree._Element) -> Iterator[etree._Element]:
    pending = list(reversed(around))
    while pending:
        here = pending.pop()
        if here.tag in _SHAPES:
            yield here
        elif here.tag != FALLBACK:
            pending.extend(reversed(here))


def _has_words_for_its_speaker(slide: Any) -> bool:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return frame is not None and bool(frame.text.strip())


def _place(shape: etree._Element) -> tuple[int, int]:
    """A shape's place; one without its own has its layout's. Titles first, then bodies."""
    found = next(shape.iter(f"{A}off", f"{P}off"), None)
    if found is None:
        return (0, 0)
    return _number(found.get("y")), _number(found.get("x"))


def _number(value: Any) -> int:
    text = str(value or "0")
    return int(text) if text.lstrip("-").isdigit() and len(text) < 15 else 0


def _placeholder(shape: etree._Element) -> str:
    found = next(shape.iter(f"{P}ph"), None)
    return str(found.get("type") or "") if found is not None else ""


def _rows(table: etree._Element) -> Iterator[list[Cell]]:
    """Every cell of a merge is there, those after its first are marked and empty."""
    above: dict[int, str] = {}
    for row in table.iterchildren(f"{A}tr"):
        cells: list[Cell] = []
        here: dict[int, str] = {}
        for at, cell in enumerate(row.iterchildren(f"{A}tc")):
            here[at] = above.get(at, "") if cell.get("vMerge") in _YES else _text(cell)
            if cell.get("hMerge") not in _YES:
                across = _number(cell.get("gridSpan") or 1)
                cells.append(Cell(here[at], max(1, min(across, MOST_SPAN))))
        above = here
        yield cells


def _text(shape: etree._Element) -> str:
    paragraphs: list[str] = []
    for paragraph in shape.iter(f"{A}p"):
        parts = [
            (part.text or "") if part.tag == f"{A}t" else " "
            for part in within(paragraph, frozenset((FALLBACK,)))
            if part.tag in (f"{A}t", f"{A}br")
        ]
        paragraphs.append(" ".join("".join(parts).split()))
    return "\n".join(filter(None, paragraphs))
