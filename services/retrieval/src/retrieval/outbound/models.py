"""Embedding models by name, loaded on first use within a bound of memory."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from pathlib import Path
from typing import Any

from chassis import logs
from contracts.bot_knowledge import PACKAGED_MODEL
from retrieval.index_ports import ModelMissing
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.embedding.recipe import Custom, registered
from retrieval.outbound.model_folder import (
    described,
    local_model,
    opened_model,
    unknown,
    weight,
    weights_in,
)

log = logs.get(__name__)


class Models:
    """The packaged model always stays loaded, of the others the most recently used."""

    def __init__(
        self,
        packaged: FastembedEmbedder,
        folder: Path,
        *,
        most_bytes: int = 1 << 30,
        fetch: bool = True,
        apart: bool = False,
    ) -> None:
        """`most_bytes` bounds the weights beside the packaged ones; without `fetch` nothing is downloaded.

        `apart` as in FastembedEmbedder, for the others.
        """
        self._packaged = packaged
        self._folder = folder
        self._most_bytes = most_bytes
        self._fetch = fetch
        self._apart = apart
        self._loaded: OrderedDict[str, tuple[int, FastembedEmbedder]] = OrderedDict()
        self._missing: dict[str, str] = {}
        self._loading = asyncio.Lock()

    async def of(self, model: str) -> FastembedEmbedder:
        """Raises ModelMissing."""
        if model == PACKAGED_MODEL:
            return self._packaged
        if model not in self._loaded:
            async with self._loading:
                if model not in self._loaded:
                    await self._tried(model)
        self._loaded.move_to_end(model)
        return self._loaded[model][1]

    def missing(self, model: str) -> str | None:
        """Its folder is looked at; whether its weights can be read shows when it is asked for."""
        from fastembed import TextEmbedding

        if model == PACKAGED_MODEL or model in self._loaded:
            return None
        if local_model(model, self._folder) is None and not _knows(TextEmbedding, model):
            return unknown(model)
        return self._missing.get(model)

    async def run(self) -> None:
        """Until cancelled: then end the processes, so that none goes on embedding for nobody."""
        try:
            await asyncio.Event().wait()
        finally:
            for embedder in (self._packaged, *(one for _, one in self._loaded.values())):
                await embedder.rest()

    async def _tried(self, model: str) -> None:
        try:
            await self._load(model)
        except ModelMissing as error:
            self._missing[model] = str(error)
            raise
        self._missing.pop(model, None)

    async def _load(self, model: str) -> None:
        found, size = await asyncio.to_thread(_opened, model, self._folder, fetch=self._fetch)
        if size > self._most_bytes:
            raise ModelMissing(
                f"The model {model} takes {size >> 20} MB; ANSWERBUS_MODEL_MEMORY_BYTES allows "
                f"{self._most_bytes >> 20} MB."
            )
        embedder = FastembedEmbedder(self._folder, opened=lambda: found, apart=self._apart)
        await embedder.load()
        while self._loaded and sum(size for size, _ in self._loaded.values()) + size > self._most_bytes:
            gone, _ = self._loaded.popitem(last=False)
            log.info("model.put_away", model=gone)
        self._loaded[model] = size, embedder


def _opened(model: str, folder: Path, *, fetch: bool) -> tuple[Any, int]:
    """The model and the size of its weights. Raises ModelMissing."""
    from fastembed import TextEmbedding

    local = local_model(model, folder)
    about = _described(local) if local and not _knows(TextEmbedding, model) else None
    with registered(model, about):
        found = opened_model(TextEmbedding, model, folder, local, fetch=fetch)
    return found, weight(found)


def _knows(kind: Any, model: str) -> bool:
    return any(one["model"].lower() == model.lower() for one in kind.list_supported_models())


def _described(local: Path) -> Custom:
    """A model that fastembed does not know, by the files beside its weights."""
    pooling = described(local / "1_Pooling" / "config.json")
    size = int(described(local / "config.json").get("hidden_size", 0))
    kind = "CLS" if pooling.get("pooling_mode_cls_token") else "MEAN"
    return {"pooling": kind, "size": size, "file": weights_in(local)}
