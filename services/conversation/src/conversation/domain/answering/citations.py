"""Where an answer stands in the knowledge."""

from __future__ import annotations

from contracts.shapes import Citation, Passage

MAX_QUOTE = 400


def cite(passage: Passage, quote: str) -> Citation:
    return Citation(
        document_id=passage.document_id,
        revision=passage.revision,
        title=passage.question or passage.title,
        url=passage.url,
        page=passage.page,
        quote=" ".join(quote.split())[:MAX_QUOTE],
    )
