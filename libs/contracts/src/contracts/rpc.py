"""What every request is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import Field

from contracts.base import Frozen
from contracts.catalogue import Service

AskT = TypeVar("AskT", bound=Frozen)
AnswerT = TypeVar("AnswerT", bound=Frozen)


@dataclass(frozen=True, slots=True)
class Rpc(Generic[AskT, AnswerT]):
    """One request: who answers it, what is asked, what comes back, and how long to wait (seconds)."""

    service: Service
    name: str
    ask: type[AskT]
    answer: type[AnswerT]
    callers: tuple[Service, ...] = ("gateway",)
    timeout: float = 5.0

    @property
    def subject(self) -> str:
        return f"rpc.{self.service}.{self.name}"


class Problem(Frozen):
    """The error half of every reply: an RFC 9457 status and sentence."""

    status: int
    title: str
    detail: str


class Scoped(Frozen):
    """Every request says for which workspace it is asked; what belongs to another is not found."""

    workspace_id: str


class Empty(Frozen):
    pass


class Page(Scoped):
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = None
