"""What it says against an answer that a passage lacks a word, learned from the companies' open questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from tokenizers import Tokenizer

from benches.eval_retrieval.vectors import KeptVectors
from retrieval.outbound.missed_words import STEPS

TABLE = "embeddings.word_embeddings.weight"
FIRST_WORD = 2_000
"""Pieces before it are single characters and what the model sets between texts."""


class Pieces:
    """The packaged model's input embeddings around their middle, each of length 1."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        graph = onnx.load(str(folder / "model.onnx")).graph
        table = next(numpy_helper.to_array(one) for one in graph.initializer if one.name == TABLE)
        around = table - table[FIRST_WORD:].mean(axis=0)
        self.table = around / (np.linalg.norm(around, axis=1, keepdims=True) + 1e-9)

    def of(self, words: Sequence[str]) -> np.ndarray:
        """The sum over all pieces of the words."""
        ids = [
            piece for word in words for piece in self._tokenizer.encode(word, add_special_tokens=False).ids
        ]
        total: np.ndarray = self.table[ids].sum(axis=0)
        return total

    def write(self, direction: np.ndarray, target: Path) -> None:
        """Each piece's part of the direction, as `retrieval/outbound/missed_words.py` reads it."""
        steps = np.round(self.table @ direction * STEPS).clip(-127, 127)
        target.write_bytes(steps.astype(np.int8).tobytes())


class Noting(KeptVectors):
    """Stands where the embedder does, and notes which words were missing."""

    noted: tuple[str, ...] = ()

    def missing(self, words: Sequence[str]) -> float:
        self.noted = tuple(words)
        return 0.0
