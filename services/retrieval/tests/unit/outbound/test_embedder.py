from __future__ import annotations

import asyncio
import json
from pathlib import Path

import numpy as np
import pytest
from fastembed import TextEmbedding

from answerbus.embedded.model import REFERENCE
from contracts.bot_knowledge import PACKAGED_MODEL
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.embedding.one_text import embedding

TEXTS = ["How much is a parcel?", "A much longer text about parcels, depots and prices. " * 30, "x"]


@pytest.fixture
def embedder(model_dir: Path) -> FastembedEmbedder:
    return FastembedEmbedder(model_dir)


async def test_gives_the_vectors_of_the_published_model(embedder: FastembedEmbedder) -> None:
    await embedder.load()
    reference = json.loads(REFERENCE.read_text())
    vectors = await embedder.queries([one["text"] for one in reference])
    cosines = [np.dot(got, one["vector"]) for got, one in zip(vectors, reference, strict=True)]
    assert min(cosines) > 0.97


@pytest.mark.parametrize("text", [*TEXTS, "", "ü" * 900])
def test_one_text_alone_has_the_vector_that_fastembed_gives_it(model_dir: Path, text: str) -> None:
    opened = TextEmbedding(PACKAGED_MODEL, specific_model_path=str(model_dir), threads=1)
    assert embedding(opened)(text).tolist() == next(iter(opened.embed([text]))).tolist()


async def test_passages_keep_their_order(embedder: FastembedEmbedder) -> None:
    await embedder.load()
    vectors = await embedder.passages(TEXTS)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert np.allclose(vector, (await embedder.queries([text]))[0], atol=1e-6)


async def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"model\.onnx is missing"):
        await FastembedEmbedder(tmp_path).load()


async def test_words_that_the_model_has_whole_are_ordinary(embedder: FastembedEmbedder) -> None:
    assert embedder.ordinary("parcl")
    await embedder.load()
    assert embedder.ordinary("parcel")
    assert not embedder.ordinary("parcl")


async def test_some_missing_words_say_more_than_others(embedder: FastembedEmbedder) -> None:
    await embedder.load()
    assert embedder.missing([]) == 0
    assert embedder.missing(["founded"]) > embedder.missing(["broken"])
    assert embedder.missing(["founded", "broken"]) == pytest.approx(
        embedder.missing(["founded"]) + embedder.missing(["broken"])
    )


async def test_nothing_is_known_of_another_models_words(model_dir: Path) -> None:
    other = FastembedEmbedder(
        model_dir, opened=lambda: TextEmbedding(PACKAGED_MODEL, specific_model_path=str(model_dir))
    )
    await other.load()
    assert other.missing(["founded"]) == 0


async def test_only_a_short_question_that_comes_alone_goes_without_a_thread(
    embedder: FastembedEmbedder,
) -> None:
    await embedder.load()
    embedder.close()  # there are no threads from here on
    assert len((await embedder.queries(["How much is a parcel?"]))[0]) == 384
    for together in (["Where?", "When?"],), (["a long question " * 50],), (["Who?"], ["Why?"]):
        with pytest.raises(RuntimeError):
            await asyncio.gather(*map(embedder.queries, together))
