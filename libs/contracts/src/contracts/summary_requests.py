"""Summaries of conversations: one on request, a bot's all in the background."""

from __future__ import annotations

from pydantic import AwareDatetime

from contracts.base import Frozen
from contracts.rpc import Page, Rpc, Scoped


class Summarize(Scoped):
    conversation_id: str


class Summary(Frozen):
    """`messages` is how many messages the conversation had when it was summarized."""

    conversation_id: str
    bot_id: str
    summary: str
    messages: int
    summarized_at: AwareDatetime


class ProcessSummaries(Scoped):
    bot_id: str


class SummaryProgress(Frozen):
    """Conversations of a bot, and those whose summary is current."""

    total: int
    done: int


class ListSummaries(Page):
    bot_id: str


class Summaries(Frozen):
    items: list[Summary]
    next_cursor: str | None = None
    progress: SummaryProgress


SUMMARIZE = Rpc("conversation", "summarize", Summarize, Summary, timeout=25)
PROCESS_SUMMARIES = Rpc("conversation", "process_summaries", ProcessSummaries, SummaryProgress)
LIST_SUMMARIES = Rpc("conversation", "list_summaries", ListSummaries, Summaries)
SUMMARY_RPCS = (SUMMARIZE, PROCESS_SUMMARIES, LIST_SUMMARIES)
