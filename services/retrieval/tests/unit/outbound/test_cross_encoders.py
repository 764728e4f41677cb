"""Cross-encoders: searches never wait for one, and are told why there is none."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from retrieval.outbound.cross_encoders import CrossEncoders
from services.retrieval.tests.tiny_reranker import write_tiny_reranker

TEXTS = ["One lighthouse.", "Nothing at all.", "A lighthouse beside a lighthouse."]


async def test_is_loaded_beside_the_searches(model_dir: Path, tmp_path: Path) -> None:
    write_tiny_reranker(tmp_path / "acme" / "judge", model_dir, "lighthouse")
    encoders = CrossEncoders(tmp_path, fetch=False)
    assert encoders.at_hand("acme/judge") == (
        "The passages were not ordered again: acme/judge is being loaded."
    )
    async with asyncio.timeout(60):
        while isinstance(judge := encoders.at_hand("acme/judge"), str):
            await asyncio.sleep(0.02)
    scores = await judge.scores("where?", TEXTS)
    assert sorted(range(3), key=lambda at: -scores[at]) == [2, 0, 1]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("acme/none", "fastembed does not know a model named acme/none"),
        ("Xenova/ms-marco-MiniLM-L-6-v2", "could not be fetched"),
    ],
)
async def test_what_is_missing_is_said(tmp_path: Path, name: str, sentence: str) -> None:
    encoders = CrossEncoders(tmp_path, fetch=False)
    async with asyncio.timeout(60):
        while "is being loaded" in str(said := encoders.at_hand(name)):
            await asyncio.sleep(0.02)
    assert sentence in str(said)
