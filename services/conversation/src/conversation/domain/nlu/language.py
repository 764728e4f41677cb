"""Guesses the language of a message by its letters and commonest words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from operator import itemgetter

from conversation.domain.nlu.languages.known import KNOWN

_LONGEST = 600
_SCRIPTS = {
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af",
    "zh": "\u4e00-\u9fff",
    "uk": "іїєґ",
    "ru": "\u0400-\u04ff",
    "el": "\u0370-\u03ff",
    "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "hi": "\u0900-\u097f",
    "th": "\u0e00-\u0e7f",
}
_LETTERS = {code: lists.letters for code, lists in KNOWN.items() if lists.letters}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SCRIPT = {code: re.compile(f"[{letters}]", re.IGNORECASE) for code, letters in _SCRIPTS.items()}
_ENOUGH = 0.9


def _weights() -> dict[str, dict[str, float]]:
    """How much a word says for each language: more, the fewer languages share it."""
    common = {code: set(lists.common.split()) for code, lists in KNOWN.items()}
    shared = Counter(word for words in common.values() for word in words)
    return {
        word: {code: 1 / count for code, words in common.items() if word in words}
        for word, count in shared.items()
    }


_WEIGHTS = _weights()
_NOTHING: dict[str, float] = {}


def guess_language(text: str) -> str | None:
    """ISO 639-1 code, or None when the text is too short to tell."""
    start = text[:_LONGEST].casefold().replace("\u2019", "'")
    if not start.isascii():
        for code, pattern in _SCRIPT.items():
            if pattern.search(start):
                return code
    scores: defaultdict[str, float] = defaultdict(float)
    for word in _WORD.findall(start):
        for code, weight in _WEIGHTS.get(word, _NOTHING).items():
            scores[code] += weight
    if not start.isascii():
        for code, letters in _LETTERS.items():
            scores[code] += sum(map(start.count, letters)) * 0.5
    first, second = [*sorted(scores.items(), key=itemgetter(1), reverse=True), ("", 0.0), ("", 0.0)][:2]
    return first[0] if first[1] >= _ENOUGH and first[1] > second[1] else None
