"""A linear model over hashed features: probabilities of the GoEmotions labels and of Ekman's, in pure Python.

The file begins with `MAGIC`, the length of a JSON head (4 bytes, little endian) and the head: `labels`, and
for each `bias`, `scale` and `threshold`; `rows`, the number of features; `rarity`, of one step. Then come the
features' CRC-32 in order (4 bytes each), their rarities (a byte each), their weights (a signed byte a label).
`folded` names the labels that each of Ekman's stands for: `mix` is the share of their log-odds in its own.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from conversation.domain.nlu.emotion_features import context_features, normal, tokens_of, word_features

MAGIC = b"ABEMO1\n"
_HEAD = len(MAGIC) + 4
_REMEMBERED_WORDS = 20_000
Sum = tuple[float, tuple[int, ...]]


@dataclass(frozen=True)
class EmotionModel:
    """`weights` has a row of signed bytes per feature; `codes` and `rarities` are in the same order."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    scale: tuple[float, ...]
    threshold: tuple[float, ...]
    rarity_step: float
    codes: Sequence[int]
    rarities: Sequence[int]
    weights: memoryview
    folded: tuple[tuple[int, tuple[int, ...]], ...] = ()
    mix: float = 0.0
    _words: dict[str, Sum] = field(default_factory=dict)

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> EmotionModel:
        """Reads in place; `data` must stay as it is. Raises `ValueError` when it is no such file."""
        view = memoryview(data)
        if bytes(view[: len(MAGIC)]) != MAGIC:
            raise ValueError("This is no file of emotion weights.")
        start = _HEAD + int.from_bytes(view[len(MAGIC) : _HEAD], "little")
        head = json.loads(bytes(view[_HEAD:start]))
        rows, labels = head["rows"], tuple(head["labels"])
        rarities = start + 4 * rows
        weights = rarities + rows
        if len(view) != weights + rows * len(labels):
            raise ValueError("The file of emotion weights was cut off.")
        return cls(
            labels,
            tuple(head["bias"]),
            tuple(head["scale"]),
            tuple(head["threshold"]),
            head["rarity"],
            view[start:rarities].cast("I"),
            view[rarities:weights],
            view[weights:].cast("b"),
            tuple(
                (labels.index(label), tuple(map(labels.index, parts)))
                for label, parts in head.get("folded", {}).items()
            ),
            head.get("mix", 0.0),
        )

    def probabilities(self, text: str) -> dict[str, float]:
        """Of every label, each for itself: a text may have several or none."""
        tokens = tokens_of(text)
        words = [normal(token) for token in tokens]
        sums = [self._of_word(word) for word in dict.fromkeys(words)]
        sums.append(self._sum(context_features(tokens, words)))
        norm = math.sqrt(sum(square for square, _ in sums)) or 1.0
        totals = map(sum, zip(*(columns for _, columns in sums), strict=True))
        odds = [
            bias + total * scale / norm
            for bias, scale, total in zip(self.bias, self.scale, totals, strict=True)
        ]
        held = [1 / (1 + math.exp(-one)) for one in odds]
        for at, parts in self.folded:
            none = math.prod(1 - held[part] for part in parts)
            mixed = (1 - self.mix) * odds[at] + self.mix * math.log((1 - none) / none)
            held[at] = 1 / (1 + math.exp(-mixed))
        return dict(zip(self.labels, held, strict=True))

    def relative(self, text: str) -> Mapping[str, float]:
        """How often each probability is its label's threshold: 1 and more means that the label holds."""
        return {
            label: probability / threshold
            for (label, probability), threshold in zip(
                self.probabilities(text).items(), self.threshold, strict=True
            )
        }

    def _of_word(self, word: str) -> Sum:
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _REMEMBERED_WORDS:
                self._words.clear()
            known = self._words[word] = self._sum(word_features(word))
        return known

    def _sum(self, codes: Sequence[int] | set[int]) -> Sum:
        """Squares of the rarities of the known features, and the sum of their weights per label."""
        known, end = self.codes, len(self.codes)
        places = [at for code in codes if (at := bisect_left(known, code)) < end and known[at] == code]
        width = len(self.labels)
        squares = sum((self.rarities[at] * self.rarity_step) ** 2 for at in places)
        rows = [self.weights[at * width : at * width + width] for at in places]
        return squares, tuple(map(sum, zip(*rows, strict=True))) if rows else self._nothing

    @cached_property
    def _nothing(self) -> tuple[int, ...]:
        return (0,) * len(self.labels)
