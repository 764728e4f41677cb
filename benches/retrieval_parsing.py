"""How long files take to become passages: a PDF of 500 pages, one page of text, the start of the reader."""

from __future__ import annotations

import asyncio
import io
import os
import random
import time
from pathlib import Path

from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from benches.retrieval_corpus import THEMES, VERBS
from benches.sections import write_section
from retrieval.domain.document import Digest
from retrieval.outbound.parsing.read import read
from retrieval.outbound.sandbox import SandboxReader

TARGET = Path(__file__).parents[1] / "docs" / "performance.md"
PAGES = 500
SMALL = 40
WHEN = ["before", "after", "unless", "when", "because", "while", "as soon as", "in case"]
STYLES = getSampleStyleSheet()
TEXT = """Made by `python -m benches.retrieval_parsing` on {cores} cores, by the clock, through the sandbox.

| | target | |
|---|---|---|
| a PDF of {pages} pages, {letters:,} letters, {passages:,} passages (s) | ≤ 10 | {pdf:.1f} |
| its CPU (s) | | {cpu:.1f} |
| a web page of ten sections, one after the other (ms) | | {small:.0f} |
| the first file after the start (ms) | | {first:.0f} |
"""


def sentence(dice: random.Random) -> str:
    """About a line of print."""
    said = f"{dice.choice(VERBS)} every {dice.choice(THEMES)} {dice.choice(WHEN)} the {dice.choice(THEMES)}"
    return f"Please {said} was {dice.choice(VERBS)}ed, {dice.choice(WHEN)} {dice.randrange(2, 60)} days pass."


def handbook(pages: int) -> bytes:
    """Chapters with paragraphs, and a table on every third page; no two pages say the same."""
    dice = random.Random(pages)
    parts: list[object] = []
    for page in range(pages):
        number, title = f"{page // 10 + 1}.{page % 10 + 1}", f"{dice.choice(VERBS)} the {dice.choice(THEMES)}"
        parts.append(Paragraph(f"{number} How to {title}", STYLES["Heading2"]))
        for _ in range(7):
            parts.append(Paragraph(" ".join(sentence(dice) for _ in range(5)), STYLES["BodyText"]))
        if page % 3 == 0:
            rows = [[f"Size {size}", f"{size}.90 EUR", f"{size} kg"] for size in range(8)]
            parts.append(Table([["Size", "Price", "Weight"], *rows], colWidths=[120, 100, 100]))
        parts.append(PageBreak())
    file = io.BytesIO()
    SimpleDocTemplate(file).build(parts)
    return file.getvalue()


def web_page() -> bytes:
    sections = (f"<h2 id=s{at}>Section {at}</h2><p>{'Words about parcels. ' * 30}</p>" for at in range(10))
    return f"<main><h1>Parcels</h1>{''.join(sections)}</main>".encode()


async def timed(reader: SandboxReader, body: bytes, name: str) -> tuple[float, Digest]:
    started = time.perf_counter()
    digest = await reader.read(body, name, "")
    return time.perf_counter() - started, digest


async def main() -> None:
    reader, page = SandboxReader(), web_page()
    first, _ = await timed(reader, page, "page.html")
    small = sorted([(await timed(reader, page, "page.html"))[0] for _ in range(SMALL)])[SMALL // 2]
    book = handbook(PAGES)
    pdf, digest = await timed(reader, book, "handbook.pdf")
    before = time.process_time()
    read(book, "handbook.pdf", "")
    cpu = time.process_time() - before
    text = TEXT.format(
        cores=os.cpu_count(),
        pages=digest.pages,
        letters=sum(len(draft.text) for draft in digest.drafts),
        passages=len(digest.drafts),
        pdf=pdf,
        cpu=cpu,
        small=small * 1000,
        first=first * 1000,
    )
    write_section("retrieval-parsing", "Reading files", text, TARGET)
    print(text)


if __name__ == "__main__":
    asyncio.run(main())
