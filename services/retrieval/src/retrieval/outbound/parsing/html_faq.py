"""Reads questions and answers from a page's metadata (schema.org FAQPage in JSON-LD)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from retrieval.domain.document import Faq

DEEPEST = 6
MOST = 2_000


def faq_page(tree: LexborHTMLParser) -> tuple[Faq, ...]:
    """Every question with its accepted answer; what is not well formed is passed over."""
    found: list[Faq] = []
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            found += _questions(json.loads(script.text()), 0)
        except (ValueError, RecursionError):
            continue
    return tuple(found[:MOST])


def _questions(raw: Any, depth: int) -> Iterator[Faq]:
    if depth > DEEPEST:
        return
    if isinstance(raw, list):
        for item in raw:
            yield from _questions(item, depth + 1)
    elif isinstance(raw, dict) and raw.get("@type") == "Question":
        question, answer = _plain(raw.get("name")), _answer(raw.get("acceptedAnswer"))
        if question and answer:
            yield Faq(question, answer)
    elif isinstance(raw, dict):
        for key in ("@graph", "mainEntity", "hasPart"):
            yield from _questions(raw.get(key), depth + 1)


def _answer(raw: Any) -> str:
    first = raw[0] if isinstance(raw, list) and raw else raw
    return _plain(first.get("text")) if isinstance(first, dict) else ""


def _plain(raw: Any) -> str:
    if not isinstance(raw, str):
        return ""
    body = LexborHTMLParser(raw).body
    return " ".join(body.text(deep=True, separator=" ").split()) if body else ""
