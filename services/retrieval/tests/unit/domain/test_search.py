"""The pure half of a search: context, rarity, fusion, confidence, what to ask next."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.domain.context import FADING, LEANING, in_context, remembered, stands_alone
from retrieval.domain.fusion import contenders, fuse, scale_of, settled
from retrieval.domain.identity import point_id
from retrieval.domain.passages import Hits, Key, Scores, StoredPassage
from retrieval.domain.related import related_questions
from retrieval.domain.variety import varied
from retrieval.domain.vocabulary import Vocabulary, name_of


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("How much does express delivery to Halvik cost?", True),
        ("Is there a depot with parking near Lindhaven harbour?", True),
        ("And how much is it?", False),
        ("im in a wheelchair, can I see everything?", True),
        ("How much does it cost to send a parcel to another city?", True),
        ("How long does it take?", False),
        ("how long does that take for large parcels to Norway", False),
        ("What about returning damaged parcels to Brunnau depots?", False),
        ("on sundays?", False),
        ("", False),
    ],
)
def test_which_questions_stand_alone(question: str, alone: bool) -> None:
    assert stands_alone(question) is alone


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("and to another city?", True),
        ("How long does it take?", True),
        ("how much is it?", True),
        ("what about the deposit for large boats in winter", True),
        ("How can I send a bicycle?", False),
        ("do you sell insurance for cars", False),
        ("how do I pay", False),
        ("what is 2+2", False),
        ("Do you offer same day delivery?", False),
        ("And can I return a damaged parcel from Norway?", False),
        ("How much does a standard parcel within one city cost?", False),
        ("Can I send more than one parcel?", False),
        ("Is there a cheaper one for students?", True),
        ("What is the price of one of them?", True),
        ("How much would I pay for one?", True),
        ("Does the big one cost extra?", True),
        ("in dollars?", True),
        ("on which days?", True),
        ("what sizes?", True),
        ("how many visits?", True),
        ("can I drink coffee afterwards?", True),
        ("we want to swim a few lengths first and climb the wall afterwards", False),
        ("parking?", False),
        ("what is a deposit?", False),
        ("do you have wifi?", False),
        ("how many parcels may a customer send?", False),
        ("how many customers do you have?", False),
        ("und am Sonntag?", True),
        ("Wie lange dauert das?", True),
        ("Wie lange dauert das Bleaching?", False),
        ("ab welcher Uhrzeit?", True),
        ("Kann ich damit auch fliegen?", True),
        ("Wie viel kostet eine Zahnreinigung?", False),
        ("¿y el Starter?", True),
        ("¿Cuánto cuesta el plan Equipo?", False),
        ("et mes données ?", True),
        ("Comment résilier mon compte ?", False),
    ],
)
def test_which_questions_lean_on_what_was_said(question: str, leans: bool) -> None:
    assert (len(in_context(question, ["before"], spell, rarity).embedded) == 2) is leans


def spell(text: str) -> list[tuple[str, int]]:
    return [(word, int.from_bytes(word.lower().encode()[:4], "big")) for word in text.split()]


def rarity(term: int) -> float:
    """Only these two words are parts of headings."""
    return {spell("Norway")[0][1]: 0.9, spell("parcel")[0][1]: 0.2}.get(term, 0.0)


def test_a_first_question_is_asked_as_it_is() -> None:
    query = in_context("  how   much? ", [], spell, rarity)
    assert (query.text, query.embedded, query.terms) == (
        "how much?",
        ("how much?",),
        (("how much?", 1.0),),
    )


def test_without_names_a_leaning_question_takes_the_last_exchange_along_newest_first() -> None:
    query = in_context("and for it?", ["second", "first", "zeroth"], spell, rarity)
    assert query.embedded == ("and for it?", "second first and for it?")
    assert query.terms[1][0] == "second first"


def test_names_are_carried_forward_the_rarest_and_latest_first() -> None:
    query = in_context("and how long?", ["sure", "my parcel goes to Norway", "no parcel"], spell, rarity)
    assert query.embedded[1] == "Norway parcel sure my parcel goes to Norway and how long?"
    by_word = dict(query.terms)
    assert 0 < by_word["Norway"] < LEANING
    assert query.named[spell("Norway")[0][1]] == pytest.approx(FADING**2)


def test_a_short_question_is_embedded_alone_and_looks_for_names_that_were_said() -> None:
    query = in_context("How can I send a bicycle?", ["Your PIN is wrong", "to Norway"], spell, rarity)
    assert query.embedded == ("How can I send a bicycle?",)
    assert dict(query.terms)["Norway"] == pytest.approx(LEANING * FADING**2)


def test_of_a_reply_what_it_says_first_is_remembered() -> None:
    assert remembered("Size M. [1]\n\nGift wrapping is 4 EUR. [2]") == "Size M. [1]"
    assert remembered("Here is how:\n\n- Pack it. [1]") == "Here is how:\n\n- Pack it. [1]"
    assert remembered("A person will come back to you.") == "A person will come back to you."


def test_names_fade_with_every_message() -> None:
    late = in_context("when?", ["Norway"], spell, rarity).named
    early = in_context("when?", ["yes", "no", "Norway"], spell, rarity).named
    assert list(late) == list(early)
    assert sum(late.values()) > sum(early.values())


def test_what_the_question_names_itself_is_freshest() -> None:
    query = in_context("is Norway far away from here", ["Norway"], spell, rarity)
    assert query.named == {spell("Norway")[0][1]: 1.0}
    assert len(query.terms) == 2


def test_a_change_of_topic_outweighs_what_came_before() -> None:
    query = in_context("When does the Tervana depot open on Sunday?", ["my parcel is broken"], spell, rarity)
    assert query.embedded == ("When does the Tervana depot open on Sunday?",)
    assert query.terms[1][1] < 0.5


def test_rare_words_weigh_more_and_unknown_words_most() -> None:
    words = Vocabulary.of([{1, 2}, {1}, {1, 3}])
    assert words.rarity(9) > words.rarity(2) > words.rarity(1) > 0
    assert Vocabulary.merged([words, words]).counts[1] == 6


@given(st.lists(st.frozensets(st.integers(0, 2**32 - 1), max_size=8), max_size=8))
def test_vocabularies_survive_the_database(passages: list[frozenset[int]]) -> None:
    words = Vocabulary.of(passages)
    assert Vocabulary.from_bytes(words.to_bytes()) == words


def test_both_rankings_count() -> None:
    by_cosine, by_words = {"a": 0.6, "b": 0.55}, {"b": 8.0, "c": 4.0}
    ranked = fuse(Hits(by_cosine, by_words), 40, 0.7, ideal=8.0)
    assert [one.key for one in ranked] == ["b", "c", "a"]
    assert ranked[1].dense == 0.55
    assert ranked[2].bm25 == 0


def test_a_named_passage_is_lifted() -> None:
    by_cosine = {"a": 0.6, "b": 0.55}
    ranked = fuse(Hits(by_cosine, {}, {"b": 0.9}), 40, 0.7, 0.0)
    assert [one.key for one in ranked] == ["b", "a"]
    assert ranked[0].boost > 0 == ranked[1].boost


SCORES = st.lists(st.tuples(st.integers(0, 60), st.sampled_from([0.1, 0.2, 0.5, 0.8, 0.9])), max_size=40)


@given(SCORES, SCORES, SCORES, st.integers(1, 12))
def test_only_contenders_need_their_scores(
    near: list[tuple[int, float]], said: list[tuple[int, float]], named: list[tuple[int, float]], first: int
) -> None:
    """The first are the same, with all the same scores, as when everything is known of everything."""
    cosines = {at: 0.0 for at, _ in said + named} | dict(near)
    every = Hits(_sorted(cosines), _sorted(dict(said)), _sorted(dict(named)))
    most = max(first, len(every.dense) // 2)
    hits = Hits(*(dict(islice(one.items(), most)) for one in (every.dense, every.bm25, every.names)))
    ranked = fuse(hits, most, 0.75, 1.0)
    unsettled = contenders(ranked, hits, most, first)
    some, whole = (
        settled(ranked, _only(every, keys), scale_of(hits, 1.0), 0.75)
        for keys in (unsettled, {one.key for one in ranked})
    )
    assert some[:first] == whole[:first]


def _sorted(scores: dict[int, float]) -> Scores:
    return dict(sorted(scores.items(), key=lambda one: -one[1]))


def _only(hits: Hits, keys: set[Key]) -> Hits:
    return Hits(*({key: one[key] for key in one if key in keys} for one in (hits.dense, hits.bm25)))


def test_where_a_word_is_in_most_passages_the_nearest_comes_first() -> None:
    """The question is an entry's own, and its one word is in more passages than are looked at."""
    dense = {"same": 0.9, "near": 0.6}
    said = {f"p{at}": 1.0 for at in range(40)}
    ranked = fuse(Hits(dense, said), 40, 0.75, ideal=1.0)
    assert ranked[0].key == "same"
    found = Hits({"same": 0.9}, {"same": 0.95})
    assert settled(ranked, found, 1.0, 0.75)[0].bm25 == 0.95


def test_rare_names_weigh_more_than_common_ones_and_a_topic_is_no_name() -> None:
    passages = [{name_of(2)}] * 5 + [{name_of(1), name_of(2)}] * 3 + [{3, name_of(4)}] * 2
    words = Vocabulary.of(passages)
    assert 1 >= words.name_rarity(1) > words.name_rarity(2) > words.name_rarity(3) == 0
    assert words.name_rarity(4) == 0


def test_words_that_hardly_match_hardly_count() -> None:
    by_cosine, by_words = {"a": 0.6, "b": 0.5}, {"b": 1.0}
    assert fuse(Hits(by_cosine, by_words), 40, 0.7, ideal=1.0)[0].key == "b"
    assert fuse(Hits(by_cosine, by_words), 40, 0.7, ideal=20.0)[0].key == "a"


def test_no_hits_no_candidates() -> None:
    assert fuse(Hits({}, {}), 40, 0.7, 0.0) == []


def passage(question: str | None, heading: str = "", text: str = "text", name: str = "p") -> StoredPassage:
    return StoredPassage("w", "b", "s", "d", name, 1, "h", "t", heading, text, question)


def test_near_duplicates_fall_out() -> None:
    words = frozenset(range(20))
    found = [passage(None, text=name) for name in "abc"]

    def said(*terms: frozenset[int]) -> Callable[[str], frozenset[int]]:
        return dict(zip("abc", terms, strict=False)).__getitem__

    assert varied(range(3), found, said(words, words | {20}, frozenset(range(12))), 5) == [0, 2]
    assert varied(range(2), found, said(words), 1) == [0]
    assert varied((2, 0), found, said(words, frozenset(), words | {20}), 5) == [2]


def test_an_answer_that_was_given_goes_behind_what_is_new() -> None:
    questions = ["Is my card lost?", "Where is my card?", "What does a card cost?", "Do I need a card?"]
    texts = ["We send another.", "We send another.", "Nothing.", "We send another."]
    found = [passage(one, text=text, name=one) for one, text in zip(questions, texts, strict=True)]
    found.append(passage(None, name="a page"))
    terms = {one.words: frozenset({at}) for at, one in enumerate(found)}
    assert varied(range(5), found, terms.__getitem__, 5) == [0, 2, 4, 1, 3]
    assert varied(range(5), found, terms.__getitem__, 2) == [0, 2]


def test_related_questions_come_without_the_asked_one() -> None:
    found = [
        passage("Can I send wine?"),
        passage("can i send WINE"),
        passage("Can I send beer?"),
        passage(None, "3 Goods › 3.1 What may not be sent"),
    ]
    assert related_questions("wine?", found) == ["What may not be sent", "Can I send beer?"]


@pytest.mark.parametrize(
    ("heading", "asks"),
    [
        ("Time needed", False),
        ("Goods › Compartments", False),
        ("The five parcel sizes", False),
        ("Howard and sons", False),
        ("When a compartment does not open", False),
        ("When do lockers open", True),
        ("Lost something?", True),
        ("2 Lockers › 2.1 How long a locker keeps a parcel", True),
        ("Wie lange eine Sendung unterwegs ist", True),
        ("Cómo devolver un paquete", True),
        ("Où déposer un colis", True),
    ],
)
def test_a_heading_is_suggested_only_if_a_customer_would_ask_it(heading: str, asks: bool) -> None:
    found = [passage("Can I send wine?"), passage(None, heading)]
    expected = [heading.split(" › ")[-1].removeprefix("2.1 ")] if asks else []
    assert related_questions("wine?", found) == expected


def test_point_ids_are_stable() -> None:
    assert point_id("psg_1") == point_id("psg_1") != point_id("psg_2")
