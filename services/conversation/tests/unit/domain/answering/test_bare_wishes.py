"""Who types no more than "email?" is told the address, or that it is not known."""

from __future__ import annotations

import pytest

from contracts.shapes import Outcome
from conversation.domain.answering.extract import extract
from conversation.domain.turns import Grounding
from conversation.testing.facts import passage


@pytest.mark.parametrize(
    ("question", "found"),
    [("tel nr?", "2"), ("email?", "3"), ("email adresse?", "3")],
)
def test_a_bare_wish_is_answered_by_what_shows_it(question: str, found: str) -> None:
    change = 'Open "Settings" and then "My data" in your account.'
    settings = passage(change, key="1", question="How do I change my e-mail or phone number?", score=0.9)
    call = passage("Call 0800 555 0142 from 7:00 to 20:00.", key="2", question="Who helps me?", score=0.3)
    write = passage("Write to help@shop.example.", key="3", question="Who answers me?", score=0.3)
    answer = extract(Grounding(question, "en", (settings, call, write), 0.8))
    assert [one.document_id for one in answer.citations] == [f"doc_{found}"]
    assert extract(Grounding(question, "en", (settings,), 0.8)).outcome is Outcome.DECLINED


def test_who_asks_for_the_address_of_one_office_is_not_told_another() -> None:
    office = passage("The Marle office is open until noon.", key="1", heading="Marle office", score=0.9)
    write = passage("Write to help@shop.example.", key="2", question="Who answers me?", score=0.3)
    asked = Grounding("what is the email of the marle office", "en", (office, write), 0.8)
    assert extract(asked).outcome is Outcome.DECLINED


@pytest.mark.parametrize("question", ["parcel??", "wheres my stuff", "¿Dónde está mi paquete?"])
def test_who_asks_for_their_parcel_in_any_words_is_told_where_to_look(question: str) -> None:
    wrong = passage("Call us if the parcel is for somebody else.", key="1", question="It is not my parcel.")
    track = passage("Enter the number on the tracking page.", key="2", question="Where is my parcel?")
    answer = extract(Grounding(question, None, (wrong, track), 0.8))
    assert answer.rule == "faq_answer"
    assert [one.document_id for one in answer.citations] == ["doc_2"]
