"""Which handler answers which request."""

from __future__ import annotations

from functools import partial

from chassis import clock
from chassis.service import Service
from contracts import requests as rpc
from contracts.agent_requests import FIND_CONTACT, RELEASE, REPLY_AS_AGENT, TAKE_OVER
from contracts.requests import WriterState
from contracts.rewrite_requests import REWRITE_QUESTION
from contracts.rpc import Empty
from contracts.secret_requests import DROP_SECRET, LIST_SECRETS, PUT_SECRET
from contracts.summary_requests import LIST_SUMMARIES, PROCESS_SUMMARIES, SUMMARIZE
from conversation.domain.live import LiveReplies
from conversation.domain.signs import Signs
from conversation.handlers import read_transcript as read
from conversation.handlers.keep_secrets import drop_secret, list_secrets, put_secret
from conversation.handlers.reply_as_agent import reply_as_agent
from conversation.handlers.request_handoff import request_handoff
from conversation.handlers.summarize_conversation import list_summaries, process_summaries, summarize_one
from conversation.handlers.take_over import release, take_over
from conversation.inbound.events import Rooms
from conversation.ports import Writer


def answer(service: Service, rooms: Rooms, live: LiveReplies) -> None:
    _answer_readers(service, rooms, live)
    _answer_staff(service, rooms)
    service.answer(
        rpc.REQUEST_HANDOFF,
        partial(
            request_handoff,
            database=service.database,
            bots=rooms.bots,
            desk=rooms.answering.desk,
            transcript=rooms.transcript,
            glimpses=rooms.answering.glimpses,
        ),
    )
    service.answer(REWRITE_QUESTION, rooms.rewriting)
    service.answer(FIND_CONTACT, rooms.contacting.find)
    service.answer(rpc.WRITER_STATE, partial(_writer_state, writer=rooms.answering.writer, signs=rooms.signs))


def _answer_readers(service: Service, rooms: Rooms, live: LiveReplies) -> None:
    """Requests of those who read a conversation."""
    database, transcript, desk = service.database, rooms.transcript, rooms.answering.desk
    conversations, vault = desk.conversations, desk.vault
    service.answer(rpc.RESTORE_TEXTS, partial(read.restore_texts, database=database, vault=vault))
    service.answer(
        rpc.LIST_MESSAGES, partial(read.list_messages, database=database, transcript=transcript, vault=vault)
    )
    service.answer(
        rpc.REPLAY,
        partial(read.replay, database=database, transcript=transcript, turns=desk.turns, vault=vault),
    )
    service.answer(rpc.LIVE_REPLY, partial(read.live_reply, live=live), every_replica=True)
    service.answer(
        rpc.GET_CONVERSATION,
        partial(read.get_conversation, database=database, conversations=conversations, vault=vault),
    )
    service.answer(
        rpc.LIST_CONVERSATIONS,
        partial(read.list_conversations, database=database, conversations=conversations, vault=vault),
    )


def _answer_staff(service: Service, rooms: Rooms) -> None:
    """Requests of agents who take part, managers who read summaries, admins who store secrets."""
    service.answer(TAKE_OVER, partial(take_over, floor=rooms.floor))
    service.answer(REPLY_AS_AGENT, partial(reply_as_agent, floor=rooms.floor))
    service.answer(RELEASE, partial(release, floor=rooms.floor))
    service.answer(SUMMARIZE, partial(summarize_one, shelf=rooms.shelf))
    service.answer(PROCESS_SUMMARIES, partial(process_summaries, shelf=rooms.shelf))
    service.answer(LIST_SUMMARIES, partial(list_summaries, shelf=rooms.shelf))
    database, secrets = service.database, rooms.secrets
    service.answer(PUT_SECRET, partial(put_secret, database=database, secrets=secrets))
    service.answer(DROP_SECRET, partial(drop_secret, database=database, secrets=secrets))
    service.answer(LIST_SECRETS, partial(list_secrets, database=database, secrets=secrets))


async def _writer_state(_: Empty, *, writer: Writer, signs: Signs) -> WriterState:
    providers = writer.states()
    degraded = signs.sentences(clock.monotonic())
    return WriterState(writer="llm" if providers else "extractive", providers=providers, degraded=degraded)
