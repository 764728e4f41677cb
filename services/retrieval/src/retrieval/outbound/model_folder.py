"""Finds and opens models that do not come with the product."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from chassis import logs
from retrieval.index_ports import ModelMissing

WEIGHTS = ("model.onnx", "onnx/model.onnx", "model_optimized.onnx")
FETCHED = ".fetched"

log = logs.get(__name__)


def local_model(model: str, folder: Path) -> Path | None:
    """The folder of a model by name or path; nothing outside the folder of models is looked at."""
    here = folder.resolve()
    place = (here / model).resolve()
    inside = place.is_relative_to(here) and place != here
    return place if inside and any((place / name).exists() for name in WEIGHTS) else None


def weights_in(local: Path) -> str:
    """The path of the weights relative to the folder."""
    return next(name for name in WEIGHTS if (local / name).exists())


def opened_model(kind: Any, model: str, folder: Path, local: Path | None, *, fetch: bool) -> Any:
    """Open a model of this kind. Blocking; may download hundreds of megabytes. Raises ModelMissing."""
    known = {one["model"].lower() for one in kind.list_supported_models()}
    if model.lower() not in known:
        raise ModelMissing(unknown(model))
    options = {"specific_model_path": str(local)} if local else {"local_files_only": not fetch}
    try:
        return kind(model, cache_dir=str(folder / FETCHED), threads=1, **options)
    except Exception as error:
        log.warning("model.not_loaded", model=model, reason=str(error))
        done = "loaded" if local else "fetched"
        raise ModelMissing(
            f"The weights of {model} could not be {done}; the log of this server says why."
        ) from error


def unknown(model: str) -> str:
    """Companies read this: they need not know where the server keeps its models."""
    return f"fastembed does not know a model named {model}, and this server has no folder of that name."


def weight(opened: Any) -> int:
    """The size of a model's weights in bytes."""
    folder = Path(opened.model._model_dir)
    return sum(file.stat().st_size for file in folder.rglob("*") if ".onnx" in file.name)


def described(file: Path) -> dict[str, Any]:
    """The JSON object in a file, empty when there is none."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
