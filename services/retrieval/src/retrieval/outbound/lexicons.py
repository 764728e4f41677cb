"""A lexicon for each language, and the choice among them."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.outbound.language import FastLanguage

MOST_LANGUAGES = 16
LETTERS_OF_A_DOCUMENT, SURE_OF_A_DOCUMENT = 60, 0.8


class Bm25Lexicons:
    """Lexicons in use stay loaded."""

    def __init__(self) -> None:
        self._known: dict[str, Bm25Lexicon] = {}
        self._document = FastLanguage(LETTERS_OF_A_DOCUMENT, SURE_OF_A_DOCUMENT)
        self._question = FastLanguage()

    def of(self, language: str) -> Bm25Lexicon:
        found = self._known.get(language)
        if found is None:
            while len(self._known) >= MOST_LANGUAGES:
                del self._known[next(iter(self._known))]
            found = self._known[language] = Bm25Lexicon(language)
        return found

    def of_document(self, text: str, otherwise: str = "en") -> str:
        return self._document.detect(text) or otherwise

    def of_question(self, text: str, among: Sequence[str]) -> str:
        if len(among) < 2:
            return among[0] if among else "en"
        found = self._question.detect(text)
        return found if found and found in among else among[0]
