"""all-MiniLM-L6-v2 on onnxruntime, from a folder that holds `model.onnx` and `tokenizer.json`."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from chassis.errors import Unavailable
from retrieval.domain.passages import Vector

MOST_PIECES = 256
PASSAGE_NICENESS = 10
Floats = NDArray[np.float32]


class OnnxEmbedder:
    """Questions go before passages: those are embedded by one thread of lower priority."""

    def __init__(self, folder: Path, *, query_threads: int = 2) -> None:
        self._folder = folder
        self._session: Any = None
        self._tokenizer: Any = None
        self._queries = ThreadPoolExecutor(query_threads, thread_name_prefix="query")
        self._passages = ThreadPoolExecutor(1, thread_name_prefix="passages", initializer=_yield_to_others)

    async def load(self) -> None:
        """Raises FileNotFoundError with a sentence when the folder does not hold the model."""
        await asyncio.get_running_loop().run_in_executor(self._queries, self._load)

    def _load(self) -> None:
        for name in ("model.onnx", "tokenizer.json"):
            if not (self._folder / name).exists():
                raise FileNotFoundError(
                    f"The embedding model is not in {self._folder}: {name} is missing. "
                    "`answerbus up` builds it; else set ANSWERBUS_MODEL_DIR."
                )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        model = str(self._folder / "model.onnx")
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(MOST_PIECES)
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._embed("warm up")

    async def queries(self, texts: Sequence[str]) -> list[Vector]:
        return await asyncio.get_running_loop().run_in_executor(self._queries, self._each, texts)

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        return await asyncio.get_running_loop().run_in_executor(self._passages, self._each, texts)

    def _each(self, texts: Sequence[str]) -> list[Vector]:
        return [self._embed(text).tolist() for text in texts]

    def _embed(self, text: str) -> Floats:
        """Alone: the 8-bit model scales by its whole batch, so a neighbour would change the vector."""
        if self._session is None:
            raise Unavailable("The embedding model is still loading; please try again.")
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        summed = self._session.run(None, feed)[0][0].sum(axis=0)
        vector: Floats = (summed / np.linalg.norm(summed)).astype(np.float32)
        return vector

    def close(self) -> None:
        self._queries.shutdown(cancel_futures=True)
        self._passages.shutdown(cancel_futures=True)


def _yield_to_others() -> None:
    """On Linux a priority belongs to a thread."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), PASSAGE_NICENESS)
