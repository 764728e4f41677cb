"""Bots with their knowledge in one process: the services' own search, decision and quoting writer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from chassis import clock
from chassis.facts import FactMaker
from chassis.testing.fakes import FakeBus, FakeDatabase, FakeWork, event_of
from contracts.facts.chat import TurnGrounded, TurnSubmitted
from contracts.shapes import BotSettings, Citation, Outcome
from conversation.domain.answering.writing import Written
from conversation.domain.context import Context
from conversation.domain.decide import decide_now
from conversation.domain.nlu.understanding import understand
from conversation.domain.replies import fixed_reply
from conversation.domain.turns import Bot, Grounding, Line, Turn, grounding_of
from conversation.handlers.answer_turn import request_of
from conversation.outbound.extractive import ExtractiveWriter
from retrieval.domain.context import remembered
from retrieval.domain.document import Digest
from retrieval.domain.identity import content_hash, document_id, passage_ids
from retrieval.domain.passages import Card, IndexedPassage, Scope
from retrieval.domain.vocabulary import Vocabulary
from retrieval.handlers.find_passages import Finder
from retrieval.handlers.ground_turn import GroundTurn
from retrieval.handlers.index_documents import weights_of
from retrieval.handlers.known_words import Known
from retrieval.handlers.reuse_answers import ReuseAnswers
from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.language import FastLanguage
from retrieval.settings import Settings
from retrieval.testing.index_stores import OneLanguage, OneModel
from retrieval.testing.stores import FakeAnswers, FakeTurns

WORKSPACE = "wsp_eval"
PATIENCE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the customer got; `cited` are the whole texts of the cited passages."""

    question: str
    text: str
    outcome: Outcome
    rule: str
    citations: tuple[Citation, ...]
    cited: tuple[str, ...]
    grounding: Grounding


@dataclass
class Words:
    """Stands in for the vocabularies that retrieval keeps in its database."""

    known: dict[Scope, Vocabulary] = field(default_factory=dict)

    async def of(self, scope: Scope, *_: object) -> Known:
        return Known(0, self.known.get(scope) or Vocabulary.merged([]))


class Desk:
    """Bots share an index; every conversation has its own memory."""

    def __init__(self, folder: Path, embedder: FastembedEmbedder) -> None:
        self._embedder, self._lexicon = embedder, Bm25Lexicon()
        self._index, self._words = EdgeIndex(folder), Words()
        self._bus, self._turns = FakeBus(), FakeTurns()
        weight = Settings.model_fields["dense_weight"].default
        words: Any = self._words
        models, languages = OneModel(self._embedder), OneLanguage(self._lexicon)
        finder = Finder(models, languages, self._index, words, weight)
        database: Any = FakeDatabase()
        self._ground = GroundTurn(
            database,
            self._bus,
            FactMaker("retrieval"),
            self._turns,
            finder,
            FastLanguage(),
            Settings.model_fields["context_turns"].default,
            ReuseAnswers(database, FakeAnswers(), finder),
        )
        self._writer = ExtractiveWriter()

    async def open(self) -> None:
        await self._index.open()

    async def close(self) -> None:
        await self._index.close()

    async def teach(self, bot: str, digests: Sequence[tuple[str, Digest]]) -> None:
        """Index the digests, each under its name, as the bot's knowledge."""
        scope, parts = Scope(WORKSPACE, bot), []
        for name, digest in digests:
            indexed = await self._indexed(scope, f"{bot}/{name}", digest)
            await self._index.replace(scope, document_id(f"{bot}/{name}"), indexed)
            parts.append(Vocabulary.of(one.sparse.keys() for one in indexed))
        self._words.known[scope] = Vocabulary.merged(parts)

    async def _indexed(self, scope: Scope, name: str, digest: Digest) -> list[IndexedPassage]:
        document, hashed = document_id(name), content_hash(digest)
        vectors = await self._embedder.passages([draft.embedded for draft in digest.drafts])
        keys = passage_ids(document, hashed, digest.drafts)
        card = Card(name, document, 1, hashed, digest.title, None, "public")
        return [
            IndexedPassage(
                card.passage(scope, key, draft), vector, weights_of(self._lexicon, digest.title, draft)
            )
            for key, draft, vector in zip(keys, digest.drafts, vectors, strict=True)
        ]

    async def converse(self, bot: Bot, questions: Sequence[str]) -> list[Answer]:
        """Ask one after the other in a conversation of its own."""
        conversation = f"cnv_{len(self._turns.texts)}"
        answers: list[Answer] = []
        history: tuple[Line, ...] = ()
        for number, question in enumerate(questions):
            grounded = await self._grounded(bot.bot_id, conversation, f"{conversation}_{number}", question)
            answer = await self._answer(bot, conversation, question, history, grounded)
            answers.append(answer)
            self._turns.replies[f"{conversation}_{number}"] = remembered(answer.text)
            history += (
                Line("contact", question),
                Line("bot", answer.text, answer.outcome, answer.rule),
            )
            await asyncio.sleep(0)
        return answers

    async def _grounded(self, bot: str, conversation: str, turn: str, question: str) -> TurnGrounded:
        fact = TurnSubmitted(
            conversation_id=conversation,
            turn_id=turn,
            bot_id=bot,
            contact_id="ctc_eval",
            client_message_id=turn,
            text=question,
            submitted_at=clock.now(),
        )
        work: Any = FakeWork()
        self._bus.published.clear()
        await self._ground(event_of(fact, workspace_id=WORKSPACE), work)
        found: Any = self._bus.published[-1].data
        assert isinstance(found, TurnGrounded)
        return found

    async def _answer(
        self, bot: Bot, conversation: str, question: str, history: tuple[Line, ...], fact: TurnGrounded
    ) -> Answer:
        grounding = grounding_of(fact, question)
        now = clock.now()
        turn = Turn(
            WORKSPACE, conversation, fact.turn_id, bot, question, None, 1, now, now + PATIENCE, history
        )
        context = Context(turn, understand(question), now, grounding)
        decision = decide_now(context)
        if decision.action == "answer":
            request = request_of(context, grounding, decision)
            written = [c async for c in self._writer.write(request) if isinstance(c, Written)][-1]
        else:
            written = fixed_reply(context, decision).written
        texts = {one.passage_id: f"{one.heading} {one.question or ''} {one.text}" for one in fact.passages}
        cited = tuple(texts[key] for key in written.cited_passage_ids)
        return Answer(
            question, written.text, written.outcome, written.rule, written.citations, cited, grounding
        )


def bot_named(bot_id: str, company: str) -> Bot:
    return Bot(bot_id, "Pip", 1, BotSettings(company=company))
