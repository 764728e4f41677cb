"""Everything retrieval is made of."""

from __future__ import annotations

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
from retrieval.handlers.remove_source import Erase, RemoveSource
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


def build(settings: Settings) -> Service:
    """The service, with nothing opened yet."""
    service = Service("retrieval", settings, migrations=MIGRATIONS, fenced=True)
    database, bus = service.database, service.bus
    sources, documents, revisions, entries = SourceStore(), DocumentStore(), RevisionStore(), EntryStore()
    bots, turns, answers = BotStore(), TurnStore(), AnswerStore()
    pages, syncs, indexes = PageStore(), SyncStore(), IndexStore()
    lexicons, originals = Bm25Lexicons(), NatsOriginals(bus)
    embedder = FastembedEmbedder(settings.model_dir)
    most, fetch = settings.model_memory_bytes, settings.fetch_models
    models = Models(embedder, settings.models_dir, most_bytes=most, fetch=fetch)
    rerankers = CrossEncoders(settings.models_dir, most_bytes=most, fetch=fetch)
    index = _index(service, settings)
    service.before_start(embedder.load)

    words = KnownWords(database, documents, indexes, bots)
    finder = Finder(models, lexicons, index, words, settings.dense_weight, rerankers)
    reuse = ReuseAnswers(database, answers, finder)
    plan = PlanSync(bus, service.facts)
    change = ChangeSources(database, sources, documents, plan, index)
    remove = RemoveSource(database, sources, documents, revisions, entries, pages, originals, index, bus)
    sync = SyncSource(
        database,
        bus,
        sources,
        syncs,
        readers=_readers(settings, database, originals, entries, pages),
        index_documents=IndexDocuments(
            database, sources, documents, revisions, indexes, models, lexicons, index
        ),
        remove_documents=RemoveDocuments(database, documents, indexes, originals, index),
        plan=plan,
        index=index,
    )
    events.consume(
        service,
        ground=GroundTurn(
            database,
            bus,
            service.facts,
            turns,
            finder,
            FastLanguage(),
            settings.context_turns,
            reuse,
            AskForRewrite(bus),
        ),
        reply=RememberReply(database, turns, reuse),
        sync=sync,
        due=StartDueSync(sources),
        change=change,
        learn=LearnTicket(bus, sources, entries, bots),
        erase=Erase(database, sources, bots, turns, answers, indexes, SwitchIndex(indexes), index, remove),
        rebuild=RebuildIndex(database, indexes, documents, models, lexicons, index),
    )
    requests.answer(
        service,
        add=AddSourceHandler(database, sources, entries, bots, settings.max_upload_bytes),
        read=ReadSources(database, sources, documents, revisions),
        originals=ReadOriginals(database, sources, documents, entries, pages),
        change=change,
        edit=EditEntries(database, sources, entries),
        remove=remove,
        search=SearchPassages(database, bots, finder),
        bot_index=ReadBotIndex(database, bots, indexes),
    )
    service.background(remove.run)
    service.background(DropIndexes(database, indexes, index).run)
    service.background(ForgetTurns(database, turns, timedelta(days=settings.remember_days)).run)
    return service


def _readers(
    settings: Settings, database: Database, originals: NatsOriginals, entries: EntryStore, pages: PageStore
) -> dict[SourceKind, ReadsDocuments]:
    """What reads each kind of source."""
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
    """The server's client takes seconds to import: only who has a server pays for it."""
    if settings.qdrant_url is None:
        edge = EdgeIndex(settings.vector_dir)
        service.before_start(edge.open)
        return edge
    from retrieval.outbound.qdrant_index import QdrantIndex

    server = QdrantIndex.at(settings.qdrant_url, settings.qdrant_api_key, replicas=settings.qdrant_replicas)
    service.before_start(server.open)
    return server
