"""Everything retrieval is made of."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from chassis.service import Service
from retrieval.handlers.add_source import AddSourceHandler
from retrieval.handlers.find_passages import Finder
from retrieval.handlers.forget_turns import ForgetTurns
from retrieval.handlers.ground_turn import GroundTurn
from retrieval.handlers.index_source import IndexSource
from retrieval.handlers.known_words import KnownWords
from retrieval.handlers.read_sources import ReadSources
from retrieval.handlers.remove_source import RemoveSource
from retrieval.handlers.search_passages import SearchPassages
from retrieval.inbound import events, requests
from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.language import FastLanguage
from retrieval.outbound.originals import NatsOriginals
from retrieval.outbound.sandbox import SandboxReader
from retrieval.ports import PassageIndex
from retrieval.settings import Settings
from retrieval.store.bots import BotStore
from retrieval.store.documents import DocumentStore
from retrieval.store.sources import SourceStore
from retrieval.store.turns import TurnStore

MIGRATIONS = Path(__file__).parent / "store" / "migrations"


def build(settings: Settings) -> Service:
    """The service, with nothing opened yet."""
    service = Service("retrieval", settings, migrations=MIGRATIONS)
    database, bus = service.database, service.bus
    sources, documents, bots, turns = SourceStore(), DocumentStore(), BotStore(), TurnStore()
    embedder, lexicon, originals = FastembedEmbedder(settings.model_dir), Bm25Lexicon(), NatsOriginals(bus)
    index = _index(service, settings)
    service.before_start(embedder.load)

    finder = Finder(embedder, lexicon, index, KnownWords(database, documents), settings.dense_weight)
    remove = RemoveSource(database, sources, documents, bots, originals, index)
    events.consume(
        service,
        ground=GroundTurn(
            database, bus, service.facts, turns, finder, FastLanguage(), settings.context_turns
        ),
        index=IndexSource(
            database,
            bus,
            sources,
            documents,
            originals,
            SandboxReader(),
            embedder,
            lexicon,
            index,
            settings.max_upload_bytes,
        ),
        remove=remove,
    )
    requests.answer(
        service,
        add=AddSourceHandler(database, sources, bots, settings.max_upload_bytes),
        read=ReadSources(database, sources, documents),
        remove=remove,
        search=SearchPassages(database, bots, finder),
    )
    service.background(remove.run)
    service.background(ForgetTurns(database, turns, timedelta(days=settings.remember_days)).run)
    return service


def _index(service: Service, settings: Settings) -> PassageIndex:
    """The server's client takes seconds to import: only who has a server pays for it."""
    if settings.qdrant_url is None:
        edge = EdgeIndex(settings.vector_dir)
        service.before_start(edge.open)
        return edge
    from retrieval.outbound.qdrant_index import QdrantIndex

    server = QdrantIndex.at(settings.qdrant_url, settings.qdrant_api_key)
    service.before_start(server.open)
    return server
