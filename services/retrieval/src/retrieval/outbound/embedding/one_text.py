"""Embeds one text at a time with a model that fastembed has opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Embed = Callable[[str], Any]
"""The vector of a text, in an array of float32."""


def embedding(opened: Any) -> Embed:
    """Gives the same vectors as `opened.embed`, bit by bit, without its work for batches and padding.

    One at a time, because an 8-bit model scales by its whole batch: a neighbour would change the vector.
    """
    from fastembed.text.pooled_normalized_embedding import PooledNormalizedEmbedding

    if type(opened.model) is PooledNormalizedEmbedding:
        return _pooled(opened.model.tokenizer, opened.model.model)

    def embed(text: str) -> Any:
        [found] = opened.embed([text], batch_size=1)
        return found.astype(np.float32, copy=False)

    return embed


def _pooled(tokenizer: Any, session: Any) -> Embed:
    """The normalised mean of the vectors of all tokens."""
    inputs = [one.name for one in session.get_inputs()]

    def embed(text: str) -> Any:
        ids = np.array([tokenizer.encode(text).ids], np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        [tokens, *_] = session.run(None, {name: given[name] for name in inputs})
        mean = tokens[0].sum(axis=0, dtype=np.float64) / ids.size
        length = max(np.linalg.norm(mean[np.newaxis], axis=1)[0], 1e-12)
        return (mean / length).astype(np.float32)

    return embed
