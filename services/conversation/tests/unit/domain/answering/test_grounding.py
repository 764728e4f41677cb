"""Which sentences may be said after these passages."""

from __future__ import annotations

import pytest

from conversation.domain.answering.grounding import Evidence
from conversation.testing.facts import passage

PASSAGES = (
    passage(heading="Delivery hours"),
    passage(
        "A size M parcel costs 5.90 EUR. Students send it free of charge. Call 0800 555 0142 or see "
        "parcelwing.example/track. The depot opens Monday to Friday 07:00 to 20:00. "
        "We reply within three days. The Wing Pass is billed on 5 May.",
        key="2",
        heading="Prices",
    ),
)
EVIDENCE = Evidence(PASSAGES, "Do you deliver on Sundays?\nWingo\nParcelwing\nhelp@parcelwing.example")


@pytest.mark.parametrize(
    "sentence",
    [
        "Parcelwing does not deliver on Sundays [1].",
        "No, we don't deliver on Sundays. [1]",
        "Delivery on Saturday costs €4.90 [1].",
        "A size M parcel costs 5,90 EUR [2].",
        "The depot is open on Tuesday until 8 pm [2].",
        "Standard parcels come between 8 a.m. and 6 p.m. [1]",
        "Night Courier works all seven nights of the week [1].",
        "We reply within 3 days [2].",
        "Students send it for free [2].",
        "See https://www.parcelwing.example/track [2].",
        "Please write to help@parcelwing.example.",
        "Am Samstag kostet die Zustellung 4,90 EUR [1].",
        "The Wing Pass is billed on May 5 [2].",
        "Happy to help!",
        "I'm sorry to hear that.",
        "Is there anything else I can do for you?",
        "Thanks, [EMAIL_1]!",
    ],
)
def test_what_the_passages_say_may_be_said(sentence: str) -> None:
    assert EVIDENCE.judge(sentence).flaw is None


@pytest.mark.parametrize(
    ("flaw", "sentence"),
    [
        ("number", "Delivery on Saturday costs EUR 4.95 [1]."),
        ("number", "A size M parcel costs $5.90 [2]."),
        ("number", "A size M parcel costs 590 EUR [2]."),
        ("number", "The depot is open until 9 pm [2]."),
        ("number", "We reply within four days [2]."),
        ("number", "You get a refund of 20 % [2]."),
        ("number", "Call 0800 555 0199 [2]."),
        ("number", "Is it not 12 EUR?"),
        ("date", "The depot opens on Saturdays and Sundays in June [2]."),
        ("address", "See https://parcelwing.evil.example/track [2]."),
        ("address", "See parcelwing.example/refund [2]."),
        ("address", "Write to boss@parcelwing.example."),
        ("name", "Please ask for Miller at the depot [2]."),
        ("negation", "Parcelwing delivers on Sundays between 08:00 and 18:00 [1]."),
        ("promise", "I have refunded your parcel."),
        ("promise", "We've cancelled the delivery [1]."),
        ("words", "Every customer may insult our dragons in the castle garden [1]."),
        ("words", "Sure, fireworks are welcome."),
    ],
)
def test_what_they_do_not_say_may_not(flaw: str, sentence: str) -> None:
    assert EVIDENCE.judge(sentence).flaw == flaw


def test_a_price_is_no_longer_free_when_no_passage_says_so() -> None:
    assert Evidence(PASSAGES[:1]).judge("Saturday delivery is free of charge [1].").flaw == "number"


def test_support_is_found_where_it_stands() -> None:
    assert EVIDENCE.judge("A size M parcel costs 5.90 EUR [1].").passages == (1,)
    both = EVIDENCE.judge("Saturday delivery costs EUR 4.90 and a size M parcel 5.90 EUR.")
    assert both.passages == (0, 1)


def test_without_passages_only_kind_words_are_left() -> None:
    bare = Evidence(())
    assert bare.judge("We deliver everything.").flaw == "words"
    assert bare.judge("Hello!").flaw is None
