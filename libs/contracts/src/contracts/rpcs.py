"""Every request there is: documents and permissions are made from this."""

from __future__ import annotations

from typing import Any

from contracts.agent_requests import AGENT_RPCS
from contracts.appointment_requests import APPOINTMENT_RPCS
from contracts.requests import (
    ADD_SOURCE,
    CHANGE_TICKET,
    DELETE_SOURCE,
    GET_CONVERSATION,
    GET_SOURCE,
    GET_TICKET,
    HEALTH,
    LIST_CONVERSATIONS,
    LIST_DOCUMENTS,
    LIST_MESSAGES,
    LIST_SOURCES,
    LIST_TICKETS,
    LIVE_REPLY,
    OUTCOMES,
    OVERVIEW,
    REPLAY,
    REQUEST_HANDOFF,
    RESTORE_TEXTS,
    SEARCH,
    VOLUME,
    WRITER_STATE,
)
from contracts.rewrite_requests import REWRITE_QUESTION
from contracts.rpc import Rpc
from contracts.secret_requests import SECRET_RPCS
from contracts.source_requests import SOURCE_RPCS
from contracts.summary_requests import SUMMARY_RPCS

RPCS: tuple[Rpc[Any, Any], ...] = (
    *HEALTH.values(),
    *(LIST_MESSAGES, REPLAY, LIVE_REPLY, REQUEST_HANDOFF, LIST_CONVERSATIONS, GET_CONVERSATION),
    *(RESTORE_TEXTS, WRITER_STATE),
    *(GET_TICKET, CHANGE_TICKET, LIST_TICKETS),
    *(ADD_SOURCE, LIST_SOURCES, GET_SOURCE, DELETE_SOURCE, LIST_DOCUMENTS, SEARCH),
    *SOURCE_RPCS,
    *AGENT_RPCS,
    *APPOINTMENT_RPCS,
    *SUMMARY_RPCS,
    *SECRET_RPCS,
    REWRITE_QUESTION,
    OVERVIEW,
    VOLUME,
    OUTCOMES,
)
