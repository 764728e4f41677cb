"""What kind of file an upload is, by its name and by its first bytes."""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import Any

from retrieval.domain.document import Unreadable

KINDS = {
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".pdf": "pdf",
}
MEDIA_TYPES = {
    "application/json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
    "text/markdown": "markdown",
    "text/plain": "text",
    "application/pdf": "pdf",
}
NAMES = {"json": "JSON", "csv": "CSV", "markdown": "Markdown", "text": "text", "pdf": "PDF"}
MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a compressed archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"SQLite format 3": "a database",
    b"{\\rtf": "an RTF document",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
SUPPORTED = "Please upload a PDF, Markdown, text, JSON or CSV file."


def kind_of(name: str, media_type: str) -> str:
    """`json`, `csv`, `markdown`, `text` or `pdf`. Raises Unreadable for anything else."""
    suffix = PurePath(name).suffix.casefold()
    kind = KINDS.get(suffix) or (None if suffix else MEDIA_TYPES.get(media_type.split(";")[0].strip()))
    kind = kind or (MEDIA_TYPES.get(media_type.split(";")[0].strip()) if len(suffix) > 6 else None)
    if kind is None:
        raise Unreadable(f"Files of the type {suffix or media_type or 'unknown'} cannot be read. {SUPPORTED}")
    return kind


def check_magic(body: bytes, kind: str) -> None:
    """Raises Unreadable when the first bytes say that this is something else."""
    if not body.strip():
        raise Unreadable("This file is empty.")
    found = next((what for magic, what in MAGIC.items() if body.lstrip()[:16].startswith(magic)), None)
    if kind == "pdf":
        if b"%PDF-" not in body[:1024]:
            raise Unreadable(f"The name says PDF, but this is {found or 'not a PDF'}. {SUPPORTED}")
        if b"%%EOF" not in body[-4096:]:
            raise Unreadable(
                "This PDF ends in the middle, the upload seems incomplete; please upload it again."
            )
    elif found:
        raise Unreadable(f"The name says {NAMES[kind]}, but this is {found}. {SUPPORTED}")


def decode(body: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or Windows-1252. Raises Unreadable."""
    try:
        marked = body[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = body.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="replace")
    if len(_CONTROLS.findall(text)) > len(text) // 1000 or text.count("\ufffd") > len(text) // 100:
        raise Unreadable(f"This file holds binary data and no text. {SUPPORTED}")
    return _CONTROLS.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n")


def load_json(text: str) -> Any:
    """Raises Unreadable with the place of the first mistake."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise Unreadable(
                f"This JSON ends in the middle (line {error.lineno}), the upload seems incomplete; "
                "please upload it again."
            ) from error
        raise Unreadable(
            f"This JSON has a mistake in line {error.lineno}, column {error.colno}: {error.msg}."
        ) from error
    except RecursionError as error:
        raise Unreadable("This JSON is nested too deeply.") from error
