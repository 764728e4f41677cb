"""The CloudEvents 1.0 envelope every fact travels in."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import AwareDatetime

from contracts.base import Fact, Frozen

FactT_co = TypeVar("FactT_co", bound=Fact, covariant=True)


class Event(Frozen, Generic[FactT_co]):
    """One fact on the bus.

    `id` is also the Nats-Msg-Id and the inbox key; `subject` is `<domain>.<event>.<workspace_id>`.
    Source: CloudEvents 1.0 with the extension attributes workspaceid, conversationid and causationid.
    """

    specversion: Literal["1.0"] = "1.0"
    id: str
    source: str
    type: str
    time: AwareDatetime
    subject: str
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    workspaceid: str
    conversationid: str | None = None
    causationid: str | None = None
    traceparent: str | None = None
    data: FactT_co

    def to_json(self) -> bytes:
        return self.model_dump_json(exclude_none=True).encode()


AnyEvent = Event[Any]


def subject_of(kind: str, workspace_id: str) -> str:
    return f"{kind}.{workspace_id}"


def schema_uri(fact: type[Fact]) -> str:
    return f"urn:answerbus:{fact.type_name()}"
