"""Recognises the kind of a file by its name and first bytes."""

from __future__ import annotations

from pathlib import PurePath

from retrieval.domain.archive import check_office
from retrieval.domain.document import Unreadable

TOO_LARGE = "This file needs too much memory to read; please split it into smaller files."
KINDS = {
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".xlsx": "xlsx",
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "application/json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
    "text/markdown": "markdown",
    "text/plain": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    f"{_OFFICE}wordprocessingml.document": "docx",
    f"{_OFFICE}presentationml.presentation": "pptx",
    f"{_OFFICE}spreadsheetml.sheet": "xlsx",
}
NAMES = {
    "json": "JSON",
    "csv": "CSV",
    "markdown": "Markdown",
    "text": "text",
    "html": "HTML",
    "pdf": "PDF",
    "docx": "Word (.docx)",
    "pptx": "PowerPoint (.pptx)",
    "xlsx": "Excel (.xlsx)",
}
OTHERWISE = {
    ".doc": "save it as .docx",
    ".dot": "save it as .docx",
    ".docm": "save it as .docx, without macros",
    ".odt": "save it as .docx",
    ".rtf": "save it as .docx",
    ".pages": "export it as .docx or PDF",
    ".xls": "save it as .xlsx",
    ".xlsb": "save it as .xlsx",
    ".xlsm": "save it as .xlsx, without macros",
    ".ods": "save it as .xlsx",
    ".numbers": "export it as .xlsx or CSV",
    ".ppt": "save it as .pptx",
    ".pps": "save it as .pptx",
    ".pptm": "save it as .pptx, without macros",
    ".odp": "save it as .pptx",
    ".key": "export it as .pptx or PDF",
    ".epub": "convert it to PDF",
    ".zip": "unpack it, and upload the files in it one by one",
    ".jpg": "run text recognition (OCR) on it, and upload the text",
    ".jpeg": "run text recognition (OCR) on it, and upload the text",
    ".png": "run text recognition (OCR) on it, and upload the text",
}
MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a picture, a sound or a film",
    b"\x1f\x8b": "a compressed archive",
    b"BZh": "a compressed archive",
    b"\xfd7zXZ": "a compressed archive",
    b"7z\xbc\xaf": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"SQLite format 3": "a database",
    b"{\\rtf": "an RTF document",
}
SUPPORTED = "Please upload a PDF, Word, PowerPoint, Excel, HTML, Markdown, text, JSON or CSV file."
LOCKED = "This document is protected by a password; please upload it without one."


def kind_of(name: str, media_type: str) -> str:
    """A key of NAMES. Raises Unreadable for any other file, with what to do about it."""
    suffix = PurePath(name).suffix.casefold()
    if suffix in OTHERWISE:
        raise Unreadable(
            f"Files of the type {suffix} cannot be read; please {OTHERWISE[suffix]}, and upload that."
        )
    kind = KINDS.get(suffix) or MEDIA_TYPES.get(media_type.split(";")[0].strip().casefold())
    if kind is None:
        raise Unreadable(f"Files of the type {suffix or media_type or 'unknown'} cannot be read. {SUPPORTED}")
    return kind


def check_magic(body: bytes, kind: str) -> None:
    """Raises Unreadable when the first bytes contradict the kind."""
    if not body.strip():
        raise Unreadable("This file is empty.")
    if kind == "pdf":
        _check_pdf(body)
    elif kind in ("docx", "pptx", "xlsx"):
        _check_office(body, kind)
    elif found := _found(body):
        raise Unreadable(f"The name says {NAMES[kind]}, but this is {found}. {SUPPORTED}")


def _found(body: bytes) -> str | None:
    first = body.lstrip()[:16]
    return next((what for magic, what in MAGIC.items() if first.startswith(magic)), None)


def _check_pdf(body: bytes) -> None:
    if b"%PDF-" not in body[:1024]:
        raise Unreadable(f"The name says PDF, but this is {_found(body) or 'not a PDF'}. {SUPPORTED}")
    if b"%%EOF" not in body[-4096:]:
        raise Unreadable("This PDF ends in the middle, the upload seems incomplete; please upload it again.")


def _check_office(body: bytes, kind: str) -> None:
    found = _found(body)
    if found == "an old Office document":
        if "EncryptedPackage".encode("utf-16-le") in body:
            raise Unreadable(LOCKED)
        raise Unreadable(
            f"The name says {NAMES[kind]}, but this is {found}; please save it as .{kind}, and upload that."
        )
    if not body.startswith(b"PK\x03\x04"):
        what = found or "something else"
        raise Unreadable(f"The name says {NAMES[kind]}, but this is {what}. {SUPPORTED}")
    check_office(body, kind)
