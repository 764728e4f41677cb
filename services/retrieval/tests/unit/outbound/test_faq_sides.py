"""An entry is found by the words of its question and by the words of its answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.domain.chunking import digest
from retrieval.domain.document import Faq, Parsed
from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.outbound.embedder import FastembedEmbedder

ENTRIES = (
    ("How do I get my money back?", "Refunds go to the card you paid with and take five working days."),
    (
        "Where is my order?",
        "Open the tracking link in the dispatch mail; it shows the depot and the courier.",
    ),
    ("Can I change my plan?", "You switch between Basic and Premium under Billing at any time."),
    ("Why can I not log in?", "After six wrong passwords an account is locked for an hour."),
    ("Do you ship abroad?", "We deliver to Norway and Switzerland; customs duties are paid by the receiver."),
    (
        "What if something arrives broken?",
        "Send a photograph of the damage within two days and we replace the item.",
    ),
    (
        "How do I close my account?",
        "Deletion is under Privacy; invoices are kept for ten years as the law demands.",
    ),
    ("When are you open?", "Somebody answers the telephone from eight to six, Monday to Friday."),
)
ASKED = (
    "i want a refund of what i paid",
    "my package has not come yet, where is it",
    "switch to another subscription",
    "i cannot sign in",
    "do you send parcels to other countries",
    "my delivery was damaged",
    "please delete my profile",
    "what are your opening hours",
)
ANSWERED = (
    "refund takes five working days to the card",
    "tracking link in the dispatch mail",
    "difference of Basic and Premium billing",
    "locked after wrong passwords",
    "who pays customs duties for Switzerland",
    "replace item photograph of damage",
    "how long are invoices kept",
    "telephone Monday to Friday",
)


@pytest.mark.parametrize("queries", [ASKED, ANSWERED], ids=["question", "answer"])
async def test_either_side_finds_the_entry(model_dir: Path, queries: tuple[str, ...]) -> None:
    drafts = digest(Parsed(faqs=tuple(Faq(*entry) for entry in ENTRIES)), "faq").drafts
    embedder = FastembedEmbedder(model_dir)
    await embedder.load()
    passages = np.array(await embedder.passages([draft.embedded for draft in drafts]))
    cosines = np.array(await embedder.queries(queries)) @ passages.T
    assert list(cosines.argmax(axis=1)) == list(range(len(ENTRIES)))


def test_either_side_is_in_the_words_of_the_entry() -> None:
    lexicon = Bm25Lexicon()
    for draft in digest(Parsed(faqs=tuple(Faq(*entry) for entry in ENTRIES)), "faq").drafts:
        assert lexicon.terms(f"{draft.question} {draft.text}") == lexicon.weights(draft.words).keys()
