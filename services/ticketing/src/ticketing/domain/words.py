"""What a stranger typed, made safe to store, to quote and to put on one line."""

from __future__ import annotations

import re
import unicodedata

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<local>{_LOCAL})@(?P<domain>(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9])")
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


def valid_address(text: str | None) -> str | None:
    """The address in the form mail servers take it, or None when this is not one address.

    Names in front, comments, quoted local parts and anything that is not ASCII before the @ are refused.
    """
    if text is None:
        return None
    local, _, domain = text.strip().rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return None
    if len(local) > 64 or len(address) > 254 or _ADDRESS.fullmatch(address) is None:
        return None
    return address


def _printable(character: str) -> bool:
    return (
        unicodedata.category(character) not in _UNSAFE
        and unicodedata.bidirectional(character) not in _TURNS_TEXT_AROUND
    )
