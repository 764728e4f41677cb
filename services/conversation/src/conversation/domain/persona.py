"""A bot's persona as instructions to a model."""

from __future__ import annotations

from contracts.bot_settings import Length, Persona, Tone

_TONES: dict[Tone, str] = {
    "friendly": "Be warm and polite.",
    "formal": "Be formal and courteous; use the polite form of address and no contractions.",
    "casual": "Be relaxed and plain, as among friends; use the familiar form of address.",
}
_LENGTHS: dict[Length, str] = {
    "short": "Answer in one or two sentences.",
    "medium": "Answer in at most five sentences, or one short list.",
    "long": "Answer as fully as the passages allow, in at most three short paragraphs or one list.",
}


def style(persona: Persona) -> str:
    """Tone, length and the company's own wishes, a line each."""
    lines = [_TONES[persona.tone], _LENGTHS[persona.length], *persona.do]
    lines += [f"Never do this: {wish}" for wish in persona.dont]
    return "\n".join(f"- {' '.join(line.split())}" for line in lines)


def spoken(persona: Persona, *candidates: str | None) -> list[str]:
    """The candidate languages (`de`, `de-DE`), only those on the bot's list if it has one, then its first."""
    named = [candidate for candidate in candidates if candidate]
    if not persona.languages:
        return named
    return [one for one in named if one[:2].lower() in persona.languages] + persona.languages[:1]
