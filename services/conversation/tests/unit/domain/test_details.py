"""Who says in the chat how to reach them."""

from __future__ import annotations

import pytest

from conversation.domain.details import gives_details, name_before, only_details, tells_more


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("[EMAIL_1]", True),
        ("Anna Bell, [EMAIL_1]", True),
        ("my number is [PHONE_1], thank you", True),
        ("[NAME_1] [EMAIL_1] [PHONE_1]", True),
        ("Anna Bell", False),
        ("did you write to [EMAIL_1]?", False),
        ("I never got the mail that you sent to [EMAIL_1] last week", False),
        ("Anna Bell, [EMAIL_1], my parcel PW123 arrived broken on Monday", True),
        ("My parcel arrived broken on Monday, please write to [EMAIL_1].", True),
        ("[NAME_1]. My parcel arrived broken, call [PHONE_1] after six", True),
        ("", False),
    ],
)
def test_an_address_or_a_number_and_no_question(text: str, given: bool) -> None:
    assert gives_details(text) is given


def test_what_is_told_besides_is_known() -> None:
    assert tells_more("Anna Bell, [EMAIL_1], my parcel PW123 arrived broken on Monday")
    assert not tells_more("my number is [PHONE_1], thank you")


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


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("[EMAIL_1]", True),
        ("my email is [EMAIL_1], I'm Jo", True),
        ("Meine Mail ist [EMAIL_1]", True),
        ("you can reach me at [PHONE_1]", True),
        ("My parcel is lost [EMAIL_1]", False),
        ("Change my email to [EMAIL_1]", False),
        ("call me at [PHONE_1]", False),
        ("is [EMAIL_1] yours?", False),
    ],
)
def test_what_says_more_than_how_to_reach_somebody_is_a_question_of_its_own(text: str, only: bool) -> None:
    assert only_details(text) is only
