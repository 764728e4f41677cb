"""all-MiniLM-L6-v2 in numpy, straight from the weights: the independent witness for the ONNX graph.

Run as a program it prints the reference file that the build is checked against.
"""

from __future__ import annotations

import json
import math
import sys
from typing import Any

import numpy as np

from answerbus.embedded.minilm_weights import Weights, packaged_model, read_weights

SENTENCES = (
    "How much does express delivery cost?",
    "where is my parcel",
    "Le colis est arrivé endommagé, que dois-je faire ?",
    "ok",
    "A courier makes two attempts, then the parcel waits at the service point for ten days and goes back. "
    "Insurance covers up to 500 euros unless a higher value was declared and paid for before shipment.",
)
Array = np.ndarray[Any, np.dtype[np.float64]]


def embed(weights: Weights, ids: list[int]) -> Array:
    """The normalised mean of the last layer, in double precision."""
    w = {name: array.astype(np.float64) for name, array in weights.items() if "pooler" not in name}
    x = w["embeddings.word_embeddings.weight"][ids]
    x = x + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = x + w["embeddings.token_type_embeddings.weight"][0]
    x = _norm(w, "embeddings.LayerNorm", x)
    for layer in range(6):
        x = _layer(w, f"encoder.layer.{layer}", x)
    mean = x.mean(axis=0)
    vector: Array = mean / np.linalg.norm(mean)
    return vector


def _layer(w: dict[str, Array], prefix: str, x: Array) -> Array:
    query, key, value = (
        _dense(w, f"{prefix}.attention.self.{part}", x).reshape(-1, 12, 32)
        for part in ("query", "key", "value")
    )
    mixed = np.empty_like(query)
    for head in range(12):
        scores = query[:, head] @ key[:, head].T / math.sqrt(32)
        attention = np.exp(scores - scores.max(axis=1, keepdims=True))
        mixed[:, head] = attention / attention.sum(axis=1, keepdims=True) @ value[:, head]
    attended = _dense(w, f"{prefix}.attention.output.dense", mixed.reshape(-1, 384))
    x = _norm(w, f"{prefix}.attention.output.LayerNorm", x + attended)
    inner = _dense(w, f"{prefix}.intermediate.dense", x)
    inner = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
    return _norm(w, f"{prefix}.output.LayerNorm", x + _dense(w, f"{prefix}.output.dense", inner))


def _dense(w: dict[str, Array], name: str, x: Array) -> Array:
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def _norm(w: dict[str, Array], name: str, x: Array) -> Array:
    centred = x - x.mean(axis=1, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-12)
    normal: Array = centred / deviation * w[f"{name}.weight"] + w[f"{name}.bias"]
    return normal


def main() -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_padding()
    weights = read_weights(packaged_model() / "model.safetensors")
    references = []
    for sentence in SENTENCES:
        ids = tokenizer.encode(sentence).ids
        vector = [round(float(number), 6) for number in embed(weights, ids)]
        references.append({"text": sentence, "ids": ids, "vector": vector})
    json.dump(references, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
