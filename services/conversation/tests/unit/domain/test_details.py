"""Who says in the chat how to reach them."""

from __future__ import annotations

import pytest

from conversation.domain.details import name_before, only_details


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("[EMAIL_1]", True),
        ("Anna Bell, [EMAIL_1]", True),
        ("my number is [PHONE_1], thank you", True),
        ("[NAME_1] [EMAIL_1] [PHONE_1]", True),
        ("Anna Bell", False),
        ("did you write to [EMAIL_1]?", False),
        ("I never got the mail that you sent to [EMAIL_1] last week", False),
        ("", False),
    ],
)
def test_nothing_but_an_address_or_a_number(text: str, only: bool) -> None:
    assert only_details(text) is only


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anna Bell, [EMAIL_1]", "Anna Bell"),
        ("Anna Maria Bell\n[PHONE_1]", "Anna Maria Bell"),
        ("write to me: [EMAIL_1]", None),
        ("Anna, [EMAIL_1]", None),
        ("[EMAIL_1]", None),
    ],
)
def test_a_name_is_what_stands_before_an_address_like_a_signature(text: str, name: str | None) -> None:
    assert name_before(text) == name
