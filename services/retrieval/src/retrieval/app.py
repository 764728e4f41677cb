"""The composition root: what the retrieval service is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from chassis.db import Database
from chassis.pinned import PinnedBackend
from chassis.service import Service
from contracts.shapes import SourceKind
from retrieval.handlers.add_source import AddSourceHandler
from retrieval.handlers.ask_for_rewrite import AskForRewrite
from retrieval.handlers.change_source import ChangeSources
from retrieval.handlers.crawl_website import CrawlLimits, CrawlWebsite
from retrieval.handlers.edit_entries import EditEntries
from retrieval.handlers.enter_site import EnterSite
from retrieval.handlers.erase import Erase
from retrieval.handlers.fetch_page import FetchPage
from retrieval.handlers.find_passages import Finder
from retrieval.handlers.forget_turns import ForgetTurns
from retrieval.handlers.ground_turn import GroundTurn
from retrieval.handlers.index_documents import IndexDocuments
from retrieval.handlers.known_words import KnownWords
from retrieval.handlers.learn_ticket import LearnTicket
from retrieval.handlers.plan_sync import PlanSync, StartDueSync
from retrieval.handlers.read_entries import ReadEntries
from retrieval.handlers.read_file import ReadFile
from retrieval.handlers.read_originals import ReadOriginals
from retrieval.handlers.read_sources import ReadSources
from retrieval.handlers.rebuild_index import DropIndexes, RebuildIndex
from retrieval.handlers.remember_reply import RememberReply
from retrieval.handlers.remove_documents import RemoveDocuments
from retrieval.handlers.remove_source import RemoveSource
from retrieval.handlers.reuse_answers import ReuseAnswers
from retrieval.handlers.search_passages import SearchPassages
from retrieval.handlers.switch_index import ReadBotIndex, SwitchIndex
from retrieval.handlers.sync_source import SyncSource
from retrieval.inbound import events, requests
from retrieval.outbound.cross_encoders import CrossEncoders
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.language import FastLanguage
from retrieval.outbound.lexicons import Bm25Lexicons
from retrieval.outbound.models import Models
from retrieval.outbound.originals import NatsOriginals
from retrieval.outbound.robots import RobotsRules
from retrieval.outbound.sandbox import SandboxReader
from retrieval.outbound.web import WebClient
from retrieval.ports import PassageIndex
from retrieval.settings import Settings
from retrieval.source_ports import ReadsDocuments
from retrieval.store.answers import AnswerStore
from retrieval.store.bots import BotStore
from retrieval.store.documents import DocumentStore
from retrieval.store.entries import EntryStore
from retrieval.store.indexes import IndexStore
from retrieval.store.pages import PageStore
from retrieval.store.revisions import RevisionStore
from retrieval.store.sources import SourceStore
from retrieval.store.syncs import SyncStore
from retrieval.store.turns import TurnStore

MIGRATIONS = Path(__file__).parent / "store" / "migrations"


@dataclass(frozen=True, slots=True)
class Stores:
    """Everything that runs SQL."""

    sources: SourceStore = field(default_factory=SourceStore)
    documents: DocumentStore = field(default_factory=DocumentStore)
    revisions: RevisionStore = field(default_factory=RevisionStore)
    entries: EntryStore = field(default_factory=EntryStore)
    pages: PageStore = field(default_factory=PageStore)
    syncs: SyncStore = field(default_factory=SyncStore)
    indexes: IndexStore = field(default_factory=IndexStore)
    bots: BotStore = field(default_factory=BotStore)
    turns: TurnStore = field(default_factory=TurnStore)
    answers: AnswerStore = field(default_factory=AnswerStore)


@dataclass(frozen=True, slots=True)
class Tools:
    """What reads files, embeds, searches and stores."""

    models: Models
    lexicons: Bm25Lexicons
    index: PassageIndex
    originals: NatsOriginals
    finder: Finder


@dataclass(frozen=True, slots=True)
class Desk:
    """What both the consumers and the requests need."""

    service: Service
    settings: Settings
    store: Stores
    tools: Tools
    change: ChangeSources
    remove: RemoveSource


def build(settings: Settings) -> Service:
    """The service, with nothing opened yet."""
    service = Service("retrieval", settings, migrations=MIGRATIONS, fenced=True)
    store, database = Stores(), service.database
    tools = _tools(service, settings, store)
    plan = PlanSync(service.bus, service.facts)
    change = ChangeSources(database, store.sources, store.documents, plan, tools.index)
    remove = RemoveSource(
        database=database,
        sources=store.sources,
        documents=store.documents,
        revisions=store.revisions,
        entries=store.entries,
        pages=store.pages,
        originals=tools.originals,
        index=tools.index,
        bus=service.bus,
    )
    desk = Desk(service, settings, store, tools, change, remove)
    _consume(desk, plan)
    _answer(desk)
    service.background(remove.run)
    service.background(DropIndexes(database, store.indexes, tools.index).run)
    service.background(ForgetTurns(database, store.turns, timedelta(days=settings.remember_days)).run)
    return service


def _tools(service: Service, settings: Settings, store: Stores) -> Tools:
    embedder, lexicons, index = (
        FastembedEmbedder(settings.model_dir, apart=True),
        Bm25Lexicons(),
        _index(service, settings),
    )
    service.before_start(embedder.load)
    most, fetch = settings.model_memory_bytes, settings.fetch_models
    models = Models(embedder, settings.models_dir, most_bytes=most, fetch=fetch, apart=True)
    service.background(models.run)
    rerankers = CrossEncoders(settings.models_dir, most_bytes=most, fetch=fetch)
    words = KnownWords(service.database, store.documents, store.indexes, store.bots)
    finder = Finder(models, lexicons, index, words, settings.dense_weight, rerankers)
    return Tools(models, lexicons, index, NatsOriginals(service.bus), finder)


def _consume(desk: Desk, plan: PlanSync) -> None:
    service, store, tools = desk.service, desk.store, desk.tools
    database, bus, settings = service.database, service.bus, desk.settings
    reuse = ReuseAnswers(database, store.answers, tools.finder)
    recipe = (store.indexes, tools.models, tools.lexicons, tools.index)
    sync = SyncSource(
        database,
        bus,
        store.sources,
        store.syncs,
        readers=_readers(settings, database, tools.originals, store.entries, store.pages),
        index_documents=IndexDocuments(database, store.sources, store.documents, store.revisions, *recipe),
        remove_documents=RemoveDocuments(
            database, store.documents, store.indexes, tools.originals, tools.index
        ),
        plan=plan,
        index=tools.index,
    )
    events.consume(
        service,
        ground=_ground(desk, reuse),
        reply=RememberReply(database, store.turns, reuse),
        sync=sync,
        due=StartDueSync(store.sources),
        change=desk.change,
        learn=LearnTicket(bus, store.sources, store.entries, store.bots),
        erase=_erase(desk),
        rebuild=RebuildIndex(
            database, store.indexes, store.documents, tools.models, tools.lexicons, tools.index
        ),
    )


def _ground(desk: Desk, reuse: ReuseAnswers) -> GroundTurn:
    return GroundTurn(
        database=desk.service.database,
        bus=desk.service.bus,
        facts=desk.service.facts,
        turns=desk.store.turns,
        finder=desk.tools.finder,
        language=FastLanguage(),
        context_turns=desk.settings.context_turns,
        reuse=reuse,
        rewrite=AskForRewrite(desk.service.bus),
    )


def _erase(desk: Desk) -> Erase:
    store = desk.store
    return Erase(
        database=desk.service.database,
        sources=store.sources,
        bots=store.bots,
        turns=store.turns,
        answers=store.answers,
        indexes=store.indexes,
        switch=SwitchIndex(store.indexes),
        index=desk.tools.index,
        remove=desk.remove,
    )


def _answer(desk: Desk) -> None:
    database, store, most = desk.service.database, desk.store, desk.settings.max_upload_bytes
    requests.answer(
        desk.service,
        add=AddSourceHandler(database, store.sources, store.entries, store.bots, most),
        read=ReadSources(database, store.sources, store.documents, store.revisions),
        originals=ReadOriginals(database, store.sources, store.documents, store.entries, store.pages),
        change=desk.change,
        edit=EditEntries(database, store.sources, store.entries),
        remove=desk.remove,
        search=SearchPassages(database, store.bots, desk.tools.finder),
        bot_index=ReadBotIndex(database, store.bots, store.indexes, desk.tools.models),
    )


def _readers(
    settings: Settings, database: Database, originals: NatsOriginals, entries: EntryStore, pages: PageStore
) -> dict[SourceKind, ReadsDocuments]:
    """The reader of each kind of source."""
    opened, most = settings.opened_hosts, settings.max_upload_bytes
    reader = SandboxReader(settings.parse_cpu_seconds, memory_bytes=settings.parse_memory_bytes)
    web = WebClient.over(PinnedBackend(opened=opened), opened=opened)
    site = EnterSite(web, RobotsRules.parse)
    return {
        "file": ReadFile(originals, reader, most),
        "faq": ReadEntries(database, entries),
        "tickets": ReadEntries(database, entries),
        "url": FetchPage(database, pages, web, reader, originals, most),
        "website": CrawlWebsite(database, pages, web, reader, originals, site, crawl_limits(settings)),
    }


def crawl_limits(settings: Settings) -> CrawlLimits:
    return CrawlLimits(settings.crawl_delay, settings.crawl_pages, settings.crawl_depth, settings.page_bytes)


def _index(service: Service, settings: Settings) -> PassageIndex:
    """The server's client takes seconds to import, so only a service with a server imports it."""
    if settings.qdrant_url is None:
        edge = EdgeIndex(settings.vector_dir)
        service.before_start(edge.open)
        service.background(edge.run)
        return edge
    from retrieval.outbound.qdrant_index import QdrantIndex

    server = QdrantIndex.at(settings.qdrant_url, settings.qdrant_api_key, replicas=settings.qdrant_replicas)
    service.before_start(server.open)
    return server
