"""Makes the envelope of a fact: who says it, when, because of what, in which trace."""

from __future__ import annotations

from contextvars import ContextVar

from chassis import clock, telemetry
from contracts.base import Fact
from contracts.envelope import AnyEvent, Event, schema_uri, subject_of

CAUSE: ContextVar[str | None] = ContextVar("cause", default=None)
"""Id of the event being handled."""


class FactMaker:
    """Wraps facts of one service in envelopes."""

    def __init__(self, service: str) -> None:
        self._source = f"urn:answerbus:service:{service}"

    def make(
        self, fact: Fact, *, event_id: str, workspace_id: str, conversation_id: str | None = None
    ) -> AnyEvent:
        """An event whose id is the caller's: the same cause must give the same id."""
        return Event(
            id=event_id,
            source=self._source,
            type=fact.type_name(),
            time=clock.now(),
            subject=subject_of(fact.kind, workspace_id),
            dataschema=schema_uri(type(fact)),
            workspaceid=workspace_id,
            conversationid=conversation_id,
            causationid=CAUSE.get(),
            traceparent=telemetry.traceparent(),
            data=fact,
        )
