"""What a search notes of the first passage."""

from __future__ import annotations

from typing import Any

from retrieval.domain.context import Query
from retrieval.domain.document import Draft
from retrieval.domain.passages import Card, IndexedPassage, Scope, StoredPassage
from retrieval.domain.vocabulary import Vocabulary
from retrieval.handlers.find_passages import Finder, missing, said_by
from retrieval.handlers.index_documents import weights_of
from retrieval.handlers.known_words import Known
from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.testing.fakes import FakeEmbedder, FakeIndex
from retrieval.testing.index_stores import OneLanguage, OneModel

SCOPE = Scope("w", "b")


def test_words_are_missing_by_their_stems_and_numbers_never_are() -> None:
    text = "A parcel is kept for ten days."
    passage = StoredPassage("w", "b", "s", "d", "p", 1, "h", "Handbook", "Keeping", text)
    lexicon = Bm25Lexicon()
    query = Query("Who founded the parcels of order 88123 that you keep?", (), (), {})
    assert missing(query, said_by([passage], lexicon), lexicon) == ["founded", "order"]


class Words:
    """The vocabulary of what was indexed."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._known = Known(0, vocabulary, company="Flowdesk")

    async def of(self, *_: object) -> Known:
        return self._known


async def finder_of(texts: list[str], lexicon: Bm25Lexicon) -> Finder:
    embedder, index = FakeEmbedder(), FakeIndex()
    card = Card("s", "d", 1, "h", "FAQ", None, "public")
    drafts = [Draft(text) for text in texts]
    indexed = [
        IndexedPassage(card.passage(SCOPE, f"p{at}", draft), vector, weights_of(lexicon, "FAQ", draft))
        for at, (draft, vector) in enumerate(zip(drafts, await embedder.passages(texts), strict=True))
    ]
    await index.replace(SCOPE, "d", indexed)
    words: Any = Words(Vocabulary.of(one.sparse.keys() for one in indexed))
    return Finder(OneModel(embedder), OneLanguage(lexicon), index, words, 0.5)


async def test_a_compound_is_searched_by_its_beginning_and_embedded_as_it_was_written() -> None:
    finder = await finder_of(["Der Versand kostet 4 Euro.", "Wir haben montags auf."], Bm25Lexicon("de"))
    found = await finder.find(SCOPE, "Versandgebühr", 2)
    assert found.passages[0].text.startswith("Der Versand")
    assert found.passages[0].bm25_score
    assert found.signals.unheard < 1
    assert found.alone == (await FakeEmbedder().queries(["Versandgebühr"]))[0]


async def test_where_are_you_asks_for_the_company_whatever_was_said_before() -> None:
    finder = await finder_of(["Prices: Pro costs 12 EUR.", "Flowdesk sits in Leipzig."], Bm25Lexicon())
    found = await finder.find(SCOPE, "and where are you?", 2, earlier=["Pro costs 12 EUR.", "prices?"])
    assert found.passages[0].text == "Flowdesk sits in Leipzig."
    assert found.passages[1].bm25_score == 0


async def test_shorthand_is_searched_spelled_out() -> None:
    finder = await finder_of(["Saturday delivery costs 4.50 EUR.", "Cash is accepted."], Bm25Lexicon())
    found = await finder.find(SCOPE, "delivery sat pls", 2)
    assert found.passages[0].text.startswith("Saturday")
    assert found.signals.unheard == 0


async def test_a_bare_wish_is_searched_as_a_sentence_in_the_language_of_the_knowledge() -> None:
    finder = await finder_of(["Contact us by telephone: 0800 555.", "Parcels are weighed."], Bm25Lexicon())
    found = await finder.find(SCOPE, "tel nr?", 2)
    assert found.passages[0].text.startswith("Contact")
    assert found.alone == (await FakeEmbedder().queries(["How do I contact you by telephone?"]))[0]
    german = await finder.find(SCOPE, "telefonnummer?", 2)
    assert german.alone == found.alone
