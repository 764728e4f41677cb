"""Trains the emotion model of conversation on GoEmotions and writes its file.

    make train-emotion EVAL_DATA=<folder with goemotions/>

Columns are the 28 labels and Ekman's seven. Logistic regressions over the same features are averaged: two
whose weights may grow the more, the more a feature's counts differ between a label and the rest (Wang and
Manning, 2012), and for the 28 a plain one. An Ekman label also listens to the labels folded into it. Trained
on the train split; the thresholds are chosen on the dev split; the test split is not read.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benches.emotion_data import COLUMNS, EKMAN, LABELS, Split, f1_thresholds, folded_truth, read_split
from conversation.domain.nlu.emotion_features import context_features, normal, tokens_of, word_features
from conversation.domain.nlu.emotion_model import MAGIC, EmotionModel

TARGET = Path(__file__).parents[1] / "services/conversation/src/conversation/models/goemotions.bin"
LEAST_TEXTS = 4
RARITY_STEP = 1 / 20
PLAIN_STRENGTH = 3.0
BY_COUNTS = ((0.25, 1.0, 1.0), (0.1, 1.5, 3.0))
ITERATIONS = 50
CLIPPED = 99.98
MIX = 0.35

Array = np.ndarray[Any, np.dtype[np.float32]]


def features_of(text: str) -> Counter[int]:
    """The codes of a text's features; a word's count once for each different word that has them."""
    tokens = tokens_of(text)
    words = [normal(token) for token in tokens]
    counts: Counter[int] = Counter(code for word in dict.fromkeys(words) for code in word_features(word))
    counts.update(context_features(tokens, words))
    return counts


def vocabulary(counted: Sequence[Counter[int]]) -> tuple[list[int], Array]:
    """The codes that enough texts have, in order, and their rarities in steps."""
    texts = Counter(code for counts in counted for code in counts)
    codes = sorted(code for code, count in texts.items() if count >= LEAST_TEXTS)
    rarity = [1 + np.log(len(counted) / texts[code]) for code in codes]
    return codes, np.round(np.array(rarity, np.float32) / RARITY_STEP).clip(1, 255)


def matrix(counted: Sequence[Counter[int]], codes: list[int], rarity: Array) -> csr_matrix:
    """Rows of texts: count times rarity, over the root of the sum of counts times squared rarities."""
    column = {code: at for at, code in enumerate(codes)}
    known = [{column[code]: count for code, count in counts.items() if code in column} for counts in counted]
    ends = np.cumsum([0, *map(len, known)])
    columns = np.fromiter((at for row in known for at in row), np.int32, ends[-1])
    counts = np.fromiter((count for row in known for count in row.values()), np.float32, ends[-1])
    squares = counts * rarity[columns] ** 2
    norms = np.sqrt([max(squares[a:b].sum(), 1e-6) for a, b in pairwise(ends)])
    values = counts * rarity[columns] / np.repeat(norms, np.diff(ends))
    return csr_matrix((values.astype(np.float32), columns, ends), shape=(len(known), len(codes)))


def freedom(x: csr_matrix, y: Array, floor: float, power: float) -> Array:
    """How far each weight may grow: how much a feature's share in a label's texts differs from elsewhere."""
    with_feature = (x > 0).astype(np.float32)
    inside = np.asarray(with_feature.T @ y) + 1
    outside = np.asarray(with_feature.sum(0)).reshape(-1, 1) - inside + 2
    ratio = np.abs(np.log(inside / inside.sum(0)) - np.log(outside / outside.sum(0)))
    grown = (floor + ratio) ** power
    return (grown / np.sqrt((grown**2).mean(0))).astype(np.float32)


def fit(x: csr_matrix, y: Array, strength: float, free: Array | None) -> Array:
    """Weights, the bias as last row, of one regression per label; `strength` is the usual C."""
    transposed, rows = x.T.tocsr(), x.shape[1]
    growth = np.ones((1, 1), np.float32) if free is None else free
    start = np.zeros((rows + 1, y.shape[1]), np.float32)
    share = y.mean(0).clip(1e-4, 1 - 1e-4)
    start[-1] = np.log(share / (1 - share))

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.astype(np.float32).reshape(start.shape)
        z = x @ (weights[:-1] * growth) + weights[-1]
        error = (1 / (1 + np.exp(-z)) - y).astype(np.float32)
        gradient = np.empty_like(weights)
        gradient[:-1] = growth * (transposed @ error) + weights[:-1] / strength
        gradient[-1] = error.sum(0)
        likely = (np.logaddexp(0, z) - y * z).sum(dtype=np.float64)
        penalty = np.square(weights[:-1], dtype=np.float64).sum() / (2 * strength)
        return float(likely + penalty), gradient.astype(np.float64).ravel()

    began = perf_counter()
    found = minimize(
        loss,
        start.ravel().astype(np.float64),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": ITERATIONS, "maxcor": 6},
    )
    weights: Array = found.x.astype(np.float32).reshape(start.shape)
    weights[:-1] *= growth
    print(f"one regression per label: {found.nfev} passes, {perf_counter() - began:.0f} s", flush=True)
    return weights


def train(split: Split) -> tuple[list[int], Array, Array]:
    """Codes, rarities in steps, and the averaged weights with the bias as last row."""
    counted = [features_of(text) for text in split.texts]
    codes, rarity = vocabulary(counted)
    x = matrix(counted, codes, rarity * RARITY_STEP)
    print(f"{len(codes)} features, {x.nnz / x.shape[0]:.0f} a text", flush=True)
    every = np.hstack([split.truth, folded_truth(split.truth)])
    by_counts = [fit(x, every, c, freedom(x, every, floor, power)) for floor, power, c in BY_COUNTS]
    weights: Array = np.mean(by_counts, axis=0)
    fine = slice(len(LABELS))
    plain = fit(x, split.truth, PLAIN_STRENGTH, None)
    weights[:, fine] += (plain - weights[:, fine]) / (1 + len(by_counts))
    return codes, rarity, weights


def packed(codes: list[int], rarity: Array, weights: Array, threshold: Sequence[float]) -> bytes:
    """The file, as `conversation.domain.nlu.emotion_model` reads it."""
    by_rarity = weights[:-1] * (rarity * RARITY_STEP)[:, None]
    scale = np.percentile(np.abs(by_rarity), CLIPPED, axis=0) / 127
    whole = np.round(by_rarity / scale).clip(-127, 127).astype(np.int8)
    head = {
        "labels": COLUMNS,
        "bias": [round(float(value), 5) for value in weights[-1]],
        "scale": [float(f"{value:.6g}") for value in scale],
        "threshold": [round(float(value), 5) for value in threshold],
        "rows": len(codes),
        "rarity": RARITY_STEP,
        "folded": {f"ekman:{label}": parts for label, parts in EKMAN.items()},
        "mix": MIX,
    }
    written = json.dumps(head).encode()
    written += b" " * (-(len(MAGIC) + 4 + len(written)) % 4)
    columns = np.array(codes, "<u4").tobytes() + rarity.astype(np.uint8).tobytes() + whole.tobytes()
    return MAGIC + len(written).to_bytes(4, "little") + written + columns


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("EVAL_DATA", ".")))
    folder = parser.parse_args().data / "goemotions"
    codes, rarity, weights = train(read_split(folder, "train"))
    dev = read_split(folder, "dev")
    model = EmotionModel.from_bytes(packed(codes, rarity, weights, [0.5] * len(COLUMNS)))
    scores = np.array([list(model.probabilities(text).values()) for text in dev.texts])
    TARGET.parent.mkdir(exist_ok=True)
    truth = np.hstack([dev.truth, folded_truth(dev.truth)])
    TARGET.write_bytes(packed(codes, rarity, weights, f1_thresholds(scores, truth)))
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
