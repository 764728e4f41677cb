"""Refusals that only HTTP knows: the docstring is the sentence a caller reads."""

from __future__ import annotations

from math import ceil
from typing import Any

from chassis.errors import Refusal
from contracts.appointment_requests import Slots
from gateway.domain.endings import CLOSED


class Malformed(Refusal):
    """The body is not JSON."""

    title = "Malformed JSON"

    def __init__(self, why: str) -> None:
        super().__init__(f"The body is not JSON: {why}.")


class Unauthorized(Refusal):
    """This call needs a token: send `Authorization: Bearer <token>`."""

    status = 401
    title = "Not signed in"

    @property
    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}


class Forbidden(Refusal):
    """Your role does not allow this."""

    status = 403
    title = "Not allowed"


class Closed(Refusal):
    """This may be read, and written no more."""

    status = 410
    title = "Chat closed"

    def __init__(self) -> None:
        super().__init__(CLOSED)


class TooLarge(Refusal):
    """This is larger than what is accepted here."""

    status = 413
    title = "Too large"


class Unsupported(Refusal):
    """This kind of content is not accepted here."""

    status = 415
    title = "Unsupported content"


class TooMany(Refusal):
    """Too many calls in a short time."""

    status = 429
    title = "Too many requests"

    def __init__(self, wait: float) -> None:
        self.wait = max(1, ceil(wait))
        super().__init__(f"Too many calls in a short time; please wait {self.wait} s and try again.")

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.wait)}


class SlotTaken(Refusal):
    """Somebody was faster: this time is not free any more. Please choose another one."""

    status = 409
    title = "Time not free"

    def __init__(self, free: Slots, detail: str | None = None) -> None:
        self.free = free
        super().__init__(detail)

    @property
    def more(self) -> dict[str, Any]:
        return {"free": self.free.model_dump(mode="json")}
