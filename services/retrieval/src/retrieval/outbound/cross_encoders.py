"""Cross-encoders by name, loaded in the background; searches do without until one is loaded."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from chassis import clock
from retrieval.index_ports import ModelMissing, Reranker
from retrieval.outbound.model_folder import local_model, opened_model, weight, weights_in

AGAIN_SECONDS = 300.0


class FastembedReranker:
    def __init__(self, model: Any, threads: ThreadPoolExecutor) -> None:
        self._model = model
        self._threads = threads

    async def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._scores, question, list(texts))

    def _scores(self, question: str, texts: list[str]) -> list[float]:
        return [float(score) for score in self._model.rerank(question, texts)]


class CrossEncoders:
    """The least recently used one makes room; one that could not be loaded is tried again after minutes."""

    def __init__(self, folder: Path, *, most_bytes: int = 1 << 30, fetch: bool = True) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._fetch = fetch
        self._loaded: OrderedDict[str, tuple[int, FastembedReranker]] = OrderedDict()
        self._missing: dict[str, tuple[float, str]] = {}
        self._loading: dict[str, asyncio.Task[None]] = {}
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="rerank")

    def at_hand(self, model: str) -> Reranker | str:
        if model in self._loaded:
            self._loaded.move_to_end(model)
            return self._loaded[model][1]
        since, reason = self._missing.get(model, (0.0, ""))
        if reason and clock.monotonic() - since < AGAIN_SECONDS:
            return f"The passages were not ordered again. {reason}"
        if model not in self._loading:
            self._loading[model] = asyncio.create_task(self._load(model))
        return f"The passages were not ordered again: {model} is being loaded."

    async def _load(self, model: str) -> None:
        try:
            opened, size = await asyncio.to_thread(_opened, model, self._folder, fetch=self._fetch)
            if size > self._most_bytes:
                raise ModelMissing(
                    f"The model {model} takes {size >> 20} MB; ANSWERBUS_MODEL_MEMORY_BYTES allows "
                    f"{self._most_bytes >> 20} MB."
                )
        except ModelMissing as missing:
            self._missing[model] = clock.monotonic(), str(missing)
        else:
            while self._loaded and sum(one for one, _ in self._loaded.values()) + size > self._most_bytes:
                self._loaded.popitem(last=False)
            self._loaded[model] = size, FastembedReranker(opened, self._threads)
            self._missing.pop(model, None)
        finally:
            del self._loading[model]


def _opened(model: str, folder: Path, *, fetch: bool) -> tuple[Any, int]:
    from fastembed.common.model_description import ModelSource
    from fastembed.rerank.cross_encoder import TextCrossEncoder

    local = local_model(model, folder)
    known = {one["model"].lower() for one in TextCrossEncoder.list_supported_models()}
    if local is not None and model.lower() not in known:
        source = ModelSource(hf=model)
        TextCrossEncoder.add_custom_model(model, sources=source, model_file=weights_in(local))
    found = opened_model(TextCrossEncoder, model, folder, local, fetch=fetch)
    return found, weight(found)
