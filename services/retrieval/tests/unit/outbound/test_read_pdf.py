"""Printed pages as programs really make them."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from retrieval.outbound.parsing.read import read


def printed(*lines: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for at, line in enumerate(lines):
        canvas.drawString(72, 750 - 14 * at, line)
    canvas.save()
    return file.getvalue()


def test_words_hyphenated_at_the_end_of_a_line_are_whole_again() -> None:
    lines = ("Our con-", "ditions hold. Write an e-", "mail to the Nord-", "Ost office, fax 12-", "34 or on-")
    (draft,) = read(printed(*lines), "terms.pdf", "").drafts
    assert draft.text == "Our conditions hold. Write an e-mail to the Nord-Ost office, fax 12- 34 or on-"
