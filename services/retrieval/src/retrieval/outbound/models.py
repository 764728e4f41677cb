"""Embedding models by name: loaded when they are first asked for, within a bound of memory."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from chassis import logs
from contracts.bot_knowledge import PACKAGED_MODEL
from retrieval.index_ports import ModelMissing
from retrieval.outbound.embedder import FastembedEmbedder

WEIGHTS = ("model.onnx", "onnx/model.onnx", "model_optimized.onnx")
FETCHED = ".fetched"

log = logs.get(__name__)


class Models:
    """The packaged model is always at hand; of the others, what was used last stays."""

    def __init__(
        self, packaged: FastembedEmbedder, folder: Path, *, most_bytes: int = 1 << 30, fetch: bool = True
    ) -> None:
        """`most_bytes` bounds the weights beside the packaged ones; without `fetch` nothing is downloaded."""
        self._packaged = packaged
        self._folder = folder
        self._most_bytes = most_bytes
        self._fetch = fetch
        self._loaded: OrderedDict[str, tuple[int, FastembedEmbedder]] = OrderedDict()
        self._loading = asyncio.Lock()

    async def of(self, model: str) -> FastembedEmbedder:
        """Raises ModelMissing."""
        if model == PACKAGED_MODEL:
            return self._packaged
        if model not in self._loaded:
            async with self._loading:
                if model not in self._loaded:
                    await self._load(model)
        self._loaded.move_to_end(model)
        return self._loaded[model][1]

    async def _load(self, model: str) -> None:
        opened = partial(_opened, model, self._folder, fetch=self._fetch)
        found, size = await asyncio.to_thread(_weighed, opened)
        if size > self._most_bytes:
            raise ModelMissing(
                f"The model {model} takes {size >> 20} MB; ANSWERBUS_MODEL_MEMORY_BYTES allows "
                f"{self._most_bytes >> 20} MB."
            )
        embedder = FastembedEmbedder(self._folder, opened=lambda: found)
        await embedder.load()
        while self._loaded and sum(size for size, _ in self._loaded.values()) + size > self._most_bytes:
            gone, _ = self._loaded.popitem(last=False)
            log.info("model.put_away", model=gone)
        self._loaded[model] = size, embedder


def _weighed(opened: Callable[[], Any]) -> tuple[Any, int]:
    """The model and the bytes of its weights."""
    found = opened()
    folder = Path(found.model._model_dir)
    return found, sum(file.stat().st_size for file in folder.rglob("*") if ".onnx" in file.name)


def _opened(model: str, folder: Path, *, fetch: bool) -> Any:
    """Blocking; may fetch hundreds of megabytes. Raises ModelMissing with a sentence."""
    from fastembed import TextEmbedding

    local = _local(model, folder)
    known = {one["model"].lower() for one in TextEmbedding.list_supported_models()}
    if local is None and model.lower() not in known:
        raise ModelMissing(
            f"fastembed does not know a model named {model}, and there is none in {folder} of that name."
        )
    if local is not None and model.lower() not in known:
        _register(model, local)
    options = {"specific_model_path": str(local)} if local else {"local_files_only": not fetch}
    try:
        return TextEmbedding(model, cache_dir=str(folder / FETCHED), threads=1, **options)
    except Exception as error:
        log.warning("model.not_loaded", model=model, reason=str(error))
        where = f"loaded from {local}" if local else "fetched"
        reason = str(error).split("\n")[0].rstrip(".")
        raise ModelMissing(f"The weights of {model} could not be {where}: {reason}.") from error


def _local(model: str, folder: Path) -> Path | None:
    """The folder of a model, named by its name or path. Nothing outside the folder of models is looked at."""
    here = folder.resolve()
    place = (here / model).resolve()
    inside = place.is_relative_to(here) and place != here
    return place if inside and any((place / name).exists() for name in WEIGHTS) else None


def _register(model: str, local: Path) -> None:
    """Tell fastembed of a model that it does not know, as the files beside its weights describe it."""
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType

    pooling = _json(local / "1_Pooling" / "config.json")
    TextEmbedding.add_custom_model(
        model=model,
        pooling=PoolingType.CLS if pooling.get("pooling_mode_cls_token") else PoolingType.MEAN,
        normalization=True,
        sources=ModelSource(hf=model),
        dim=int(_json(local / "config.json").get("hidden_size", 0)),
        model_file=next(name for name in WEIGHTS if (local / name).exists()),
    )


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
