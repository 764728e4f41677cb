from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.domain.chunking import MOST, digest
from retrieval.domain.document import Block, Faq, Parsed, Section, Unreadable
from retrieval.domain.sentences import pieces, sentences

SENTENCE = "Parcels wait for seven days at the depot before they go back."


def one(text: str, **more: int) -> Parsed:
    return Parsed((Section(("1 Rules", "1.2 Waiting"), (Block(text, **more),)),))


def test_a_short_section_is_one_passage_under_its_path() -> None:
    (draft,) = digest(one(SENTENCE), "x").drafts
    assert (draft.heading, draft.text) == ("1 Rules › 1.2 Waiting", SENTENCE)
    assert draft.embedded == f"Rules › Waiting\n{SENTENCE}"


def test_sentences_stay_whole_and_in_order() -> None:
    text = " ".join(f"{number} {SENTENCE}" for number in range(60))
    drafts = digest(one(text), "x").drafts
    assert len(drafts) > 3
    assert all(draft.text.endswith(".") and pieces(draft.text) <= MOST for draft in drafts)
    assert " ".join(draft.text for draft in drafts) == text
    assert max(map(len, (d.text for d in drafts))) < 2 * min(map(len, (d.text for d in drafts)))


def test_a_step_is_not_cut_from_its_number() -> None:
    assert sentences("1. Open it. Then wait until 2019. 12. Press.")[0] == "1. Open it."
    steps = "\n".join(f"{number}. {SENTENCE}" for number in range(1, 40))
    drafts = digest(one(steps), "x").drafts
    assert len(drafts) > 2
    assert "\n".join(draft.text for draft in drafts) == steps


def test_passages_do_not_cross_pages() -> None:
    parsed = Parsed((Section(("A",), (Block(SENTENCE, 1), Block(f"Abroad it is the same: {SENTENCE}", 2))),))
    assert [draft.page for draft in digest(parsed, "x").drafts] == [1, 2]


def test_rows_are_never_cut() -> None:
    rows = [f"Size: {number}; Price: {number}.90 EUR; Weight: {number} kg" for number in range(80)]
    drafts = digest(one("\n".join(rows)), "x").drafts
    assert [line for draft in drafts for line in draft.text.split("\n")] == rows


def test_a_table_that_fits_stays_whole() -> None:
    table = Block("\n".join(f"Size: {number}; Price: {number}.90 EUR" for number in range(14)), table=True)
    parsed = Parsed((Section(("A",), (Block(" ".join([SENTENCE] * 9)), table, Block(SENTENCE))),))
    drafts = digest(parsed, "x").drafts
    assert [table.text in draft.text for draft in drafts].count(True) == 1


def test_a_row_too_long_for_a_passage_is_continued_below_its_name() -> None:
    row = "Model: Swift; " + "; ".join(f"Feature {number}: {SENTENCE}" for number in range(40))
    drafts = digest(Parsed((Section(("A",), (Block(row, table=True),)),)), "x").drafts
    assert len(drafts) > 2
    assert all(draft.text.startswith("Model: Swift; Feature ") for draft in drafts)
    assert all(pieces(draft.text) <= MOST for draft in drafts)


def test_what_is_said_twice_counts_once_and_is_said_so() -> None:
    long = " ".join(
        [SENTENCE, "We keep them dry and safe, and we tell you by mail on every one of these days."] * 2
    )
    parsed = Parsed(
        (
            Section(("Shop", "Waiting?"), (Block(f"{long} Thanks."),)),
            Section(("Depot",), (Block(long),)),
        ),
        (Faq("Waiting", long), Faq("Waiting", long.replace("seven", "nine"))),
    )
    found = digest(parsed, "x")
    assert [(draft.question, draft.heading) for draft in found.drafts][1:] == [
        ("Waiting", ""),
        (None, "Depot"),
    ]
    assert found.notes == ("Passages left out because others say the same: 1.",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "A parcel of size S costs 4.90 EUR in every shop.",
            "A parcel of size S costs 5.90 EUR in every shop.",
        ),
        (
            "You can send animals with us if they are small.",
            "You can not send animals with us if they are small.",
        ),
        ("You can send animals.", "You can't send animals."),
    ],
)
def test_what_differs_in_a_number_or_a_not_is_not_the_same(one: str, other: str) -> None:
    towns = ("Arles", "Bergen", "Cadiz", "Delft", "Essen", "Faro", "Genoa", "Hull")
    long = " ".join(f"People of {town} may bring theirs to {town} or near {town}." for town in towns)
    parsed = Parsed(
        faqs=(Faq("Q?", f"{one} {long}"), Faq("Q?", f"{other} {long}"), Faq("Q?", f"{one} {long}"))
    )
    assert len(digest(parsed, "x").drafts) == 2


def test_every_part_of_a_long_answer_has_the_question() -> None:
    parsed = Parsed(
        faqs=(Faq("How long?", " ".join(f"{number} {SENTENCE}" for number in range(40)), ("time",)),)
    )
    drafts = digest(parsed, "x").drafts
    assert len(drafts) > 1
    assert {(draft.question, draft.keywords) for draft in drafts} == {("How long?", ("time",))}


def test_nothing_to_say_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="no text"):
        digest(Parsed(), "x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", 3),
        ("It costs approx. 4.90 EUR, e.g. Monday. Then not.", 2),
        ("Ask Dr. Smith at 5 p.m. on Monday.", 1),
        ("Rows\nand rows", 2),
        ("Он пришёл. Она ушла.", 2),
    ],
)
def test_sentences(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected


@settings(max_examples=60)
@given(st.text(max_size=3000))
def test_no_text_is_lost_and_none_too_long(text: str) -> None:
    parsed = Parsed((Section(("A",), (Block(text),)),))
    try:
        drafts = digest(parsed, "x").drafts
    except Unreadable:
        assert not text.strip()
        return
    assert "".join("".join(draft.text.split()) for draft in drafts) == "".join(text.split())
    assert all(pieces(draft.text) <= MOST + 100 for draft in drafts)
