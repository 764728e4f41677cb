"""Reads JSON and CSV: entries with question and answer, or with title and text, which may be HTML."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

from retrieval.domain import csv_faq
from retrieval.domain.document import Block, Parsed, Section, Unreadable
from retrieval.domain.json_records import entries_of
from retrieval.outbound.parsing.html import parse_html

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_HTML = re.compile(r"</(?:p|div|ul|ol|li|h[1-6]|table|span|a|b|strong|em)>|<br\s*/?>", re.I)


def parse_json(text: str) -> Parsed:
    """Raises Unreadable with the place of the first mistake."""
    return without_html(entries_of(_load(text)).parsed("JSON file"))


def parse_csv(text: str) -> Parsed:
    """Raises Unreadable."""
    return without_html(csv_faq.parse_csv(text))


def without_html(parsed: Parsed) -> Parsed:
    """What shops and help desks export holds HTML; a text of it is cut by the headings in it."""
    sections = [part for section in parsed.sections for part in _sections(section)]
    faqs = [replace(faq, answer=_plain(faq.answer)) for faq in parsed.faqs]
    return replace(parsed, sections=tuple(sections), faqs=tuple(faq for faq in faqs if faq.answer))


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and (records := _by_line(text)):
            return records
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise Unreadable(
                f"This JSON ends in the middle (line {error.lineno}), the upload seems incomplete; "
                "please upload it again."
            ) from error
        raise Unreadable(
            f"This JSON has a mistake in line {error.lineno}, column {error.colno}: {error.msg}."
        ) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(
            "This JSON is nested too deeply, or holds a number of thousands of digits."
        ) from error


def _by_line(text: str) -> list[Any]:
    """A record in each line, as programs export them; none where a line is not JSON."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (RecursionError, ValueError):
        return []


def _sections(section: Section) -> list[Section]:
    """A section as it is; one whose text is HTML, cut by the headings in it."""
    whole = "\n\n".join(block.text for block in section.blocks)
    if not _HTML.search(whole):
        return [section]
    if all(block.table for block in section.blocks):
        return [replace(section, blocks=tuple(map(_untagged, section.blocks)))]
    page = parse_html(whole)
    inside = [(page.title,)] if page.title and page.title not in section.path else [()]
    return [replace(part, path=(*section.path, *inside[0], *part.path)) for part in page.sections]


def _untagged(table: Block) -> Block:
    lines = (" ".join(unescape(_TAG.sub(" ", line)).split()) for line in table.text.splitlines())
    return replace(table, text="\n".join(lines))


def _plain(text: str) -> str:
    if not _HTML.search(text):
        return text
    page = parse_html(text)
    lines = [line for part in page.sections for line in (*part.path, *(block.text for block in part.blocks))]
    return "\n".join(lines)
