"""Recognises what a customer feels, in the nine words that support needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from conversation.domain.nlu.languages.known import KNOWN
from conversation.domain.nlu.word_sets import plain

Feeling = Literal[
    "anger", "frustration", "sadness", "fear", "joy", "gratitude", "surprise", "confusion", "neutral"
]
ReadLabels = Callable[[str], Mapping[str, float]]
HOLDS = 0.5
MOST_READ = 0.66
LONGEST = 2_000

FOLDED: dict[Feeling, tuple[str, ...]] = {
    "anger": ("anger", "disgust"),
    "frustration": ("annoyance", "disapproval", "disappointment"),
    "sadness": ("sadness", "grief", "remorse", "embarrassment"),
    "fear": ("fear", "nervousness"),
    "joy": ("joy", "amusement", "love", "admiration", "excitement", "optimism", "pride", "relief"),
    "gratitude": ("gratitude",),
    "surprise": ("surprise",),
    "confusion": ("confusion",),
}
_COLD: tuple[Feeling, ...] = ("anger", "frustration", "sadness", "fear", "confusion")
_WARM: tuple[Feeling, ...] = ("joy", "gratitude", "surprise")
_DENIALS = frozenset(word for lists in KNOWN.values() for word in lists.denials.split())
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SMILES = {
    "joy": re.compile(r"[:;]-?[)D]|[😀-😊🙂😍🥰👍🎉❤]"),
    "anger": re.compile("[😠😡🤬👎🖕]"),
    "sadness": re.compile(r":['-]?\(|[😢😭😞☹]"),
}
_MISREAD = re.compile(r"\bappointments?\b", re.IGNORECASE)  # its letters are those of disappointment
_STRETCHED = re.compile(r"([^\W\d_])\1{3,}")


@dataclass(frozen=True, slots=True)
class Emotion:
    """`intensity` runs from 0 to 1. In `scores` a feeling holds from 0.5 on."""

    label: Feeling = "neutral"
    intensity: float = 0.0
    scores: Mapping[Feeling, float] = field(default_factory=dict)


def unread(_text: str) -> Mapping[str, float]:
    """A reader of labels that finds none, for when no model is loaded."""
    return {}


def feel(text: str, language: str | None, read_labels: ReadLabels = unread) -> Emotion:
    """The strongest feeling in a text.

    `read_labels` reads English and gives GoEmotions labels relative to their thresholds: a label holds from 1
    on. Cue words of each language count beside it, and alone in other languages.
    """
    start = text[:LONGEST]
    read = read_labels(_MISREAD.sub(" ", start)) if language in (None, "en") else {}
    said = _said(start, language or "en")
    scores = {
        feeling: 1 - (1 - _read(read, labels)) * 0.35 ** said[feeling] for feeling, labels in FOLDED.items()
    }
    if "?" in start and not said["confusion"]:
        scores["confusion"] *= 0.7
    if "?" in start or any(scores[feeling] >= HOLDS for feeling in _COLD):
        scores |= {feeling: scores[feeling] * 0.55 for feeling in _WARM}
    label = max(FOLDED, key=lambda feeling: scores[feeling])
    rounded = {feeling: round(score, 3) for feeling, score in scores.items()}
    if scores[label] < HOLDS:
        return Emotion(scores=rounded)
    return Emotion(label, round(_intensity(scores[label], start), 2), rounded)


def _read(read: Mapping[str, float], labels: tuple[str, ...]) -> float:
    relative = max((read.get(label, 0.0) for label in labels), default=0.0)
    return min(MOST_READ, relative / (relative + max(1.0, read.get("neutral", 0.0))))


def _intensity(score: float, text: str) -> float:
    return min(1.0, 0.3 + 1.1 * (score - HOLDS) + 0.35 * emphasis(text))


def emphasis(text: str) -> float:
    """How emphatic the text is (0..1): capitals, repeated marks, stretched words."""
    shouted = [word for word in _WORD.findall(text) if len(word) > 3]
    capitals = sum(word.isupper() for word in shouted) / len(shouted) if len(shouted) > 1 else 0.0
    marks = min(1.0, (text.count("!") + text.count("??")) / 3)
    return min(1.0, (capitals > 0.5) * 0.7 + marks * 0.5 + bool(_STRETCHED.search(text)) * 0.4)


def _said(text: str, language: str) -> Counter[str]:
    """How many different cues of each feeling stand in the text."""
    words = [plain(word) for word in _WORD.findall(text.replace("\u2019", "'"))]
    found = Counter(feeling for feeling, _ in set(_cues_in(words, language)))
    found.update(feeling for feeling, smile in _SMILES.items() if smile.search(text))
    return found


def _cues_in(words: list[str], language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    cues = _cues(language)
    for at, word in enumerate(words):
        for feeling, cue in cues.get(word[:3], ()):
            fits = len(words) - at >= len(cue) and all(map(_fits, words[at:], cue))
            if fits and not (at and words[at - 1] in _DENIALS):
                yield feeling, cue


def _fits(word: str, cue: str) -> bool:
    return word.startswith(cue[:-1]) if cue.endswith("*") else word == cue


@lru_cache
def _cues(language: str) -> Mapping[str, list[tuple[str, tuple[str, ...]]]]:
    """The cues of a language, by the first three letters of their first word."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for feeling, phrases in (KNOWN[language].cues if language in KNOWN else {}).items():
        for phrase in phrases.split(","):
            cue = tuple(plain(word) for word in phrase.split())
            found.setdefault(cue[0].rstrip("*")[:3], []).append((feeling, cue))
    return found
