"""The composition root: what the conversation service is made of."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from chassis.service import Service
from conversation.domain.breaker import Breaker
from conversation.domain.live import LiveReplies
from conversation.handlers.answer_turn import Answering
from conversation.handlers.rescue_turns import keep_rescuing
from conversation.handlers.stream_reply import Stage
from conversation.handlers.take_over import Floor
from conversation.inbound import events, requests
from conversation.outbound.cascade import CascadeWriter, Patience
from conversation.outbound.emotion_file import load_emotions
from conversation.outbound.extractive import ExtractiveWriter
from conversation.outbound.llm import LiteLlm
from conversation.outbound.paced_glimpses import PacedGlimpses
from conversation.ports import Desk, Writer
from conversation.settings import Settings
from conversation.store.bots import BotStore
from conversation.store.conversations import ConversationStore
from conversation.store.handoffs import HandoffStore
from conversation.store.messages import MessageStore
from conversation.store.turns import TurnStore
from conversation.store.vault import VaultStore

MIGRATIONS = Path(__file__).parent / "store" / "migrations"


def build(settings: Settings) -> Service:
    """The service, ready to be served."""
    service = Service("conversation", settings, migrations=MIGRATIONS)
    desk = Desk(TurnStore(), ConversationStore(), HandoffStore(), VaultStore())
    live = LiveReplies()
    writer = _writer(service, settings)
    glimpses = PacedGlimpses(service.bus)
    stage = Stage(service.database, desk.turns, glimpses, live)
    answering = Answering(desk, service.database, writer, stage, glimpses, load_emotions().relative)
    transcript = MessageStore()
    floor = Floor(service.database, desk.conversations, transcript, glimpses)
    rooms = events.Rooms(answering, BotStore(), transcript, floor, settings.turn_limit)
    events.consume(service, rooms, writing_at_once=24 if settings.providers() else 4)
    requests.answer(service, rooms, live)
    service.background(
        partial(
            keep_rescuing,
            database=service.database,
            desk=desk,
            glimpses=glimpses,
            patience=settings.grounding_patience,
            every=settings.sweep_seconds,
        )
    )
    return service


def _writer(service: Service, settings: Settings) -> Writer:
    providers = settings.providers()
    if not providers:
        return ExtractiveWriter()
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    models = LiteLlm(key)
    service.before_start(partial(models.load, providers))
    return CascadeWriter(
        providers,
        models,
        ExtractiveWriter(),
        Patience(
            settings.llm_deadline, settings.llm_first_token, settings.llm_next_token, settings.llm_max_bytes
        ),
        Breaker(settings.breaker_failures, settings.breaker_cooldown),
    )
