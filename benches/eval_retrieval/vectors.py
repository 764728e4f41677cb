"""Vectors by text, kept on disk between runs: an evaluation embeds every text once."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from rich.progress import track

from retrieval.domain.passages import Vector
from retrieval.outbound.embedder import FastembedEmbedder

BATCH = 64
SAVED = 500
"""New vectors that are worth writing the file again."""


class KeptVectors:
    """Stands where the embedder does."""

    def __init__(self, embedder: FastembedEmbedder, folder: Path) -> None:
        self._embedder, self._file = embedder, folder / "vectors.npz"
        self._known: dict[str, np.ndarray] = {}
        self._new = 0
        if self._file.exists():
            with np.load(self._file) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    async def queries(self, texts: Sequence[str]) -> list[Vector]:
        return await self._of(texts)

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        return await self._of(texts)

    def ordinary(self, word: str) -> bool:
        return self._embedder.ordinary(word)

    def missing(self, words: Sequence[str]) -> float:
        return self._embedder.missing(words)

    async def learn(self, texts: Sequence[str], what: str) -> np.ndarray:
        """Embed with a bar of the progress, and keep; one row for each text."""
        missing = [text for text in dict.fromkeys(texts) if _key(text) not in self._known]
        parts = range(0, len(missing), BATCH)
        for start in track(parts, description=f"{what}: {len(missing):,} texts", disable=not missing):
            await self._of(missing[start : start + BATCH])
        if self._new >= SAVED:
            self._save()
        return np.stack([self._known[_key(text)] for text in texts])

    async def _of(self, texts: Sequence[str]) -> list[Vector]:
        missing = [text for text in dict.fromkeys(texts) if _key(text) not in self._known]
        found = await self._embedder.passages(missing) if missing else []
        self._new += len(missing)
        self._known.update(
            (_key(text), np.array(one, np.float32)) for text, one in zip(missing, found, strict=True)
        )
        return [self._known[_key(text)].tolist() for text in texts]

    def _save(self) -> None:
        self._new = 0
        self._file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self._file, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))


def _key(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
