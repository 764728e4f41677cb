"""What a search notes of the first passage."""

from __future__ import annotations

from retrieval.domain.context import Query
from retrieval.domain.passages import StoredPassage
from retrieval.handlers.find_passages import missing, said_by
from retrieval.outbound.bm25 import Bm25Lexicon


def test_words_are_missing_by_their_stems_and_numbers_never_are() -> None:
    text = "A parcel is kept for ten days."
    passage = StoredPassage("w", "b", "s", "d", "p", 1, "h", "Handbook", "Keeping", text)
    lexicon = Bm25Lexicon()
    query = Query("Who founded the parcels of order 88123 that you keep?", (), (), {})
    assert missing(query, said_by([passage], lexicon), lexicon) == ["founded", "order"]
