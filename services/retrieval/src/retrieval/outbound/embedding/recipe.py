"""What the other process needs to open the same model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypedDict


class Custom(TypedDict):
    """For models that fastembed does not know: how they pool, the size of vectors, the file of weights."""

    pooling: str
    size: int
    file: str


class Recipe(TypedDict):
    model: str
    folder: str
    custom: Custom | None


def recipe_of(opened: Any) -> Recipe:
    from fastembed.text.custom_text_embedding import CustomTextEmbedding

    found, custom = opened.model, None
    if isinstance(found, CustomTextEmbedding):
        about = found.model_description
        custom = Custom(pooling=found._pooling.name, size=int(about.dim or 0), file=about.model_file)
    return Recipe(model=found.model_name, folder=str(found._model_dir), custom=custom)


def open_by(recipe: Recipe) -> Any:
    from fastembed import TextEmbedding

    with registered(recipe["model"], recipe["custom"]):
        return TextEmbedding(recipe["model"], specific_model_path=recipe["folder"], threads=1)


@contextmanager
def registered(model: str, about: Custom | None) -> Iterator[None]:
    """Tell fastembed of a model while it is opened; without `about` it knows it.

    Not for longer: the files may say something else the next time, and a model that is known but no longer in
    its folder would be fetched from whoever has a repository of that name.
    """
    if about is None:
        yield
        return
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType
    from fastembed.text.custom_text_embedding import CustomTextEmbedding

    TextEmbedding.add_custom_model(
        model=model,
        pooling=PoolingType[about["pooling"]],
        normalization=True,
        sources=ModelSource(hf=model),
        dim=about["size"],
        model_file=about["file"],
    )
    known = CustomTextEmbedding.SUPPORTED_MODELS
    try:
        yield
    finally:
        known[:] = [one for one in known if one.model != model]
