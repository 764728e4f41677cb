"""Shows the beginning of a longer text."""

from __future__ import annotations


def shortened(text: str, most: int) -> str:
    """One line of at most `most` characters, cut between words; "…" says that something is left out."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0] + "…"
