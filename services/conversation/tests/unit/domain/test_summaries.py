from datetime import UTC, datetime

from contracts.shapes import Message, MessageRole, Outcome
from conversation.domain.summaries import summarize


def said(role: MessageRole, text: str, outcome: Outcome | None = None) -> Message:
    return Message(
        id="msg_1",
        conversation_id="cnv_1",
        seq=1,
        role=role,
        text=text,
        outcome=outcome,
        created_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


def test_a_summary_says_what_was_asked_and_what_came_of_it() -> None:
    found = summarize(
        [
            said("contact", "Where is\nmy parcel?"),
            said("bot", "On its way.", Outcome.ANSWERED),
            said("contact", "A human please"),
            said("bot", "…", Outcome.HANDED_OFF),
            said("agent", "It arrives today."),
        ]
    )
    assert found.splitlines() == [
        "The customer asked: Where is my parcel?",
        "The customer asked: A human please",
        "The bot answered 1 and could not answer 0.",
        "A person was asked for.",
        "An agent wrote 1 messages, the last: It arrives today.",
    ]


def test_long_conversations_stay_short_and_empty_ones_empty() -> None:
    found = summarize([said("contact", f"Question {n} {'x' * 300}") for n in range(30)])
    assert len(found.splitlines()) == 6 and len(found) < 1200
    assert summarize([said("system", "Ticket")]) == ""
