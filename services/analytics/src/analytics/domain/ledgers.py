"""What is kept of every fact."""

from __future__ import annotations

from analytics.domain.merging import Ledger

CONVERSATIONS = Ledger(
    "conversations",
    key=("workspace_id", "conversation_id"),
    least=("bot_id", "started_at", "first_turn_at", "handed_off_at", "ended_at"),
    either=("answered", "failed"),
)
TURNS = Ledger(
    "turns",
    key=("workspace_id", "turn_id"),
    least=("bot_id", "conversation_id", "submitted_at"),
)
ANSWERS = Ledger(
    "turns",
    key=("workspace_id", "turn_id"),
    least=("answered_at", "receipt_id"),
    carried=(
        "bot_id",
        "conversation_id",
        "first_token_at",
        "outcome",
        "prompt_tokens",
        "completion_tokens",
        "cost_usd",
    ),
)
TICKETS = Ledger(
    "tickets",
    key=("workspace_id", "ticket_id"),
    least=("bot_id", "opened_at", "assigned_at"),
)
APPOINTMENTS = Ledger(
    "appointments",
    key=("workspace_id", "appointment_id"),
    least=("bot_id", "booked_at", "cancelled_at"),
    greatest=("rescheduled_at",),
)
FEEDBACK = Ledger(
    "feedback",
    key=("workspace_id", "event_id"),
    least=("given_at",),
    carried=("bot_id", "conversation_id", "rating"),
)
SOURCES = Ledger(
    "sources",
    key=("workspace_id", "source_id"),
    least=("bot_id", "added_at"),
    greatest=("synced_at", "failed_at"),
)
DOCUMENTS = Ledger(
    "documents",
    key=("workspace_id", "document_id"),
    greatest=("indexed_at", "revision"),
    carried=("bot_id", "source_id", "passages"),
)
REMOVALS = Ledger(
    "documents",
    key=("workspace_id", "document_id"),
    least=("bot_id", "source_id"),
    greatest=("removed_at",),
)
BOTS = Ledger("bots", key=("workspace_id", "bot_id"), greatest=("revision",), carried=("name",))

LEDGERS = (CONVERSATIONS, TURNS, ANSWERS, TICKETS, APPOINTMENTS, FEEDBACK, SOURCES, DOCUMENTS, REMOVALS, BOTS)
