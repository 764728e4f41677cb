"""A model through fastembed: the packaged one, from a folder with its graph and tokenizer, or another."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from chassis.errors import Unavailable
from retrieval.domain.passages import Vector
from retrieval.outbound.background import yield_to_others
from retrieval.outbound.one_text import embedding

MODEL = "sentence-transformers/all-MiniLM-L6-v2"
REMEMBERED = 1_000


class FastembedEmbedder:
    """Questions go before passages: those are embedded by threads of lower priority, one to a core."""

    def __init__(
        self,
        folder: Path,
        *,
        opened: Callable[[], Any] | None = None,
        query_threads: int = 2,
        passage_threads: int = os.cpu_count() or 1,
    ) -> None:
        """`opened` gives a fastembed model, otherwise the packaged one is read from the folder."""
        self._folder = folder
        self._open = opened or self._packaged
        self._one: Callable[[str], Vector] | None = None
        self._asked: dict[str, Vector] = {}
        self._queries = ThreadPoolExecutor(query_threads, thread_name_prefix="query")
        self._passages = ThreadPoolExecutor(
            passage_threads, thread_name_prefix="passages", initializer=yield_to_others
        )

    async def load(self) -> None:
        """Raises FileNotFoundError with a sentence when the folder does not hold the model."""
        await asyncio.get_running_loop().run_in_executor(self._queries, self._load)

    def _load(self) -> None:
        self._one = embedding(self._open())
        self._embed("warm up")

    def _packaged(self) -> Any:
        for name in ("model.onnx", "tokenizer.json"):
            if not (self._folder / name).exists():
                raise FileNotFoundError(
                    f"The embedding model is not in {self._folder}: {name} is missing. "
                    "`answerbus up` builds it; else set ANSWERBUS_MODEL_DIR."
                )
        from fastembed import TextEmbedding

        return TextEmbedding(MODEL, specific_model_path=str(self._folder), threads=1)

    async def queries(self, texts: Sequence[str]) -> list[Vector]:
        """Earlier turns come with every later one, so what was asked lately is remembered."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._asked]
        if fresh:
            loop = asyncio.get_running_loop()
            each = (loop.run_in_executor(self._queries, self._embed, text) for text in fresh)
            vectors = await asyncio.gather(*each)
            self._asked.update(zip(fresh, vectors, strict=True))
        found = [self._asked[text] for text in texts]
        while len(self._asked) > REMEMBERED:
            del self._asked[next(iter(self._asked))]
        return found

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        loop = asyncio.get_running_loop()
        return list(
            await asyncio.gather(*(loop.run_in_executor(self._passages, self._embed, text) for text in texts))
        )

    def _embed(self, text: str) -> Vector:
        """Alone: the 8-bit model scales by its whole batch, so a neighbour would change the vector."""
        if self._one is None:
            raise Unavailable("The embedding model is still loading; please try again.")
        return self._one(text)

    def close(self) -> None:
        self._queries.shutdown(cancel_futures=True)
        self._passages.shutdown(cancel_futures=True)
