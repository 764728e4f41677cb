"""Which questions ask for where the company is."""

from __future__ import annotations

import pytest

from retrieval.domain.context import where_company


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("where are you?", "where Flowdesk"),
        ("and where are you guys located exactly", "where Flowdesk"),
        ("Wo sitzen Sie?", "wo Flowdesk"),
        ("¿dónde están?", "dónde Flowdesk"),
        ("où êtes-vous ?", "où Flowdesk"),
        ("where is your office?", "where Flowdesk"),
        ("where do you deliver?", None),
        ("where is my parcel", None),
        ("where is it?", None),
        ("who are you", None),
    ],
)
def test_who_asks_where_you_are_means_the_company(question: str, asks: str | None) -> None:
    assert where_company(question, "Flowdesk") == asks
    assert where_company(question, "") is None
