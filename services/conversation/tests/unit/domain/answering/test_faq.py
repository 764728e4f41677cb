"""Which entry of a FAQ asks what the customer asks."""

from __future__ import annotations

import pytest

from contracts.shapes import Passage
from conversation.domain.answering.asking import asking
from conversation.domain.answering.faq import matching_entry
from conversation.domain.turns import Grounding
from conversation.testing.facts import passage

WHAT = passage("Flowdesk is a tool for invoices.", question="What is Flowdesk?")
WHERE = passage("In Leipzig.", question="Where is Flowdesk based?")
WHEN = passage("From 8 to 18.", question="Wann liefern Sie?")
PICKUP = passage("From 8:00 to 12:00.", question="Do you pick up parcels?")


@pytest.mark.parametrize(
    ("question", "entries", "found"),
    [
        ("where is Flowdesk?", (WHAT, WHERE), None),
        ("where is flowdesk based", (WHAT, WHERE), WHERE),
        ("Flowdesk", (WHAT,), WHAT),
        ("tell me what Flowdesk is", (WHERE, WHAT), WHAT),
        ("Wo liefern Sie?", (WHEN,), None),
        ("Und wann liefern Sie?", (WHEN,), WHEN),
        ("can you pick up a parcel", (PICKUP,), PICKUP),
        ("how long do I have to pick up a parcel", (PICKUP,), None),
    ],
)
def test_the_entry_asks_with_the_same_asking_word(
    question: str, entries: tuple[Passage, ...], found: Passage | None
) -> None:
    assert matching_entry(Grounding(question, "en", entries, 0.9), asking(question)) is found


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("wheres my parcel pls", "Where is my parcel?"),
        ("When do you open?", "When do you open?"),
        ("opening hrs", "What are your opening hours?"),
    ],
)
def test_a_sloppy_question_is_the_entrys_as_it_was_typed_or_spelled_out(message: str, question: str) -> None:
    entry = passage("It is told here.", question=question)
    grounding = Grounding(message, "en", (WHAT, entry), 0.9)
    assert matching_entry(grounding, asking(grounding.understood)) is entry
