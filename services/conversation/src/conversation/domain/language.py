"""Which language a message is written in, by its letters and its commonest words."""

from __future__ import annotations

import re

_COMMON = {
    "en": frozenset("the is to my a and of it you i what how can do not for have".split()),
    "de": frozenset("der die das ist und ich nicht ein eine mein meine wie kann zu mit für".split()),
    "es": frozenset("el la los es de que no un una mi cómo puedo por para con y".split()),
    "fr": frozenset("le la les est de que ne pas un une mon ma je comment pour et avec".split()),
}


def guess_language(text: str) -> str | None:
    """ISO 639-1 code, or None where the text is too short to say."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {code: sum(word in common for word in words) for code, common in _COMMON.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= 2 else None
