"""What the confidence is learned from: knowledge with an answer taken out, and weights that fit it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benches.answerability.directions import crossed, packed, seldom
from benches.answerability.knowledge import Removable
from benches.answerability.learn import fit
from benches.answerability.seen import Seen
from benches.answerability.worlds import Kind
from benches.reliability import area, calibration_error
from retrieval.domain.common_direction import direction
from retrieval.domain.confidence import NOTHING, confidence
from retrieval.domain.identity import point_id
from retrieval.domain.passages import IndexedPassage, Scope, StoredPassage
from retrieval.domain.vocabulary import name_of
from retrieval.outbound.edge_index import EdgeIndex

SCOPE = Scope("w", "b")
VECTORS = np.linalg.qr(np.random.default_rng(3).normal(size=(384, 12)))[0].T + 0.1


def passages() -> list[IndexedPassage]:
    found = []
    for at, vector in enumerate(VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)):
        one = StoredPassage("w", "b", "s", f"d{at}", f"p{at}", 1, "h", "t", "", f"text {at}")
        found.append(IndexedPassage(one, vector.tolist(), {1: 1.0 + at, 10 + at: 1.0, name_of(at % 3): 0.5}))
    return found


async def test_it_ranks_as_the_engine_does_and_forgets_what_is_taken_out(tmp_path: Path) -> None:
    engine, mine = EdgeIndex(tmp_path / "vectors"), Removable(passages())
    await engine.open()
    await engine.replace(SCOPE, "d", passages())
    asked = (VECTORS[2] + 0.5 * VECTORS[5]) / np.linalg.norm(VECTORS[2] + 0.5 * VECTORS[5])
    query = (asked.tolist(), {1: 1.0, 12: 2.0}, 5, "public", {name_of(1): 1.0})
    theirs, ours = await engine.search(SCOPE, *query), await mine.search(SCOPE, *query)
    for expected, found in zip(
        (theirs.dense, theirs.bm25, theirs.names), (ours.dense, ours.bm25, ours.names), strict=True
    ):
        assert {int(str(hit.key)[:16], 16): pytest.approx(hit.score, abs=1e-4) for hit in found} == {
            hit.key: hit.score for hit in expected
        }
    await engine.close()
    mine.without(frozenset({"d2"}))
    after = await mine.search(SCOPE, *query)
    assert point_id("p2") not in {hit.key for ranking in (after.dense, after.bm25) for hit in ranking}
    vocabulary = (await mine.of()).vocabulary
    assert vocabulary.passages == 11
    assert 12 not in vocabulary.counts


def test_what_is_learned_can_be_believed() -> None:
    generator = np.random.default_rng(1)
    scores = generator.uniform(0, 1, 4_000)
    true = generator.uniform(0, 1, 4_000) < scores
    kinds: list[Kind] = ["answered" if one else "left open" for one in true]
    seen = Seen([replace(NOTHING, score=float(one)) for one in scores], kinds, [VECTORS[0]] * len(kinds))
    model = fit([seen])
    sure = np.array([confidence(one, *model) for one in seen.signals])
    assert calibration_error(sure, true, seen.importance) < 0.07
    assert area(sure[true], sure[~true]) > 0.8
    assert calibration_error(1 - sure, true, seen.importance) > 0.2


def test_every_kind_of_question_without_an_answer_teaches_as_much() -> None:
    kinds: list[Kind] = ["answered", "answered", "left open", "taken out", "foreign", "foreign"]
    seen = Seen([NOTHING] * 6, kinds, [VECTORS[0]] * 6)
    assert seen.teaching == pytest.approx([1 / 3, 1 / 3, 1 / 9, 1 / 9, 1 / 18, 1 / 18])


def company(topic: np.ndarray) -> Seen:
    """Its questions in vain lie along `topic`, the others anywhere."""
    generator = np.random.default_rng(5)
    said, open_ = (generator.normal(size=(40, 8)) + shift for shift in (0, 3 * topic))
    kinds: list[Kind] = [*["answered"] * 40, *["left open"] * 40]  # type: ignore[list-item]
    return Seen([NOTHING] * 80, kinds, [*said, *open_])


def test_what_companies_leave_open_is_learned_from_the_others() -> None:
    first, second = np.eye(8)[:2]
    alike, other = company(first), company(second)
    assert seldom([alike]) @ first > 0.9
    shown = [one.seldom for one in crossed([alike, other])[1].signals]
    assert shown == pytest.approx([float(one @ seldom([alike])) for one in other.vectors])


def test_what_has_no_open_questions_sees_what_all_companies_leave_open() -> None:
    companies = [company(topic) for topic in np.eye(8)[:2]]
    faq = companies[0].only([kind == "answered" for kind in companies[0].kinds])
    shown = crossed([*companies, faq])[2].signals[0].seldom
    assert shown == pytest.approx(float(faq.vectors[0] @ seldom(companies)))


def test_the_middle_of_all_knowledge_is_packed_by_its_direction() -> None:
    middles = [np.array([0.9, 0.3, 0.2, -0.1]), np.array([0.1, -0.1, 0.2, 0.1])]
    parts = [np.tile(one, 96) for one in middles]
    whole = np.mean(parts, axis=0)
    assert direction(packed(parts)) == pytest.approx(whole / np.linalg.norm(whole), abs=0.002)
