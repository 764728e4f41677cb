"""What is searched for when a message asks several things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.shapes import Passage
from retrieval.domain.passages import Scope
from retrieval.handlers.find_each import OF_EACH, PASSAGES, find_each
from retrieval.handlers.find_passages import Answer
from retrieval.ports import Memory


def passage(key: str) -> Passage:
    return Passage(
        passage_id=key,
        document_id="doc_1",
        source_id="src_1",
        revision=1,
        content_hash="h",
        title="FAQ",
        text=key,
        score=0.5,
        dense_score=0.5,
        bm25_score=0.5,
    )


class FakeFinder:
    """Finds a passage named after the first word of what is asked, and one that is always there."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, tuple[str, ...]]] = []

    async def find(
        self, scope: Scope, question: str, limit: int, *, earlier: Sequence[str], version: int
    ) -> Answer:
        self.asked.append((question, limit, tuple(earlier)))
        first = question.split()[0]
        sure = 0.9 if first == "Where" else 0.2
        return Answer([passage(first), passage("both")], sure, ["More?"], {"embed": 1.5})


async def found(message: str) -> tuple[FakeFinder, Answer, list[Any]]:
    finder: Any = FakeFinder()
    answer, parts = await find_each(finder, Scope("wsp_1", "bot_1"), message, Memory(["before"], 1, False))
    return finder, answer, parts


async def test_one_question_is_searched_once() -> None:
    finder, _, parts = await found("Where is the depot?")
    assert finder.asked == [("Where is the depot?", PASSAGES, ("before",))]
    assert parts == []


async def test_each_of_several_is_searched_after_those_before_it() -> None:
    finder, answer, parts = await found("Where is the depot? How long is it open?")
    assert finder.asked == [
        ("Where is the depot?", OF_EACH, ("before",)),
        ("How long is it open?", OF_EACH, ("Where is the depot?", "before")),
    ]
    assert [one.passage_id for one in answer.passages] == ["Where", "both", "How"]
    assert [(one.confidence, one.passage_ids) for one in parts] == [
        (0.9, ["Where", "both"]),
        (0.2, ["How", "both"]),
    ]
    assert (answer.confidence, answer.related, answer.timings_ms) == (0.9, ["More?"], {"embed": 3.0})
