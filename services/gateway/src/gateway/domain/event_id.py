"""The text of a Last-Event-ID: how far a client's transcript reaches, and what it shows beyond."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = re.compile(
    r"(?P<turn>[A-Za-z0-9_-]{1,64}):(?P<attempt>-?\d{1,9}):(?P<length>\d{1,9})(?:~(?P<sum>[0-9a-f]{8}))?"
)
_SEQ = re.compile(r"\d{1,15}")


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of an unfinished reply that a client shows: `length` characters and their CRC-32.

    Without a checksum nothing proves which text is shown, so stored text replaces it.
    """

    turn_id: str
    attempt: int
    length: int
    checksum: int | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """Where a client wants to go on: after the stored message `seq`, with replies half shown."""

    seq: int
    shown: tuple[Shown, ...] = ()


def unknown(turn_id: str) -> Shown:
    """A client may show anything of this reply: whatever it is told begins with a reset."""
    return Shown(turn_id, attempt=-1, length=1)


def format_event_id(seq: int, shown: list[Shown]) -> str:
    """`<seq>`, then `:<turn>:<attempt>:<length>~<crc>` for each reply that is half shown."""
    parts = [str(seq)]
    for part in shown:
        proof = "" if part.checksum is None else f"~{part.checksum:08x}"
        parts.append(f"{part.turn_id}:{part.attempt}:{part.length}{proof}")
    return ":".join(parts)


def parse_event_id(text: str | None) -> Resume | None:
    """None when there is no id, or none that was ever given out."""
    if not text:
        return None
    head, _, rest = text.partition(":")
    if _SEQ.fullmatch(head) is None:
        return None
    shown: list[Shown] = []
    while rest:
        match = _PART.match(rest)
        if match is None:
            return Resume(int(head))
        proof = match["sum"]
        checksum = int(proof, 16) if proof else None
        shown.append(Shown(match["turn"], int(match["attempt"]), int(match["length"]), checksum))
        rest = rest[match.end() :].removeprefix(":")
    return Resume(int(head), tuple(shown))
