"""A card leads to a page of the knowledge, and nowhere else."""

from __future__ import annotations

import pytest

from contracts.shapes import Citation
from conversation.domain.cards import card_of

PAGE = Citation(
    document_id="doc_1",
    revision=1,
    title="Prices",
    url="https://www.parcelwing.example/prices",
    quote="A size M parcel costs 5.90 EUR.",
)
FILE = PAGE.model_copy(update={"document_id": "doc_2", "url": None})


def test_the_first_cited_page_becomes_the_card() -> None:
    other = PAGE.model_copy(update={"url": "https://parcelwing.example/other"})
    [card] = card_of([FILE, PAGE, other])
    assert card == {
        "type": "card",
        "document_id": "doc_1",
        "title": "Prices",
        "text": "A size M parcel costs 5.90 EUR.",
        "url": "https://www.parcelwing.example/prices",
        "host": "parcelwing.example",
    }


def test_long_quotes_are_cut_between_words() -> None:
    [card] = card_of([PAGE.model_copy(update={"quote": "many words \n" * 40})])
    assert len(card["text"]) <= 160 and card["text"].endswith(("many…", "words…"))


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https://a@b.example/",
        "http://[broken",
        f"https://b.example/{'x' * 2000}",
    ],
)
def test_what_is_no_page_gets_no_card(url: str | None) -> None:
    assert card_of([PAGE.model_copy(update={"url": url})]) == ()


def test_a_page_of_the_web_is_not_the_companys() -> None:
    assert card_of([PAGE.model_copy(update={"web": True})]) == ()
