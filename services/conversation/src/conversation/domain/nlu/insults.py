"""Recognises scolding that asks nothing."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.domain.nlu.languages.known import KNOWN
from conversation.domain.nlu.word_sets import words

_INSULTING = {code: words(lists.insulting) for code, lists in KNOWN.items() if lists.insulting}
_AROUND = {code: words(lists.beside_insults) for code, lists in KNOWN.items()}


def scolds_in(said: Sequence[str]) -> str | None:
    """The language in which the words do nothing but scold, or None."""
    for language, insulting in _INSULTING.items():
        if not insulting.isdisjoint(said) and insulting | _AROUND[language] >= set(said):
            return language
    return None
