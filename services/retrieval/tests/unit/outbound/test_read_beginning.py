from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from retrieval.domain.document import Unreadable
from retrieval.outbound.parsing.read import read

ANIMALS = ("Dogs", "Cats", "Parrots", "Snakes", "Horses")


def test_the_first_pages_of_a_long_pdf() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    for one in ANIMALS:
        canvas.drawString(72, 700, f"{one} travel alone.")
        canvas.showPage()
    canvas.save()
    whole, first = read(file.getvalue(), "book.pdf", ""), read(file.getvalue(), "book.pdf", "", pages=2)
    assert [one.text for one in whole.drafts] == [f"{one} travel alone." for one in ANIMALS]
    assert first.drafts == whole.drafts[:2]
    with pytest.raises(Unreadable, match="soon read whole"):
        read(file.getvalue(), "book.pdf", "", pages=3)
