"""Word documents: headings by style, outline level or a line in bold; lists; tables; footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from retrieval.domain.document import Block, Parsed, Section, unread
from retrieval.domain.listing import below, listed
from retrieval.domain.tables import Cell, merged_lines
from retrieval.outbound.parsing.docx_lists import Numbering, numbering_of
from retrieval.outbound.parsing.docx_styles import Style, lineages
from retrieval.outbound.parsing.docx_unsaid import silence
from retrieval.outbound.parsing.office import FALLBACK, A, W, opened, within

BOLD_LEVEL = 10
MOST_LETTERS = 100
MOST_SPAN = 60
BOX = f"{W}txbxContent"
_UNSEEN = frozenset((FALLBACK, f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", BOX))
_BOXES = frozenset((FALLBACK, f"{W}del", f"{W}moveFrom"))
_NOTES = (
    (RELATIONSHIP_TYPE.FOOTNOTES, f"{W}footnote", f"{W}footnoteReference"),
    (RELATIONSHIP_TYPE.ENDNOTES, f"{W}endnote", f"{W}endnoteReference"),
)
_TICKS = {"FC": "✓", "FB": "✗", "FE": "☑", "FD": "☒", "A8": "☐", "50": "✓", "4F": "✗", "52": "☑"}
"""What Wingdings draws."""
_PICTURES = (f"{A}blip", "{urn:schemas-microsoft-com:vml}imagedata")


def parse_docx(body: bytes) -> Parsed:
    """Pages are those Word noted when it last laid the document out. Raises Unreadable."""
    document: Any = opened(Document, body)
    styles = lineages(document)
    silence(document, styles)
    reader = _Reader(_levels(styles), _notes(document), numbering_of(document, styles))
    reader.read(document.element.body)
    reader.close()
    title = reader.title or str(document.core_properties.title or "").strip()
    notes = unread(sum(1 for tag in _PICTURES for _ in document.element.body.iter(tag)), "image")
    return Parsed(tuple(reader.sections), title=title[:200], pages=reader.pages, notes=notes)


def _levels(styles: Sequence[Sequence[Style]]) -> dict[str, int]:
    """The outline level of each paragraph style, 0 for the title's."""
    levels: dict[str, int] = {}
    for lineage in styles:
        found = (_level_of(one) for one in lineage)
        if (level := next((one for one in found if one is not None), None)) is not None:
            levels[lineage[0].style_id] = level
    return levels


def _level_of(style: Style) -> int | None:
    if style.name == "title":
        return 0
    if style.name.startswith("heading ") and style.name[8:].isdigit():
        return int(style.name[8:])
    return _outline(style.element)


def _outline(element: etree._Element) -> int | None:
    found = element.find(f"{W}pPr/{W}outlineLvl")
    value = str(found.get(f"{W}val") or "") if found is not None else ""
    return int(value) + 1 if value.isdigit() and int(value) < 9 else None


def _notes(document: Any) -> dict[tuple[str, str], str]:
    """Footnotes and endnotes, by what refers to them and their number."""
    found: dict[tuple[str, str], str] = {}
    for kind, tag, mark in _NOTES:
        try:
            blob = document.part.part_related_by(kind).blob
            root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
        except (KeyError, etree.XMLSyntaxError):
            continue
        found |= {(mark, str(note.get(f"{W}id"))): text for note in root.iter(tag) if (text := _text(note))}
    return found


@dataclass(slots=True)
class _Reader:
    levels: dict[str, int]
    notes: dict[tuple[str, str], str]
    numbering: Numbering
    sections: list[Section] = field(default_factory=list)
    path: dict[int, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    page: int = 1
    laid_out: bool = False
    in_list: bool = False

    @property
    def pages(self) -> int | None:
        return self.page if self.laid_out else None

    def read(self, body: etree._Element) -> None:
        """Every paragraph and table in `body`, also inside content controls."""
        self.laid_out = next(body.iter(f"{W}lastRenderedPageBreak"), None) is not None
        for element in _children(body):
            before, inside = _breaks(element)
            self.page += before
            if element.tag == f"{W}tbl":
                self._block(_table(element), table=True)
            else:
                self._paragraph(element)
            self.page += inside

    def close(self) -> None:
        """End the section; a bold line with nothing below it was no heading."""
        if not self.blocks and BOLD_LEVEL in self.path:
            self._block(self.path.pop(BOLD_LEVEL))
        if self.blocks:
            self.sections.append(
                Section(tuple(self.path[level] for level in sorted(self.path)), tuple(self.blocks))
            )
            self.blocks = []

    def _paragraph(self, paragraph: etree._Element) -> None:
        text = _text(paragraph)
        level = self._level(paragraph, text) if text else None
        if level == 0 and not self.title:
            self.title = text
        elif level is not None:
            self.close()
            self.path = {above: name for above, name in self.path.items() if above < level}
            self.path[level] = text
        else:
            self._text_block(paragraph, text)
            for mark in paragraph.iter(*(mark for _, _, mark in _NOTES)):
                self._block(self.notes.get((mark.tag, str(mark.get(f"{W}id"))), ""))
        for box in within(paragraph, _BOXES):
            if box.tag == BOX:
                self._block("\n".join(filter(None, map(_text, box.iter(f"{W}p")))))

    def _level(self, paragraph: etree._Element, text: str) -> int | None:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        named = self.levels.get(str(style.get(f"{W}val"))) if style is not None else None
        level = named if named is not None else _outline(paragraph)
        shown = level is None and len(text) <= MOST_LETTERS and text[-1] not in ".,;:!"
        if shown and not self.numbering.item(paragraph) and _is_bold(paragraph):
            return BOLD_LEVEL
        return level

    def _text_block(self, paragraph: etree._Element, text: str) -> None:
        item = self.numbering.item(paragraph) if text else None
        further = item is None and self.in_list and self.numbering.continues(paragraph)
        if item is not None:
            text = listed(text, item[1], self.numbering.next_number(item))
        self._block(below(text, 1) if further else text, listed=item is not None or further)

    def _block(self, text: str, *, table: bool = False, listed: bool = False) -> None:
        if not text:
            return
        page = self.page if self.laid_out else None
        if listed and self.in_list and self.blocks and self.blocks[-1].page == page:
            self.blocks[-1] = Block(f"{self.blocks[-1].text}\n{text}", page)
        else:
            self.blocks.append(Block(text, page, table))
        self.in_list = listed


def _children(body: etree._Element) -> Iterator[etree._Element]:
    """The outermost paragraphs and tables."""
    pending = [body]
    while pending:
        here = pending.pop()
        if here.tag in (f"{W}p", f"{W}tbl"):
            yield here
        elif here.tag != FALLBACK:
            pending.extend(reversed(here))


def _breaks(element: etree._Element) -> tuple[int, int]:
    """How many page breaks stand before the element's first word, and behind it."""
    counts, started = [0, 0], 0
    for part in element.iter(f"{W}lastRenderedPageBreak", f"{W}t"):
        if part.tag == f"{W}t":
            started = started or int(bool((part.text or "").strip()))
        else:
            counts[started] += 1
    return counts[0], counts[1]


def _text(element: etree._Element) -> str:
    parts: list[str] = []
    for part in within(element, _UNSEEN):
        if part.tag == f"{W}t":
            parts.append(part.text or "")
        elif part.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            parts.append("\t" if part.tag == f"{W}tab" else "\n")
        elif part.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif part.tag == f"{W}sym":
            parts.append(_tick(part))
        elif part.tag == f"{W}p" and parts:
            parts.append("\n")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))


def _tick(symbol: etree._Element) -> str:
    drawn = str(symbol.get(f"{W}font")).startswith("Wingdings")
    return _TICKS.get(str(symbol.get(f"{W}char")).upper()[-2:], "") if drawn else ""


def _is_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(f"{W}r") if _text(run)]
    return bool(runs) and all(map(_run_is_bold, runs))


def _run_is_bold(run: etree._Element) -> bool:
    bold = run.find(f"{W}rPr/{W}b")
    return bold is not None and bold.get(f"{W}val") not in ("0", "false")


def _table(table: etree._Element) -> str:
    above: dict[int, str] = {}
    rows: list[list[Cell]] = []
    for row in table.iterchildren(f"{W}tr"):
        here: dict[int, str] = {}
        cells: list[Cell] = []
        for cell in row.iter(f"{W}tc"):
            if cell.getparent() is row or cell.getparent().tag == f"{W}sdtContent":
                at = sum(one.across for one in cells)
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                below = merged is not None and merged.get(f"{W}val") != "restart"
                here[at] = above.get(at, "") if below else _cell(cell)
                cells.append(Cell(here[at], _span(cell)))
        above = here
        rows.append(cells)
    return merged_lines(rows)


def _cell(cell: etree._Element) -> str:
    """Its words; a table in it row by row."""
    parts = (_table(part) if part.tag == f"{W}tbl" else _text(part) for part in cell)
    return "\n".join(filter(None, parts))


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = str(span.get(f"{W}val") or "") if span is not None else ""
    return max(1, min(int(value), MOST_SPAN)) if value.isdigit() else 1
