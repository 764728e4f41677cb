"""What the confidence is learned from: knowledge with an answer taken out, and weights that fit it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from benches.answerability.directions import PLACES, crossed, learned, packed
from benches.answerability.knowledge import Removable
from benches.answerability.learn import fit
from benches.answerability.missed import Pieces
from benches.answerability.seen import Seen
from benches.answerability.worlds import Kind
from benches.reliability import area, calibration_error
from retrieval.domain.common_direction import direction
from retrieval.domain.confidence import NOTHING, confidence
from retrieval.domain.identity import point_id
from retrieval.domain.passages import IndexedPassage, Scope, Sought, StoredPassage
from retrieval.domain.vocabulary import name_of
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.outbound.missed_words import MissedWords

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
    sought = Sought(asked.tolist(), {1: 1.0, 12: 2.0}, {name_of(1): 1.0})
    theirs, ours = await engine.search(SCOPE, sought, 5), await mine.search(SCOPE, sought, 5)
    for expected, found in zip(
        (theirs.dense, theirs.bm25, theirs.names), (ours.dense, ours.bm25, ours.names), strict=True
    ):
        scores = {int(str(key)[:16], 16): pytest.approx(score, abs=1e-4) for key, score in found.items()}
        assert scores == expected
    await engine.close()
    mine.without(frozenset({"d2"}))
    after = await mine.search(SCOPE, sought, 5)
    assert point_id("p2") not in {*after.dense, *after.bm25}
    vocabulary = (await mine.of()).vocabulary
    assert vocabulary.passages == 11
    assert 12 not in vocabulary.counts


def test_what_is_learned_can_be_believed() -> None:
    generator = np.random.default_rng(1)
    scores = generator.uniform(0, 1, 4_000)
    true = generator.uniform(0, 1, 4_000) < scores
    kinds: list[Kind] = ["answered" if one else "left open" for one in true]
    seen = Seen(
        [NOTHING._replace(score=float(one)) for one in scores],
        kinds,
        [VECTORS[0]] * len(kinds),
        [VECTORS[0]] * len(kinds),
    )
    model = fit([seen])
    sure = np.array([confidence(one, model) for one in seen.signals])
    assert calibration_error(sure, true, seen.importance) < 0.07
    assert area(sure[true], sure[~true]) > 0.8
    assert calibration_error(1 - sure, true, seen.importance) > 0.2


def test_what_is_left_open_teaches_most_and_what_was_taken_out_least() -> None:
    kinds: list[Kind] = ["answered", "answered", "left open", "taken out", "foreign", "foreign"]
    seen = Seen([NOTHING] * 6, kinds, [VECTORS[0]] * 6, [VECTORS[0]] * 6)
    assert seen.teaching == pytest.approx([1 / 3, 1 / 3, 1 / 6, 1 / 24, 1 / 16, 1 / 16])
    faq = seen.only([kind != "left open" for kind in kinds])
    assert faq.teaching == pytest.approx([1 / 3, 1 / 3, 5 / 24, 1 / 16, 1 / 16])


def test_each_doubt_learns_its_own_reason() -> None:
    generator = np.random.default_rng(2)
    kinds: list[Kind] = [*["answered"] * 200, *["foreign"] * 200, *["left open"] * 200]  # type: ignore[list-item]
    far = [0.0] * 200 + [1.0] * 200 + [0.0] * 200
    open_ = [0.0] * 400 + [1.0] * 200
    signals = [
        NOTHING._replace(common=one + generator.normal() / 3, seldom=other + generator.normal() / 3)
        for one, other in zip(far, open_, strict=True)
    ]
    foreign, left_open = fit([Seen(signals, kinds, [VECTORS[0]] * 600, [VECTORS[0]] * 600)])
    assert foreign.one.each.common > 3 * abs(foreign.one.each.seldom)
    assert left_open.one.each.seldom > 3 * abs(left_open.one.each.common)
    either = [NOTHING._replace(common=1), NOTHING._replace(seldom=1), NOTHING._replace(score=1e-9)]
    first, second, neither = (confidence(one, [foreign, left_open]) for one in either)
    assert max(first, second) < 0.3 < 0.7 < neither


def company(topic: np.ndarray) -> Seen:
    """Its questions in vain lie along `topic`, and lack words that lie along its opposite."""
    generator = np.random.default_rng(5)
    said, open_ = (generator.normal(size=(40, 8)) + shift for shift in (0, 3 * topic))
    kinds: list[Kind] = [*["answered"] * 40, *["left open"] * 40]  # type: ignore[list-item]
    vectors = [*said, *open_]
    return Seen([NOTHING] * 80, kinds, vectors, [-one for one in vectors])


def test_what_companies_leave_open_is_learned_from_the_others() -> None:
    first, second = np.eye(8)[:2]
    alike, other = company(first), company(second)
    found = learned([alike])
    assert found.seldom @ first > 0.9
    assert found.missed @ first < -0.9
    shown = crossed([alike, other])[1].signals
    assert [one.seldom for one in shown] == pytest.approx([one @ found.seldom for one in other.vectors])
    assert [one.missed for one in shown] == pytest.approx([one @ found.missed for one in other.missed])


def test_what_has_no_open_questions_sees_what_all_companies_leave_open() -> None:
    companies = [company(topic) for topic in np.eye(8)[:2]]
    faq = companies[0].only([kind == "answered" for kind in companies[0].kinds])
    shown = crossed([*companies, faq])[2].signals[0].seldom
    assert shown == pytest.approx(float(faq.vectors[0] @ learned(companies).seldom))


def test_what_is_asked_about_places_counts_as_said_but_less() -> None:
    first, second = np.eye(8)[:2]
    places = replace(company(second).only([False] * 40 + [True] * 40), kinds=["answered"] * 40, world=PLACES)
    alone, beside = (
        learned(worlds).seldom @ second for worlds in ([company(first)], [company(first), places])
    )
    assert -0.9 < beside < alone - 0.1


def test_a_word_counts_as_its_pieces_do(model_dir: Path, tmp_path: Path) -> None:
    pieces = Pieces(model_dir)
    direction = 0.4 * pieces.of(["founder"]) / np.linalg.norm(pieces.of(["founder"]))
    pieces.write(direction, tmp_path / "missed.bin")
    tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))
    tokenizer.no_padding()
    weights = MissedWords(
        lambda word: tokenizer.encode(word, add_special_tokens=False).ids, tmp_path / "missed.bin"
    )
    for words in (["founder"], ["parcel", "unfathomable"]):
        assert weights.of(words) == pytest.approx(float(pieces.of(words) @ direction), abs=0.02)
    assert weights.of(["founder"]) > weights.of(["parcel"])


def test_the_middle_of_all_knowledge_is_packed_by_its_direction() -> None:
    middles = [np.array([0.9, 0.3, 0.2, -0.1]), np.array([0.1, -0.1, 0.2, 0.1])]
    parts = [np.tile(one, 96) for one in middles]
    whole = np.mean(parts, axis=0)
    assert direction(packed(parts)) == pytest.approx(whole / np.linalg.norm(whole), abs=0.002)
