"""A mail from being written to being sent, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

SupportMail = Literal["support", "contact"]
GIVE_UP_AFTER = timedelta(hours=24)
_LONGEST_WAIT = 900.0


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said to whom; `reply_to` is an address or None, `calendar` an iCalendar to attach.

    `kind` tells the letters about one ticket or one appointment apart.
    """

    kind: str
    recipient: str
    subject: str
    text: str
    html: str
    reply_to: str | None = None
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What letters are about, where no more is at hand than its id."""

    id: str
    workspace_id: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter in the outgoing mail. `attempt` is 1 for the first and fences every later write."""

    id: str
    workspace_id: str
    about_id: str
    message_id: str
    letter: Letter
    attempt: int
    written_at: datetime


def message_id(about_id: str, kind: str) -> str:
    """The same for every attempt, so that a receiver drops a mail that was sent twice."""
    return f"<{about_id}.{kind}@answerbus>"


def next_attempt(attempt: int, written_at: datetime, now: datetime) -> datetime | None:
    """When to try again after attempt number `attempt` failed; None when it is time to give up."""
    if now - written_at >= GIVE_UP_AFTER:
        return None
    return now + timedelta(seconds=min(2.0 ** min(attempt, 10), _LONGEST_WAIT))
