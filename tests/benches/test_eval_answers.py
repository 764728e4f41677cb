"""The evaluation of answers: its sets can be answered, and its measures can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerbus.demo.load import CONTENT
from benches.eval_conversation import sets
from benches.eval_conversation.facts import invented, says, says_snippet
from benches.sections import write_section

SOURCE = "\n".join(
    (CONTENT / name).read_text(encoding="utf-8").replace('\\"', '"')
    for name in ("handbook.md", "faq.json", "service-points.csv")
)


@pytest.mark.parametrize(
    "asked",
    [sets.held_out(), [turn for turns in sets.dialogues("held_out") for turn in turns], sets.development()],
)
def test_every_fact_that_is_asked_for_stands_in_the_knowledge(asked: list[sets.Asked]) -> None:
    missing = [one for one in asked for fact in one.facts if not says(SOURCE, (fact,))]
    assert missing == []


def test_the_sets_are_as_large_as_they_must_be_and_kept_apart() -> None:
    held_out = sets.held_out()
    assert sum(bool(one.facts) for one in held_out) >= 100
    assert sum(not one.facts for one in held_out) >= 60
    assert len(sets.dialogues("held_out")) >= 50
    seen = {one.question.casefold() for one in sets.development()}
    assert seen.isdisjoint(one.question.casefold() for one in held_out)
    assert not [turns for turns in sets.dialogues("dev") if turns in sets.dialogues("held_out")]


def test_numbers_and_addresses_that_no_passage_holds_are_found() -> None:
    passages = ("It costs 4.90 EUR; see parcelwing.example/track.",)
    assert invented("It costs 4.90 EUR, see parcelwing.example/track. [1]", passages) == []
    assert invented("It costs 4.95 EUR. [1]", passages) == ["4.95"]
    assert invented("See https://evil.example/track now.", passages) == ["https://evil.example/track"]
    assert invented("Write to help@parcelwing.example.", passages) == ["help@parcelwing.example"]


def test_a_gold_snippet_is_said_only_with_its_numbers() -> None:
    assert says_snippet("Check-in at the Grant Hotel starts at 3:00 PM.", "Check-in starts at 3:00 PM.")
    assert not says_snippet("Check-in starts at 2:00 PM.", "Check-in starts at 3:00 PM.")


def test_a_section_is_replaced_and_its_neighbours_stay(tmp_path: Path) -> None:
    page = tmp_path / "quality.md"
    page.write_text("# Quality\n")
    write_section("one", "One", "first", page)
    write_section("two", "Two", "other", page)
    write_section("one", "One", "second", page)
    text = page.read_text()
    assert "first" not in text
    assert text.index("second") < text.index("other")
