"""Stems and BM25 weights by the Qdrant engine: the same numbers for both kinds of index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qdrant_edge import Bm25, Bm25Config, DisabledStemmer, StopwordsSet

from retrieval.domain.passages import Terms

SATURATION = 0.9
LENGTH_NORMALISATION = 0.4
MEAN_WORDS = 60.0
REMEMBERED = 20_000
NAMES = {
    **{"ar": "arabic", "az": "azerbaijani", "bn": "bengali", "ca": "catalan", "da": "danish", "de": "german"},
    **{"el": "greek", "en": "english", "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french"},
    **{"he": "hebrew", "hu": "hungarian", "id": "indonesian", "it": "italian", "ja": "japanese"},
    **{"kk": "kazakh", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pt": "portuguese"},
    **{"ro": "romanian", "ru": "russian", "sl": "slovene", "sv": "swedish", "tg": "tajik", "tr": "turkish"},
    "zh": "chinese",
}
COMPOUND = {"de": r"\b(\w{2,}(?:ung|heit|keit|schaft|tion|tät))s(?=\w{4})"}
"""Beginnings of compounds that are surely words, by the languages whose compounds are taken apart."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


class Bm25Lexicon:
    """One language's stems and stop words; without any, words are matched as written."""

    def __init__(self, language: str = "en") -> None:
        self._model = _model(NAMES.get(language))
        self._english = language == "en"
        self._beginnings = re.compile(COMPOUND[language], re.I) if language in COMPOUND else None
        self._unstemmed = _model(None)
        self._known: dict[str, frozenset[int]] = {}
        self._spelled: dict[str, tuple[tuple[str, int], ...]] = {}

    @property
    def compounds(self) -> bool:
        return self._beginnings is not None

    def terms(self, text: str) -> frozenset[int]:
        """Cached: the same passages are found again and again."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[text] = self._stems(self._whole(text))
        return found

    def spelled(self, text: str) -> tuple[tuple[str, int], ...]:
        """Cached: earlier messages come again with every later one."""
        found = self._spelled.get(text)
        if found is None:
            if len(self._spelled) >= REMEMBERED:
                self._spelled.clear()
            words = ((word, self._stems(word)) for word in _WORD.findall(text))
            found = self._spelled[text] = tuple((word, next(iter(terms))) for word, terms in words if terms)
        return found

    def forms(self, words: Iterable[str]) -> Iterator[tuple[str, int | None]]:
        """English only: of other languages it is not known what is a word. Not cached."""
        for word in words if self._english else ():
            yield word, next(iter(self._model.embed_query(word).indices), None)

    def bare(self, word: str) -> bool:
        return self._model.embed_query(word).indices == self._unstemmed.embed_query(word).indices

    def weights(self, text: str) -> Terms:
        vector = self._model.embed_document(self._whole(text))
        return dict(zip(vector.indices, vector.values, strict=True))

    def _stems(self, text: str) -> frozenset[int]:
        return frozenset(self._model.embed_query(text).indices)

    def _whole(self, text: str) -> str:
        """With the beginnings of its compounds: a `Zahlungsart` is found by any other word of `Zahlung`."""
        return text if self._beginnings is None else " ".join([text, *self._beginnings.findall(text)])


def _model(language: str | None) -> Bm25:
    return Bm25(
        Bm25Config(
            k=SATURATION,
            b=LENGTH_NORMALISATION,
            avg_len=MEAN_WORDS,
            ascii_folding=True,
            language=language,
            stemmer=None if language else DisabledStemmer(),
            stopwords=None if language else StopwordsSet(custom=set()),
        )
    )
