"""The composition root: what the conversation service is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from chassis.pinned import PinnedBackend
from chassis.service import Service
from conversation.domain.breaker import Breaker
from conversation.domain.live import LiveReplies
from conversation.domain.signs import Signs
from conversation.handlers.act import Hands
from conversation.handlers.answer_turn import Answering
from conversation.handlers.end_idle import keep_ending
from conversation.handlers.erase_contact import Contacting
from conversation.handlers.excuse_delay import Excuse
from conversation.handlers.keep_memory import Memory
from conversation.handlers.rescue_turns import keep_rescuing
from conversation.handlers.rewrite_question import Rewriting
from conversation.handlers.stream_reply import Stage
from conversation.handlers.summarize_conversation import Shelf, keep_summarizing
from conversation.handlers.take_over import Floor
from conversation.handlers.use_tools import Workshop
from conversation.inbound import events, requests
from conversation.outbound.cascade import CascadeWriter, Patience
from conversation.outbound.emotion_file import load_emotions
from conversation.outbound.extractive import ExtractiveWriter
from conversation.outbound.http_actions import HttpActions
from conversation.outbound.llm import LiteLlm
from conversation.outbound.llm_questions import LlmRewriter
from conversation.outbound.llm_summaries import LlmSummarizer
from conversation.outbound.llm_tools import LlmPlanner
from conversation.outbound.llm_web import LlmWebSearcher
from conversation.outbound.mcp_tools import McpTools
from conversation.outbound.own_appointments import OwnAppointments
from conversation.outbound.own_tickets import OwnTickets
from conversation.outbound.paced_glimpses import PacedGlimpses
from conversation.outbound.prompts import prompt
from conversation.outbound.purse import Purse
from conversation.outbound.reusing import ReusingWriter
from conversation.outbound.roster import Roster
from conversation.outbound.thrifty import ThriftyWriter
from conversation.outbound.toolbox import BotToolbox
from conversation.ports import Desk, Vault, Writer
from conversation.settings import Settings
from conversation.store.actions import ActionStore
from conversation.store.bots import BotStore
from conversation.store.contacts import ContactStore
from conversation.store.conversations import ConversationStore
from conversation.store.handoffs import HandoffStore
from conversation.store.messages import MessageStore
from conversation.store.own_tickets import TicketIdStore
from conversation.store.questions import QuestionStore
from conversation.store.secrets import SecretStore
from conversation.store.spending import SpendingStore
from conversation.store.summaries import SummaryStore
from conversation.store.tables import METADATA
from conversation.store.turns import TurnStore
from conversation.store.vault import VaultStore

TOOLS_TEMPLATE = prompt("tools_v1")
MIGRATIONS = Path(__file__).parent / "store" / "migrations"


@dataclass(frozen=True, slots=True)
class Minds:
    """What writes answers, chooses tools and summarizes; without models there is only the quoting writer."""

    writer: Writer
    planner: LlmPlanner | None = None
    summarizer: LlmSummarizer | None = None
    rewriter: LlmRewriter | None = None
    searcher: LlmWebSearcher | None = None


def build(settings: Settings) -> Service:
    """The service, ready to be served."""
    service = Service("conversation", settings, migrations=MIGRATIONS)
    desk = Desk(TurnStore(), ConversationStore(), HandoffStore(), VaultStore())
    live, signs = LiveReplies(), Signs()
    minds = _minds(service, settings, signs)
    glimpses = PacedGlimpses(service.bus)
    stage = Stage(service.database, desk.turns, glimpses, live)
    secrets = SecretStore()
    hands = _hands(service, minds.planner, desk.vault, secrets)
    transcript = MessageStore()
    memory = _memory(service, desk, transcript, minds)
    read_labels = load_emotions().relative
    answering = Answering(
        desk, service.database, minds.writer, stage, glimpses, read_labels, hands, memory, minds.searcher
    )
    floor = Floor(service.database, desk.conversations, transcript, glimpses, desk.vault)
    bots, summaries = BotStore(), SummaryStore()
    shelf = Shelf(
        service.database, bots, desk.conversations, transcript, summaries, desk.vault, minds.summarizer
    )
    rooms = events.Rooms(
        answering=answering,
        bots=bots,
        transcript=transcript,
        floor=floor,
        shelf=shelf,
        turn_limit=settings.turn_limit,
        excuse=Excuse(glimpses, live, settings.delay_notice),
        signs=signs,
        contacting=Contacting(service.database, ContactStore(), desk.vault),
        tables=METADATA,
        secrets=secrets,
        rewriting=Rewriting(service.database, QuestionStore(), minds.rewriter),
    )
    events.consume(service, rooms, at_once=24 if settings.providers() else 4)
    requests.answer(service, rooms, live)
    _work_beside(service, settings, rooms)
    return service


def _work_beside(service: Service, settings: Settings, rooms: events.Rooms) -> None:
    """The background tasks."""
    answering, shelf = rooms.answering, rooms.shelf
    service.background(
        partial(
            keep_rescuing,
            database=service.database,
            desk=answering.desk,
            glimpses=answering.glimpses,
            patience=settings.grounding_patience,
            signs=rooms.signs,
            every=settings.sweep_seconds,
        )
    )
    service.background(partial(keep_summarizing, shelf=shelf, every=settings.summary_seconds))
    service.background(partial(keep_ending, shelf=shelf, every=settings.session_seconds))
    if answering.memory is not None:
        service.background(answering.memory.keep)


def _memory(service: Service, desk: Desk, transcript: MessageStore, minds: Minds) -> Memory | None:
    if minds.summarizer is None:
        return None
    return Memory(service.database, desk.conversations, transcript, minds.summarizer)


def _minds(service: Service, settings: Settings, signs: Signs) -> Minds:
    quoting, models = ExtractiveWriter(), _models(service, settings)
    if models is None:
        return Minds(quoting)
    roster = Roster(settings.providers(), Breaker(settings.breaker_failures, settings.breaker_cooldown))
    purse = Purse(SpendingStore(service.database), settings.budgets())
    patience = Patience(
        settings.llm_deadline, settings.llm_first_token, settings.llm_next_token, settings.llm_max_bytes
    )
    cascade = CascadeWriter(roster, models, quoting, patience, signs)
    return Minds(
        ReusingWriter(ThriftyWriter(cascade, quoting, purse)),
        LlmPlanner(roster, models, purse),
        LlmSummarizer(roster, models, purse),
        LlmRewriter(roster, models, purse),
        LlmWebSearcher(roster, models, purse),
    )


def _models(service: Service, settings: Settings) -> LiteLlm | None:
    providers = settings.providers()
    if not providers:
        return None
    models = LiteLlm(settings.llm_api_key.get_secret_value() if settings.llm_api_key else None)
    service.before_start(partial(models.load, providers))
    return models


def _hands(service: Service, planner: LlmPlanner | None, vault: Vault, secrets: SecretStore) -> Hands:
    tickets = OwnTickets(service.database, TicketIdStore(), service.bus)
    appointments = OwnAppointments(service.database, vault, service.bus)
    http = HttpActions(PinnedBackend(), service.database, secrets)
    toolbox = BotToolbox(service.bus, tickets, appointments, http, McpTools())
    shop = Workshop(planner, toolbox, service.database, vault, TOOLS_TEMPLATE)
    return Hands(shop, ActionStore(), tickets, appointments)
