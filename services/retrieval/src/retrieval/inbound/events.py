"""The facts retrieval consumes."""

from __future__ import annotations

from chassis.service import Service
from contracts.facts.chat import TurnAnswered, TurnSubmitted
from contracts.facts.knowledge import (
    AudienceChanged,
    IndexRequested,
    SourceAdded,
    SyncDue,
    SyncRequested,
)
from contracts.facts.ticket import TicketReopened, TicketResolved
from contracts.facts.workspace import BotConfigured, ContactErased, WorkspaceDeleted
from retrieval.handlers.change_source import ChangeSources
from retrieval.handlers.erase import Erase
from retrieval.handlers.ground_turn import GroundTurn
from retrieval.handlers.learn_ticket import LearnTicket
from retrieval.handlers.plan_sync import StartDueSync
from retrieval.handlers.rebuild_index import RebuildIndex
from retrieval.handlers.remember_reply import RememberReply
from retrieval.handlers.sync_source import SyncSource

GROUND_SECONDS = 10.0
SYNC_SECONDS = 1800.0
REMOVE_SECONDS = 120.0
NEW_SOURCES = 6
"""How many are synced at a time: while some are read or written, others keep the model busy."""


def consume(
    service: Service,
    *,
    ground: GroundTurn,
    reply: RememberReply,
    sync: SyncSource,
    due: StartDueSync,
    change: ChangeSources,
    learn: LearnTicket,
    erase: Erase,
    rebuild: RebuildIndex,
) -> None:
    service.consume(TurnSubmitted, ground, workers=6, deadline=GROUND_SECONDS)
    service.consume(TurnAnswered, reply, workers=1)
    service.consume(SourceAdded, sync, workers=NEW_SOURCES, deadline=SYNC_SECONDS)
    service.consume(SyncRequested, sync, workers=2, deadline=SYNC_SECONDS)
    service.consume(SyncDue, due, workers=1)
    service.consume(IndexRequested, rebuild, workers=1, deadline=SYNC_SECONDS)
    service.consume(AudienceChanged, change.on_change, workers=1, deadline=REMOVE_SECONDS)
    service.consume(TicketResolved, learn.on_resolved, workers=1)
    service.consume(TicketReopened, learn.on_reopened, workers=1)
    service.consume(BotConfigured, erase.on_bot, workers=1, deadline=REMOVE_SECONDS)
    service.consume(ContactErased, erase.on_contact, workers=1)
    service.consume(WorkspaceDeleted, erase.on_workspace, workers=1, deadline=REMOVE_SECONDS)
