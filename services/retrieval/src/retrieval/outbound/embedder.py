"""An embedding model through fastembed: the packaged one, or any other in a folder."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from chassis import clock
from chassis.errors import Unavailable
from contracts.bot_knowledge import PACKAGED_MODEL
from retrieval.domain.passages import Vector
from retrieval.outbound.background import yield_to_others
from retrieval.outbound.embedding.one_text import Embed, embedding
from retrieval.outbound.embedding.recipe import recipe_of
from retrieval.outbound.embedding_process import EmbeddingProcess
from retrieval.outbound.missed_words import MissedWords

QUERY_THREADS = 2
REMEMBERED = 1_000
FEW, LATELY_SECONDS = 128, 20.0
AT_ONCE = 200
"""Texts of so many letters take a few milliseconds: handing them to a thread would cost a sixth more."""


class FastembedEmbedder:
    """Questions go first: passages are embedded in another process, or in threads of lower priority."""

    def __init__(
        self,
        folder: Path,
        *,
        opened: Callable[[], Any] | None = None,
        apart: bool = False,
    ) -> None:
        """`opened` gives a fastembed model, otherwise the packaged one is read from the folder.

        With `apart` passages go to a process of their own as soon as there are more than a few.
        """
        self._folder = folder
        self._open = opened or self._packaged
        self._apart = apart
        self._at_once = 0 if opened else AT_ONCE
        self._waiting = 0
        self._since, self._lately = 0.0, 0
        self._one: Embed | None = None
        self.process: EmbeddingProcess | None = None
        self._tokenizer: Any = None
        self._missed: MissedWords | None = None
        self._asked: dict[str, Vector] = {}
        self._queries = ThreadPoolExecutor(QUERY_THREADS, thread_name_prefix="query")
        self._passages = ThreadPoolExecutor(
            os.cpu_count() or 1, thread_name_prefix="passages", initializer=yield_to_others
        )

    async def load(self) -> None:
        """Raises FileNotFoundError with a sentence when the folder does not hold the model."""
        await asyncio.get_running_loop().run_in_executor(self._queries, self._load)

    def _load(self) -> None:
        opened = self._open()
        self._one, self._tokenizer = embedding(opened), opened.model.tokenizer
        self._embed("warm up")
        if self._apart:
            self.process = EmbeddingProcess(recipe_of(opened))

    def _packaged(self) -> Any:
        for name in ("model.onnx", "tokenizer.json"):
            if not (self._folder / name).exists():
                raise FileNotFoundError(
                    f"The embedding model is not in {self._folder}: {name} is missing. "
                    "`answerbus up` builds it; else set ANSWERBUS_MODEL_DIR."
                )
        from fastembed import TextEmbedding

        found: Any = TextEmbedding(PACKAGED_MODEL, specific_model_path=str(self._folder), threads=1)
        self._missed = MissedWords(_pieces(found.model.tokenizer))
        return found

    async def queries(self, texts: Sequence[str]) -> list[Vector]:
        """Cached: earlier messages come again with every later one."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._asked]
        if fresh:
            self._asked.update(zip(fresh, await self._questions(fresh), strict=True))
        found = [self._asked[text] for text in texts]
        while len(self._asked) > REMEMBERED:
            del self._asked[next(iter(self._asked))]
        return found

    async def _questions(self, texts: Sequence[str]) -> list[Vector]:
        """A single short text is embedded without a thread when nobody else waits."""
        self._waiting += 1
        try:
            await asyncio.sleep(0)
            if self._waiting == len(texts) == 1 and len(texts[0]) <= self._at_once:
                return [self._embed(texts[0])]
            return await self._each(self._queries, texts)
        finally:
            self._waiting -= 1

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        if self.process and (self.process.pid or self._many(len(texts))):
            return await self.process.passages(texts)
        return await self._each(self._passages, texts)

    def _many(self, more: int) -> bool:
        """Whether to start the process: that takes as long as embedding a hundred passages here."""
        if clock.monotonic() - self._since > LATELY_SECONDS:
            self._since, self._lately = clock.monotonic(), 0
        self._lately += more
        return self._lately > FEW

    async def _each(self, threads: ThreadPoolExecutor, texts: Sequence[str]) -> list[Vector]:
        loop = asyncio.get_running_loop()
        return list(await asyncio.gather(*(loop.run_in_executor(threads, self._embed, one) for one in texts)))

    def ordinary(self, word: str) -> bool:
        """Whether the model has the word whole, or as the beginning of one; True until it is loaded."""
        return self._tokenizer is None or any(
            self._tokenizer.token_to_id(piece) is not None for piece in (word, f"\u2581{word}")
        )

    def missing(self, words: Sequence[str]) -> float:
        """Learned for the packaged model's word pieces; 0 for any other model."""
        return self._missed.of(words) if self._missed else 0.0

    def _embed(self, text: str) -> Vector:
        if self._one is None:
            raise Unavailable("The embedding model is still loading; please try again.")
        vector: list[float] = self._one(text).tolist()
        return vector

    def close(self) -> None:
        self._queries.shutdown(cancel_futures=True)
        self._passages.shutdown(cancel_futures=True)

    async def rest(self) -> None:
        """End the process; it starts again when there is something to embed."""
        if self.process:
            await self.process.close()


def _pieces(tokenizer: Any) -> Callable[[str], Sequence[int]]:
    """The numbers of a word's pieces, without special and padding tokens."""

    def of(word: str) -> Sequence[int]:
        found = tokenizer.encode(word, add_special_tokens=False)
        return [piece for piece, real in zip(found.ids, found.attention_mask, strict=True) if real]

    return of
