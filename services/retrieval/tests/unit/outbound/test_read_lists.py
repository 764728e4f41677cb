"""Steps and lists, with their numbers, from every kind of file."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate

from retrieval.domain.document import Digest
from retrieval.outbound.parsing.read import read


def of(body: str | bytes, name: str) -> Digest:
    return read(body.encode() if isinstance(body, str) else body, name, "")


def test_numbered_lists_keep_their_numbers_and_what_lies_within() -> None:
    (draft,) = of(
        "1. Open the app. It is free.\n2. Choose a size:\n   - Small\n   - Large\n3. Pay.\n\n   Not cash.\n\n"
        "- Box\n  1. Fold it\n  2. Tape it\n\n7. Wait\n8. Go\n",
        "steps.md",
    ).drafts
    assert draft.text == (
        "1. Open the app. It is free.\n2. Choose a size:\n   • Small\n   • Large\n3. Pay.\n   Not cash.\n\n"
        "• Box\n   1. Fold it\n   2. Tape it\n\n7. Wait\n8. Go"
    )


def test_lists_of_plain_text_keep_their_shape() -> None:
    (draft,) = of("  How to pay:\n\n  1. Choose:\n     - Card\n     - Cash\n  2. Pay.\n", "steps.txt").drafts
    assert draft.text == "How to pay:\n\n1. Choose:\n   - Card\n   - Cash\n2. Pay."


def test_what_looks_like_a_heading_and_has_nothing_below_is_text() -> None:
    (draft,) = of("PAYING\n\n1. Open the app\n\n2. Choose a card\n\n3. Pay\n", "steps.txt").drafts
    assert (draft.heading, draft.text) == ("PAYING", "1. Open the app\n\n2. Choose a card\n\n3. Pay")
    (draft,) = of("Company rules\n\nOpening hours\n\nWe open at 8.\n", "rules.txt").drafts
    assert (draft.heading, draft.text) == ("Opening hours", "We open at 8.")
    assert [one.text for one in of("We open at 8", "hours.txt").drafts] == ["We open at 8"]


def test_a_pdf_lists_marks_are_no_column_of_a_table() -> None:
    style = getSampleStyleSheet()["BodyText"]
    steps = [Paragraph(words, style) for words in ("Open the app.", "Choose a card.", "Pay.")]
    file = io.BytesIO()
    SimpleDocTemplate(file).build([ListFlowable(steps, bulletType="1", bulletFormat="%s.", leftIndent=40)])
    (draft,) = of(file.getvalue(), "steps.pdf").drafts
    assert draft.text == "1. Open the app.\n2. Choose a card.\n3. Pay."


def test_numbered_lists_count_as_browsers_do() -> None:
    inner = "<ul><li>Small<li>Large</ul>"
    (draft,) = of(
        f"<main><ol start=5><li>Open<li>Choose {inner}<li value=9><p>Pay</p><p>By card</p><li>Go</ol></main>",
        "page.html",
    ).drafts
    assert draft.text == "5. Open\n6. Choose\n   • Small\n   • Large\n9. Pay\n   By card\n10. Go"


def test_word_prints_the_numbers_of_its_lists() -> None:
    document = Document()
    lines = [("Open", "Number"), ("Choose", "Number"), ("Small", "Bullet 2"), ("Large", "Bullet 2")]
    for words, style in [*lines, ("or none", "Continue"), ("Pay", "Number"), ("And so on", "")]:
        document.add_paragraph(words, style=f"List {style}" if style else None)
    again = restarted(document, document.styles["List Number"])
    no_list = f"<w:numPr {nsdecls('w')}><w:numId w:val='0'/></w:numPr>"
    for words, of_list in (("Fold", again), ("Tape", again), ("The end", no_list)):
        document.add_paragraph(words, style="List Number")._p.get_or_add_pPr().append(parse_xml(of_list))
    file = io.BytesIO()
    document.save(file)
    (draft,) = of(file.getvalue(), "steps.docx").drafts
    assert draft.text == (
        "1. Open\n2. Choose\n   • Small\n   • Large\n   or none\n3. Pay\n\nAnd so on\n\n"
        "1. Fold\n2. Tape\n\nThe end"
    )


def restarted(document: Any, style: Any) -> str:
    """The numbering of a style once more from its beginning, as Word writes it."""
    numbering = document.part.numbering_part.element
    shape = numbering.num_having_numId(style.element.pPr.numPr.numId.val).abstractNumId.val
    number = numbering.add_num(shape)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='{number.numId}'/></w:numPr>"
