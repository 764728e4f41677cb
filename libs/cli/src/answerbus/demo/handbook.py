"""Make the demo company's handbook PDF from its Markdown: `python -m answerbus.demo.handbook [OUTPUT]`."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

CONTENT = Path(__file__).parent / "content"
SOURCE = CONTENT / "handbook.md"
PDF = CONTENT / "parcelwing-handbook.pdf"

INK, BRAND, SUN, MIST, RULE = (HexColor(c) for c in ("#1f2933", "#0f5e8c", "#f2a33a", "#eef4f8", "#c3d1db"))
FEATHERS = (SUN, HexColor("#6fb1d6"), HexColor("#3c87b4"))
WIDTH, HEIGHT = A4
MARGIN = 24 * mm
TEXT_WIDTH = WIDTH - 2 * MARGIN
CELL_PADDING = 6


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        name, **{"fontName": "Helvetica", "textColor": INK, **more}, fontSize=size, leading=leading
    )


BOLD = "Helvetica-Bold"
STYLES = {
    "body": _style("body", 10.5, 15.5, spaceAfter=7),
    "item": _style("item", 10.5, 15.5, spaceAfter=3, leftIndent=14, bulletIndent=3),
    "h2": _style("h2", 19, 24, fontName=BOLD, textColor=BRAND, spaceBefore=20, spaceAfter=9, keepWithNext=1),
    "h3": _style("h3", 12.5, 16, fontName=BOLD, spaceBefore=9, spaceAfter=4, keepWithNext=1),
    "head": _style("head", 9.5, 13, fontName=BOLD, textColor=white),
    "cell": _style("cell", 9.5, 13),
    "contents": _style("contents", 19, 24, fontName=BOLD, textColor=BRAND, spaceAfter=10),
}
CONTENTS_LEVELS = [_style("toc", 10.5, 15.4)]
TIGHT = TableStyle([(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("TOP", "BOTTOM", "LEFT", "RIGHT")])


class Whole(Paragraph):  # type: ignore[misc]  # reportlab is untyped
    """A paragraph that moves to the next page rather than break, so that every quote has one page."""

    def split(self, *_: float) -> list[Flowable]:
        return []


class Handbook(BaseDocTemplate):  # type: ignore[misc]  # reportlab is untyped
    """Two page kinds (cover, page), chapter and section bookmarks, and contents fed by the headings."""

    def __init__(self, path: Path, title: str, cover: list[str]) -> None:
        super().__init__(str(path), pagesize=A4, title=title, author="Parcelwing", lang="en", invariant=1)
        frame = Frame(MARGIN, 24 * mm, TEXT_WIDTH, HEIGHT - 50 * mm, 0, 0, 0, 0)
        self.addPageTemplates(
            [
                PageTemplate("cover", [frame], onPage=partial(_draw_cover, [title, *cover])),
                PageTemplate("page", [frame], onPage=partial(_draw_header, title), onPageEnd=_draw_footer),
            ]
        )

    def afterFlowable(self, flowable: Flowable) -> None:
        level = {"h2": 0, "h3": 1}.get(getattr(getattr(flowable, "style", None), "name", ""))
        if level is None:
            return
        text = flowable.getPlainText()
        key = "section-" + text.split(" ", 1)[0]
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, level, closed=level == 0)
        if level == 0:
            self.notify("TOCEntry", (level, escape(text), self.page, key))


def _draw_cover(lines: list[str], canvas: Canvas, _: BaseDocTemplate) -> None:
    company, *rest = lines[0].split(" ")
    canvas.setFillColor(BRAND)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    _draw_wing(canvas, WIDTH - 112 * mm, HEIGHT - 116 * mm, 88 * mm)
    canvas.setFillColor(white)
    canvas.setFont(BOLD, 46)
    canvas.drawString(MARGIN, 132 * mm, company)
    canvas.setFont("Helvetica", 27)
    canvas.drawString(MARGIN, 118 * mm, " ".join(rest))
    canvas.setFillColor(SUN)
    canvas.rect(MARGIN, 108 * mm, 30 * mm, 1.4 * mm, stroke=0, fill=1)
    style = _style("cover", 13, 19, textColor=white)
    top = 101 * mm
    for line in lines[1:]:
        paragraph = Paragraph(line, style)
        top -= paragraph.wrap(112 * mm, HEIGHT)[1]
        paragraph.drawOn(canvas, MARGIN, top)
        top -= 5 * mm


def _draw_wing(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Three feathers, largest on top, inside a square of `size` points whose lower left corner is x, y."""
    for step, color in enumerate(FEATHERS):
        length, base = size * (1 - 0.24 * step), y + size * (0.62 - 0.25 * step)

        def at(across: float, up: float, length: float = length, base: float = base) -> tuple[float, float]:
            return x + length * across, base + size * up

        feather = canvas.beginPath()
        feather.moveTo(x, base)
        feather.curveTo(*at(0.3, 0.2), *at(0.7, 0.2), *at(1, 0.3))
        feather.curveTo(*at(0.9, 0.02), *at(0.5, -0.06), *at(0, 0))
        canvas.setFillColor(color)
        canvas.drawPath(feather, stroke=0, fill=1)


def _draw_header(title: str, canvas: Canvas, _: BaseDocTemplate) -> None:
    canvas.setFillColor(BRAND)
    canvas.setFont("Helvetica", 8.5)
    canvas.drawString(MARGIN, HEIGHT - 16 * mm, title)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, HEIGHT - 18.5 * mm, WIDTH - MARGIN, HEIGHT - 18.5 * mm)


def _draw_footer(canvas: Canvas, doc: BaseDocTemplate) -> None:
    canvas.setFillColor(BRAND)
    canvas.setFont("Helvetica", 8.5)
    canvas.drawRightString(WIDTH - MARGIN, 13 * mm, f"Page {doc.page}")


def _inline(token: Token) -> str:
    """Markdown inline content as the small markup of a reportlab paragraph."""
    tags = {
        "strong_open": "<b>",
        "strong_close": "</b>",
        "em_open": "<i>",
        "em_close": "</i>",
        "softbreak": " ",
    }
    return "".join(tags.get(child.type, escape(child.content)) for child in token.children or [])


def _column_widths(rows: list[list[str]]) -> list[float]:
    """Natural widths where they fit, else the widest columns share what the narrow ones leave."""
    natural = [
        max(stringWidth(cell, BOLD, 9.5) for cell in column) + 2 * CELL_PADDING + 1
        for column in zip(*rows, strict=True)
    ]
    widths, left, room = list(natural), len(natural), TEXT_WIDTH
    for index in sorted(range(len(natural)), key=natural.__getitem__):
        widths[index] = min(natural[index], room / left)
        room, left = room - widths[index], left - 1
    return [width + room / len(widths) for width in widths]


def _table(rows: list[list[str]]) -> list[Flowable]:
    cells = [
        [Paragraph(text, STYLES["cell" if line else "head"]) for text in row] for line, row in enumerate(rows)
    ]
    look = TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, 0), BRAND),
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, MIST]),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), CELL_PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ("NOSPLIT", (0, 0), (-1, -1)),
        ]
    )
    return [Table(cells, _column_widths(rows), style=look, spaceBefore=3, spaceAfter=10, repeatRows=1)]


def _flow(tokens: list[Token]) -> Iterator[Flowable]:
    """Flowables of everything after the cover lines, in the order of the Markdown."""
    rows: list[list[str]] = []
    block, in_item = "", False
    for token in tokens:
        if token.type in ("heading_open", "th_open", "td_open", "paragraph_open"):
            block = token.tag
        elif token.type in ("list_item_open", "list_item_close"):
            in_item = token.type == "list_item_open"
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            yield from _table(rows)
            rows = []
        elif token.type == "inline" and block in ("th", "td"):
            rows[-1].append(_inline(token))
        elif token.type == "inline":
            if block == "h2":
                yield CondPageBreak(70 * mm)
            style = STYLES["item" if in_item else block if block in STYLES else "body"]
            yield Whole(_inline(token), style, bulletText="•" if in_item else None)


def build(source: Path = SOURCE, output: Path = PDF) -> Path:
    """Write the PDF of a Markdown handbook; what stands before the first `##` becomes the cover."""
    tokens = MarkdownIt("commonmark").enable("table").parse(source.read_text(encoding="utf-8"))
    first = next(i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2")
    title, *cover = [_inline(token) for token in tokens[:first] if token.type == "inline"]
    contents = TableOfContents(levelStyles=CONTENTS_LEVELS, dotsMinLevel=-1, tableStyle=TIGHT)
    start = [
        Spacer(1, 1),
        NextPageTemplate("page"),
        PageBreak(),
        Paragraph("Contents", STYLES["contents"]),
        contents,
    ]
    Handbook(output, title, cover).multiBuild([*start, PageBreak(), *_flow(tokens[first:])])
    return output


if __name__ == "__main__":
    print(build(output=Path(sys.argv[1]) if len(sys.argv) > 1 else PDF))
