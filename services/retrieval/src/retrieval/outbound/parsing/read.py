"""Turns the bytes of an upload into the passages of a file."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from retrieval.domain.chunking import digest
from retrieval.domain.document import Digest, Parsed
from retrieval.domain.encoding import charset_of, decode
from retrieval.domain.upload import check_magic, kind_of

TEXTS = {
    "csv": "retrieval.outbound.parsing.records:parse_csv",
    "html": "retrieval.outbound.parsing.html:parse_html",
    "json": "retrieval.outbound.parsing.records:parse_json",
    "markdown": "retrieval.outbound.parsing.markdown:parse_markdown",
    "text": "retrieval.domain.plain_text:parse_text",
}
_BINARIES = {
    "docx": "retrieval.outbound.parsing.docx:parse_docx",
    "pdf": "retrieval.outbound.parsing.pdf:parse_pdf",
    "pptx": "retrieval.outbound.parsing.pptx:parse_pptx",
    "xlsx": "retrieval.outbound.parsing.xlsx:parse_xlsx",
}


def read(body: bytes, name: str, media_type: str, pages: int | None = None) -> Digest:
    """Raises Unreadable with a sentence about what is wrong with the file.

    The ending of `name` decides how it is read; without one the media type does. `pages` are the first of
    a PDF, as in `parse_pdf`.
    """
    kind = kind_of(name, media_type)
    check_magic(body, kind)
    parsed = load(kind)(body, pages) if kind == "pdf" else _parse(body, kind, media_type)
    return digest(parsed, name.removesuffix(PurePath(name).suffix) or name)


def load(kind: str) -> Callable[..., Parsed]:
    """The parser of a kind; its libraries are imported now."""
    module, function = {**TEXTS, **_BINARIES}[kind].split(":")
    parser: Callable[..., Parsed] = getattr(import_module(module), function)
    return parser


def _parse(body: bytes, kind: str, media_type: str) -> Parsed:
    return load(kind)(decode(body, charset_of(body, kind, media_type)) if kind in TEXTS else body)
