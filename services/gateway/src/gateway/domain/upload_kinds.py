"""Which files a source can be made of."""

from __future__ import annotations

MEDIA_TYPES = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
}
ACCEPTED = "JSON (.json), CSV (.csv), Markdown (.md), text (.txt) and PDF (.pdf)"
MAX_BYTES = 20 * 1024 * 1024
MAX_NAME = 200


def media_type_of(name: str) -> str | None:
    """The media type a file name stands for; None when files of this kind are not accepted."""
    lower = name.lower()
    return next((media for ending, media in MEDIA_TYPES.items() if lower.endswith(ending)), None)


def contradicts(media_type: str, head: bytes) -> bool:
    """Whether the first bytes say that the content is not what the name says."""
    if media_type == "application/pdf":
        return b"%PDF-" not in head[:1024]
    return b"\x00" in head or head.startswith(b"%PDF-")


def clean_name(name: str) -> str:
    """A file name without folders and control characters, at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[-MAX_NAME:]
