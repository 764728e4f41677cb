"""A message is sent and its reply followed: whoever looks first can miss nothing."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock
from gateway.domain.event_id import Resume, unknown
from gateway.domain.identity import Admission, Visit
from gateway.domain.last_turns import LastTurns
from gateway.domain.origins import allows
from gateway.domain.public_event import PublicEvent
from gateway.domain.transcript_cursor import TranscriptCursor
from gateway.handlers.follow_transcript import TranscriptFollower
from gateway.handlers.start_conversation import WRONG_ORIGIN
from gateway.handlers.submit_turn import Question, submit_turn
from gateway.ports import Asking, Glimpses, PublicBots, Publishing
from gateway.refusals import Forbidden


@dataclass(frozen=True, slots=True)
class OpenTurn:
    """An accepted turn, being followed. Whoever has it closes `follower`."""

    turn_id: str
    accepted: PublicEvent
    follower: TranscriptFollower


async def open_turn(
    visit: Visit,
    asked: Question,
    *,
    resume: Resume | None,
    glimpses: Glimpses,
    facts: Publishing,
    last: LastTurns,
    bus: Asking,
) -> OpenTurn:
    """Watch, then publish. A message that was sent before finds its reply and goes on from `resume`.

    Raises Unavailable.
    """
    watch = await glimpses.of_conversation(visit.conversation_id, Admission(visit))
    try:
        submitted = await submit_turn(visit, asked, facts=facts, last=last)
    except BaseException:
        watch.close()
        raise
    turn = submitted.turn_id
    shown = tuple(part for part in (resume.shown if resume else ()) if part.turn_id == turn)
    if not submitted.fresh:
        shown = shown or (unknown(turn),)
    cursor = TranscriptCursor(Resume(0, shown), only=turn)
    accepted = cursor.accept(turn, clock.now())
    follower = TranscriptFollower(
        visit.workspace_id, visit.conversation_id, cursor=cursor, watch=watch, bus=bus
    )
    if not submitted.fresh:
        follower.look_now()
    return OpenTurn(turn, accepted, follower)


async def check_origin(visit: Visit, origin: str | None, bots: PublicBots) -> None:
    """Raises Forbidden when the bot is known here and may not be used from this page."""
    bot = await bots.known(visit.bot_id)
    if bot is not None and not allows(bot.settings.allowed_origins, origin):
        raise Forbidden(WRONG_ORIGIN)
