"""Cuts text into sentences and estimates their length for the model."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-ÞА-Я])|(?<=[。！？])")  # noqa: RUF001
_UNFINISHED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|incl|excl|max|min|no|nr|vs|mr|mrs|ms|dr|st|tel|ca|cf|fig|art|sec|p)"
    r"|\b[A-Z]|^\d{1,4})\.$",
    re.I,
)
LONGEST_ENDING = 12
_PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


def sentences(text: str) -> list[str]:
    """The sentences of `text`, whole; a line break ends one as well."""
    found: list[str] = []
    for line in text.splitlines():
        pending = ""
        for part in _END.split(line):
            pending = f"{pending} {part.strip()}".strip()
            if pending and not _UNFINISHED.search(pending[-LONGEST_ENDING:]):
                found.append(pending)
                pending = ""
        if pending:
            found.append(pending)
    return found


def pieces(text: str) -> int:
    """About how many word pieces the model makes of `text`, rather too many than too few."""
    return sum(_weight(part) for part in _PIECE.findall(text))


def _weight(part: str) -> int:
    if part.isdigit():
        return (len(part) + 1) // 2
    if not part.isascii():
        return max(1, (len(part) + 1) // 2)
    return 1 if len(part) <= 8 else 1 + len(part) // 5
