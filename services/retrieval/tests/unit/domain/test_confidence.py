"""What a search saw, and how sure that makes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.shapes import BotSettings
from retrieval.domain.common_direction import SELDOM, direction
from retrieval.domain.confidence import NOTHING, Asked, Doubt, Weights, confidence, phrased, signals
from retrieval.domain.fusion import Ranked
from retrieval.domain.passages import StoredPassage
from retrieval.domain.vocabulary import Vocabulary

VECTOR = [1.0, 0.0]
ASKED = Asked({1: 3.0, 2: 1.0}, VECTOR, VECTOR, frozenset({1, 2}), 0.0)
KNOWN = Vocabulary(100, {1: 5, 2: 1})


def stored(number: int, question: str | None, text: str) -> StoredPassage:
    return StoredPassage("w", "b", "s", "d", f"p{number}", 1, "h", "t", "", text, question)


def faq(*answers: str) -> list[StoredPassage]:
    return [stored(at, f"Question {at}?", answer) for at, answer in enumerate(answers)]


def ranked(*cosines: float) -> list[Ranked]:
    return [Ranked(str(at), one, one, 0.5) for at, one in enumerate(cosines)]


def test_nothing_found_is_no_answer() -> None:
    assert signals([], [], ASKED, Vocabulary()) == NOTHING
    assert confidence(NOTHING) == 0


def test_a_near_passage_is_surer_than_a_far_one() -> None:
    passages = faq("Yes.", "No.")
    far, near = (signals(ranked(best, 0.15), passages, ASKED, KNOWN) for best in (0.2, 0.85))
    assert confidence(far) < BotSettings().min_confidence < 0.7 < confidence(near)


def test_words_that_the_knowledge_never_uses_are_weighed_by_rarity() -> None:
    passages = faq("Yes.", "No.")
    assert signals(ranked(0.6, 0.5), passages, ASKED, KNOWN).unheard == 0
    assert signals(ranked(0.6, 0.5), passages, ASKED, Vocabulary(100, {2: 1})).unheard == 0.75


def test_phrasings_of_one_answer_vote_for_it() -> None:
    seen = signals(ranked(0.62, 0.61, 0.61, 0.6), faq("No.", "Yes.", "Yes.", "Yes."), ASKED, KNOWN)
    assert seen.share == pytest.approx(0.3)
    alone = signals(ranked(0.9, 0.6, 0.6, 0.6), faq("No.", "Yes.", "Yes.", "Yes."), ASKED, KNOWN)
    assert alone.share == pytest.approx(0.1)


def test_a_question_nearer_to_any_company_than_to_this_one_is_less_sure() -> None:
    seen = signals(ranked(0.5, 0.4), faq("Yes.", "No."), ASKED, KNOWN)
    assert confidence(seen._replace(common=0.5)) < confidence(seen)


def test_what_companies_leave_open_is_less_sure() -> None:
    passages = faq("Yes.", "No.")
    usual = direction(SELDOM)
    asked, opposite = (
        signals(ranked(0.6, 0.5), passages, replace(ASKED, alone=alone), KNOWN)
        for alone in (usual, [-one for one in usual])
    )
    assert confidence(asked) < confidence(opposite)
    assert asked.common == opposite.common


def test_a_first_passage_without_the_rarest_term_is_less_sure() -> None:
    both, common_one, rare_one = (
        signals(ranked(0.6, 0.5), faq("Yes.", "No."), replace(ASKED, said=frozenset(said)), KNOWN)
        for said in ({1, 2}, {2}, {1})
    )
    assert (both.said, both.rarest) == (1, 0)
    assert (common_one.said, common_one.rarest) == (0.5, 1)
    assert (rare_one.said, rare_one.rarest) == (0.5, pytest.approx(1 / 3))
    assert confidence(common_one) < confidence(rare_one)


def test_a_question_without_terms_lacks_none() -> None:
    seen = signals(ranked(0.6), faq("Yes."), replace(ASKED, rarities={}), KNOWN)
    assert (seen.said, seen.rarest) == (1, 0)


def test_a_missing_word_that_matters_is_less_sure() -> None:
    lacking, complete = (
        signals(ranked(0.6, 0.5), faq("Yes.", "No."), replace(ASKED, missed=missed), KNOWN)
        for missed in (0.2, 0.0)
    )
    assert confidence(lacking) < confidence(complete)


def test_sections_in_the_same_words_are_no_phrasings() -> None:
    sections = [stored(at, None, "Parcels.") for at in range(3)]
    assert signals(ranked(0.6, 0.5, 0.4), sections, ASKED, KNOWN).repeats == 0
    assert signals(ranked(0.6, 0.5, 0.4), faq("A", "A", "A"), ASKED, KNOWN).repeats == 1


def test_one_reason_to_doubt_is_enough() -> None:
    sure, doubtful = (Doubt(Weights(base, NOTHING), Weights(base, NOTHING)) for base in (-5, 5))
    seen = NOTHING._replace(length=1)
    assert confidence(seen, [sure, sure]) > 0.9
    assert confidence(seen, [sure, doubtful]) == confidence(seen, [doubtful, sure]) < 0.1


def test_weights_pass_over_from_one_phrasing_to_many() -> None:
    doubt = Doubt(*(Weights(base, NOTHING) for base in (2, -2)))
    sure = [confidence(NOTHING._replace(length=1, repeats=share), [doubt]) for share in (0, 0.15, 0.3, 1)]
    assert sure == [0.1192, 0.5, 0.8808, 0.8808]
    assert phrased(NOTHING._replace(repeats=0.15)) == 0.5
