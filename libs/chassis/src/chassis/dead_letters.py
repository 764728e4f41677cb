"""Where messages go that cannot be handled: kept whole, with the reason, until someone redrives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import nats.js.errors
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg

from chassis import clock, ids
from chassis.bus import PUBLISH_TIMEOUT

STREAM = "DEAD_LETTERS"
_PREFIX = "Answerbus-"


@dataclass(frozen=True, slots=True)
class Grave:
    """Where a delivery came from and why it ended."""

    service: str
    durable: str
    stream: str
    subject: str
    stream_seq: int
    deliveries: int
    reason: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A buried message; `seq` is its number in the dead letters."""

    seq: int
    grave: Grave
    body: bytes
    died_at: datetime | None


def grave_of(message: Msg, service: str, durable: str, reason: str) -> Grave:
    """The grave of a delivery that `durable` of `service` could not handle."""
    meta = message.metadata
    return Grave(
        service=service,
        durable=durable,
        stream=meta.stream,
        subject=message.subject,
        stream_seq=meta.sequence.stream,
        deliveries=meta.num_delivered,
        reason=reason,
    )


async def bury(js: JetStreamContext, grave: Grave, body: bytes) -> None:
    """Store the message; burying it twice leaves one."""
    headers = {
        "Nats-Msg-Id": f"dead:{grave.durable}:{grave.stream_seq}",
        f"{_PREFIX}Durable": grave.durable,
        f"{_PREFIX}Stream": grave.stream,
        f"{_PREFIX}Subject": grave.subject,
        f"{_PREFIX}Stream-Seq": str(grave.stream_seq),
        f"{_PREFIX}Deliveries": str(grave.deliveries),
        f"{_PREFIX}Reason": " ".join(grave.reason.split())[:500].encode("ascii", "replace").decode(),
        f"{_PREFIX}Died-At": clock.now().isoformat(),
    }
    await js.publish(f"dead.{grave.service}", body, timeout=PUBLISH_TIMEOUT, stream=STREAM, headers=headers)


async def find(js: JetStreamContext, *, limit: int = 100) -> list[DeadLetter]:
    """The oldest dead letters first."""
    info = await js.stream_info(STREAM)
    letters: list[DeadLetter] = []
    seq = max(1, info.state.first_seq)
    while seq <= info.state.last_seq and len(letters) < limit:
        try:
            message = await js.get_msg(STREAM, seq=seq, next=True, subject="dead.>")
        except nats.js.errors.NotFoundError:
            break
        letters.append(_letter(message))
        seq = (message.seq or seq) + 1
    return letters


async def show(js: JetStreamContext, seq: int) -> DeadLetter:
    """Raises nats.js.errors.NotFoundError when there is no such letter."""
    return _letter(await js.get_msg(STREAM, seq=seq))


async def redrive(js: JetStreamContext, letter: DeadLetter, body: bytes | None = None) -> None:
    """Publish the message (or a mended `body`) once more, then forget the letter.

    Consumers that had handled it find it in their inbox and do nothing.
    """
    headers = {"Nats-Msg-Id": ids.new_id(f"redrive:{letter.seq}")}
    await js.publish(
        letter.grave.subject,
        body if body is not None else letter.body,
        stream=letter.grave.stream,
        timeout=PUBLISH_TIMEOUT,
        headers=headers,
    )
    await forget(js, letter)


async def forget(js: JetStreamContext, letter: DeadLetter) -> None:
    await js.delete_msg(STREAM, letter.seq)


def _letter(message: RawStreamMsg) -> DeadLetter:
    headers = message.headers or {}
    died_at = headers.get(f"{_PREFIX}Died-At")
    grave = Grave(
        service=(message.subject or "").removeprefix("dead."),
        durable=headers.get(f"{_PREFIX}Durable", ""),
        stream=headers.get(f"{_PREFIX}Stream", ""),
        subject=headers.get(f"{_PREFIX}Subject", ""),
        stream_seq=int(headers.get(f"{_PREFIX}Stream-Seq", "0")),
        deliveries=int(headers.get(f"{_PREFIX}Deliveries", "0")),
        reason=headers.get(f"{_PREFIX}Reason", ""),
    )
    moment = datetime.fromisoformat(died_at) if died_at else None
    return DeadLetter(seq=message.seq or 0, grave=grave, body=message.data or b"", died_at=moment)
