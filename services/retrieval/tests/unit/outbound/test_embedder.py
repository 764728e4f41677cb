from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.outbound.embedder import OnnxEmbedder

TEXTS = ["How much is a parcel?", "A much longer text about parcels, depots and prices. " * 30, "x"]


@pytest.fixture
def embedder(model_dir: Path) -> OnnxEmbedder:
    return OnnxEmbedder(model_dir)


async def test_gives_what_fastembed_gives(embedder: OnnxEmbedder, model_dir: Path) -> None:
    from fastembed import TextEmbedding

    await embedder.load()
    reference = TextEmbedding(
        "sentence-transformers/all-MiniLM-L6-v2", specific_model_path=str(model_dir), threads=1
    )
    for text in TEXTS:
        (expected,) = reference.embed([text])
        assert np.allclose((await embedder.queries([text]))[0], expected, atol=1e-5)


async def test_passages_keep_their_order(embedder: OnnxEmbedder) -> None:
    await embedder.load()
    vectors = await embedder.passages(TEXTS)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert np.allclose(vector, (await embedder.queries([text]))[0], atol=1e-6)


async def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"model\.onnx is missing"):
        await OnnxEmbedder(tmp_path).load()
