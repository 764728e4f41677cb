"""Checks office documents, which are ZIP archives, before anything in them is unpacked."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from retrieval.domain.document import Unreadable

FOLDERS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
PROGRAMS = {"docx": "a Word document", "pptx": "a PowerPoint presentation", "xlsx": "an Excel workbook"}
ENCRYPTED = 0x1
MOST_PARTS = 5_000
MOST_BYTES = 200 << 20
MOST_XML_BYTES = 100 << 20
PROLOG_BYTES = 1 << 16
DAMAGED = (
    "This document is damaged or incomplete; please open it in its program, save it again, and upload it."
)
BROKEN = (BadZipFile, struct.error, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError)


class _Declares(Exception):
    """Stops parsing: the part has a document type declaration, which no Office program writes."""


class _Begins(Exception):
    """Stops parsing: the first element came without such a declaration."""


def check_office(body: bytes, kind: str) -> None:
    """Raises Unreadable for an archive that is another document, damaged, locked, or a trap.

    The sizes are those the archive states; reading never yields more than them.
    """
    try:
        with ZipFile(BytesIO(body)) as archive:
            parts = archive.infolist()
            _check_kind({part.filename for part in parts}, kind)
            _check_sizes(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _check_prolog(archive, part)
    except BROKEN as error:
        raise Unreadable(DAMAGED) from error


def _check_kind(names: set[str], kind: str) -> None:
    if not any(name.startswith(FOLDERS[kind]) for name in names):
        other = next((PROGRAMS[one] for one, at in FOLDERS.items() if _holds(names, at)), "a ZIP archive")
        raise Unreadable(f"The name says .{kind}, but this is {other}; please check the file.")
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise Unreadable(
            f"This document contains macros; please save it as .{kind} without them, and upload that."
        )


def _holds(names: set[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def _check_sizes(parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unreadable("This document is protected by a password; please upload it without one.")
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    whole = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or xml > MOST_XML_BYTES or whole > MOST_BYTES:
        raise Unreadable(
            f"Unpacked, this document has {len(parts):,} parts and {whole >> 20:,} MB, more than can be "
            "read; please split it into smaller files."
        )


def _check_prolog(archive: ZipFile, part: ZipInfo) -> None:
    """Refuse a document type: its entities could expand without end, or name files of this machine."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _declares
    parser.StartElementHandler = _begins
    try:
        with archive.open(part) as opened:
            while chunk := opened.read(PROLOG_BYTES):
                parser.Parse(chunk)
    except _Begins:
        return
    except (_Declares, expat.ExpatError) as error:
        raise Unreadable(DAMAGED) from error


def _declares(*_: object) -> None:
    raise _Declares


def _begins(*_: object) -> None:
    raise _Begins
