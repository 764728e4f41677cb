from pathlib import Path

import pytest

from conversation.domain.nlu.person_requests import asks_for_person, keyword_in

LINES = (Path(__file__).parent / "person_requests.txt").read_text().splitlines()
SAID = [
    (language if language != "-" else None, text) for language, text in (line.split("|", 1) for line in LINES)
]


def test_every_phrasing_is_understood_in_its_language() -> None:
    assert len(SAID) > 500
    assert [(text, asks_for_person(text)) for wanted, text in SAID if asks_for_person(text) != wanted] == []


def test_a_wish_is_found_among_other_sentences() -> None:
    text = "My parcel is late again. I have waited for a week. Can I speak to someone? Thanks"
    assert asks_for_person(text) == "en"
    assert asks_for_person(text.replace("Can I speak", "I do not want to speak")) is None


def test_ten_thousand_letters_of_nonsense_are_looked_at_in_part_and_quickly() -> None:
    assert asks_for_person("talk to " * 20_000) is None
    assert asks_for_person("x " * 5_000 + "talk to a human") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [("This is URGENT!", "urgent"), ("insurgents", None), ("see my lawyer.", "lawyer"), ("", None)],
)
def test_keywords_are_whole_words_in_any_case(text: str, found: str | None) -> None:
    assert keyword_in(text, ["urgent", "lawyer", " "]) == found
