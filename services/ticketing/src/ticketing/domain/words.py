"""What a stranger typed, made safe to store, to quote and to put on one line."""

from __future__ import annotations

import unicodedata

_UNSAFE = {"Cc", "Cs", "Zl", "Zp"}
_TURNS_TEXT_AROUND = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def clean(text: str) -> str:
    """Text without what no database or mail can carry; line breaks and tabs stay."""
    lines = text.splitlines()
    return "\n".join("".join(c for c in line if c == "\t" or _printable(c)) for line in lines)


def one_line(text: str, limit: int = 150) -> str:
    """Text for a header or a list: one line, at most `limit` characters."""
    line = " ".join("".join(c if _printable(c) else " " for c in text).split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def put_before(news: str, known: str) -> str:
    """What is known with the news before it; what it says already is not said twice."""
    fresh = clean(news).strip()
    return known if not fresh or fresh in known else f"{fresh}\n\n{known}".strip()


def quoted_lines(text: str) -> list[str]:
    """The lines of a text; whoever shows them marks each as the words of someone else."""
    return clean(text).strip("\n").split("\n")


def _printable(character: str) -> bool:
    return (
        unicodedata.category(character) not in _UNSAFE
        and unicodedata.bidirectional(character) not in _TURNS_TEXT_AROUND
    )
