"""What a reply suggests to ask next."""

from __future__ import annotations

from dataclasses import replace

from contracts.shapes import Outcome
from conversation.domain.answering.writing import Written
from conversation.domain.decide import decide_now
from conversation.domain.replies import written_reply
from conversation.domain.turns import Grounding
from conversation.testing.facts import passage

from .decision_stage import context

ASKED = "Can you wrap it?"
WRAPPING = passage("Wrapping costs 4.50 EUR.").model_copy(update={"question": "Can you wrap a parcel?"})
PICKUP = passage("We fetch it.").model_copy(update={"passage_id": "psg_2", "heading": "Prices › 3.2 Pickup"})
RELATED = ("Can you wrap a parcel?", "Pickup", "When do you open?", "can you wrap it")
FOUND = Grounding(ASKED, "en", (WRAPPING, PICKUP), 0.9, RELATED)


def suggested(*cited: str) -> list[str]:
    asked = context(ASKED, grounding=FOUND)
    written = Written(Outcome.ANSWERED, "Yes.", "extracted", "quotes", "1")
    reply = written_reply(asked, decide_now(asked), replace(written, cited_passage_ids=cited))
    return [action.label for action in reply.suggested_actions]


def test_what_was_just_quoted_is_not_suggested() -> None:
    assert suggested() == ["Can you wrap a parcel?", "Pickup", "When do you open?"]
    assert suggested(WRAPPING.passage_id) == ["Pickup", "When do you open?"]
    assert suggested(WRAPPING.passage_id, PICKUP.passage_id) == ["When do you open?"]
