"""Words in their plainest form, and sets of them written as text."""

from __future__ import annotations

_MARKS = str.maketrans(
    "áàâäãåąéèêëęíìîïıóòôöõúùûüçćñńğłşśźż", "aaaaaaaeeeeeiiiiiooooouuuuccnnglsszz", "\u0307"
)


def plain(word: str) -> str:
    """Lower case without accents; ß is ss."""
    return word.casefold().translate(_MARKS)


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())
