"""The sources of a provider's message, however that provider names them."""

from __future__ import annotations

from typing import Any

from conversation.domain.providers import Provider
from conversation.domain.usage import NOTHING
from conversation.domain.web_search import Cite
from conversation.outbound.llm_web import MAX_CITES, looked

URL = "https://city.example/"
OPENAI, GOOGLE, ANTHROPIC = (Provider(f"{name}/m") for name in ("openai", "gemini", "anthropic"))


def annotated(start: Any, end: Any, url: Any = URL) -> dict[str, Any]:
    citation = {"start_index": start, "end_index": end, "url": url, "title": "City"}
    return {"type": "url_citation", "url_citation": citation}


def test_places_in_the_text() -> None:
    text = "Geöffnet ab 10 Uhr. Über Mittag zu."
    message = {"content": text, "annotations": [annotated(20, 35), annotated(20, 35)]}
    assert looked(OPENAI, message, NOTHING).cites == (Cite(20, 35, URL, "City"),)


def test_places_in_bytes() -> None:
    text = "Geöffnet ab 10 Uhr. Über Mittag zu."
    start, end = len("Geöffnet ab 10 Uhr. ".encode()), len(text.encode())
    found = looked(GOOGLE, {"content": text, "annotations": [annotated(start, end)]}, NOTHING)
    assert found.cites == (Cite(20, 35, URL, "City"),)


def test_supported_pieces_of_text() -> None:
    text = "I looked. It opens at 10:00."
    own = {"citations": [[{"url": URL, "title": "City", "supported_text": "It opens at 10:00."}], []]}
    found = looked(ANTHROPIC, {"content": text, "provider_specific_fields": own}, NOTHING)
    assert found.cites == (Cite(10, 28, URL, "City"),)


def test_what_is_not_understood_is_no_source() -> None:
    broken = [
        annotated(5, 5),
        annotated(-1, 4),
        annotated(0, 99),
        annotated("0", 4),
        annotated(0, 4, None),
        "x",
        {},
    ]
    own = {"citations": [[{"url": URL, "supported_text": "elsewhere"}, {"url": 4}, "x"]]}
    message = {"content": "It opens.", "annotations": broken, "provider_specific_fields": own}
    assert looked(OPENAI, message, NOTHING).cites == ()
    assert looked(OPENAI, {"content": None, "annotations": None}, NOTHING).text == ""


def test_of_thousands_of_sources_the_first_are_read() -> None:
    message = {"content": "x" * 5_000, "annotations": [annotated(at, at + 1) for at in range(4_000)]}
    found = looked(OPENAI, message, NOTHING).cites
    assert [cite.start for cite in found] == list(range(MAX_CITES))
