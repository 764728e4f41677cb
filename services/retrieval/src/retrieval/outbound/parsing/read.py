"""Bytes of an upload to the passages of a file."""

from __future__ import annotations

from pathlib import PurePath

from retrieval.domain.chunking import digest
from retrieval.domain.csv_faq import parse_csv
from retrieval.domain.document import Digest, Parsed
from retrieval.domain.faq import entries_of
from retrieval.domain.plain_text import parse_text
from retrieval.domain.upload import check_magic, decode, kind_of, load_json


def read(body: bytes, name: str, media_type: str) -> Digest:
    """Raises Unreadable with a sentence about what is wrong with the file."""
    kind = kind_of(name, media_type)
    check_magic(body, kind)
    return digest(_parse(body, kind), PurePath(name).stem or name)


def _parse(body: bytes, kind: str) -> Parsed:
    if kind == "pdf":
        from retrieval.outbound.parsing.pdf import parse_pdf

        return parse_pdf(body)
    text = decode(body)
    if kind == "markdown":
        from retrieval.outbound.parsing.markdown import parse_markdown

        return parse_markdown(text)
    if kind == "json":
        return entries_of(load_json(text)).parsed("JSON file")
    return parse_csv(text) if kind == "csv" else parse_text(text)
