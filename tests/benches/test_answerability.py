"""What the confidence is learned from: knowledge with an answer taken out, and weights that fit it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benches.answerability.knowledge import Removable
from benches.answerability.learn import Seen, fit, packed
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
        assert {hit.key: pytest.approx(hit.score, abs=1e-4) for hit in found} == {
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
    seen = Seen([replace(NOTHING, score=float(one)) for one in scores], true.tolist(), [False] * len(true))
    model = fit([seen])
    sure = np.array([confidence(one, *model) for one in seen.signals])
    assert calibration_error(sure, true, seen.importance) < 0.07
    assert area(sure[true], sure[~true]) > 0.8
    assert calibration_error(1 - sure, true, seen.importance) > 0.2


def test_near_questions_teach_as_much_as_foreign_ones() -> None:
    seen = Seen(
        [NOTHING] * 6, [True, True, False, False, False, False], [False, False, False, True, True, True]
    )
    assert seen.teaching == pytest.approx([1 / 3, 1 / 3, 1 / 6, 1 / 18, 1 / 18, 1 / 18])


def test_the_middle_of_all_knowledge_is_packed_by_its_direction() -> None:
    middles = [np.array([0.9, 0.3, 0.2, -0.1]), np.array([0.1, -0.1, 0.2, 0.1])]
    parts = [np.tile(one, 96) for one in middles]
    whole = np.mean(parts, axis=0)
    assert direction(packed(parts)) == pytest.approx(whole / np.linalg.norm(whole), abs=0.002)
