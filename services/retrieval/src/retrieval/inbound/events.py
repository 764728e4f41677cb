"""The facts retrieval consumes."""

from __future__ import annotations

from chassis.service import Service
from contracts.facts.chat import TurnSubmitted
from contracts.facts.knowledge import SourceAdded
from contracts.facts.workspace import BotConfigured
from retrieval.handlers.ground_turn import GroundTurn
from retrieval.handlers.index_source import IndexSource
from retrieval.handlers.remove_source import RemoveSource

GROUND_SECONDS = 10.0
INDEX_SECONDS = 1800.0


def consume(service: Service, *, ground: GroundTurn, index: IndexSource, remove: RemoveSource) -> None:
    service.consume(TurnSubmitted, ground, workers=6, deadline=GROUND_SECONDS)
    service.consume(SourceAdded, index, workers=2, deadline=INDEX_SECONDS)
    service.consume(BotConfigured, remove.on_bot, workers=1, deadline=120.0)
