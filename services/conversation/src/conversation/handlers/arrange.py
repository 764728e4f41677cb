"""Shows free times, books the one that was chosen, moves and cancels what the customer has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from chassis import clock
from chassis.errors import Conflict, NotFound, Refusal, Refused
from contracts.appointment_requests import Appointment, Booked, Slots
from contracts.bot_tools import ToolUse
from contracts.shapes import Outcome, Requester, SuggestedAction
from conversation.domain import booking, confirming
from conversation.domain.appointment_turns import answers
from conversation.domain.booking import Wish, said, told
from conversation.domain.context import Context
from conversation.domain.decide import Decision
from conversation.domain.privacy.placeholders import restore
from conversation.domain.replies import Reply, phrase_reply
from conversation.domain.spoken_times import meant, says_when
from conversation.domain.turns import Turn
from conversation.tool_ports import Appointments

_FAILED = ("booking_", "slot_")
_REFUSALS = (Conflict.status, NotFound.status)


@dataclass(frozen=True, slots=True)
class Arranged:
    """The reply; its context lists the call that was made for it."""

    context: Context
    reply: Reply


@dataclass(frozen=True, slots=True)
class Booking:
    """A turn about appointments; `known` maps placeholders to values, `email` was given for this booking."""

    appointments: Appointments
    context: Context
    known: Mapping[str, str]
    wish: Wish
    email: str | None = None

    @property
    def turn(self) -> Turn:
        return self.context.turn

    @property
    def language(self) -> str:
        return self.context.language


async def arrange(appointments: Appointments, context: Context, known: Mapping[str, str]) -> Arranged | None:
    """Do what the message asks about appointments; None when the bot takes none, so the knowledge answers."""
    text = restore(context.turn.text, known)
    work = Booking(appointments, context, known, _wish(context.turn, text))
    started = clock.monotonic()
    if answers(work.turn, confirming.is_no):
        kept = _reply(work, "appointment_kept", confirming.said("left", work.language))
        return _arranged(work, kept, started)
    try:
        if work.wish.does == "tell":
            reply = await _tell(work)
            return None if reply is None else _arranged(work, reply, started)
        free = await appointments.free(work.turn, work.wish.timezone)
        if free is None:
            return None
        work, offered = _as_spoken(work, free, text)
        found = await _carry_out(work, free, offered)
    except Refusal as refusal:
        found = _no(work, refusal)
    return _arranged(work, found, started)


def _as_spoken(work: Booking, free: Slots, text: str) -> tuple[Booking, Slots]:
    """The free times that a message names in words, all where it names none; with day and hour it chooses."""
    zone = ZoneInfo(free.timezone)
    local = [slot.starts_at.astimezone(zone) for slot in free.slots]
    named = meant(text, local, work.context.now.astimezone(zone).date())
    if named is None or work.wish.at is not None:
        return work, free
    moments = {at.astimezone(UTC) for at in named}
    slots = [slot for slot in free.slots if slot.starts_at in moments]
    if len(slots) == 1 and says_when(text, wholly=True):
        chosen = replace(work.wish, at=slots[0].starts_at, timezone=free.timezone)
        work = replace(work, wish=chosen)
    return work, Slots(timezone=free.timezone, slots=slots)


def _wish(turn: Turn, text: str) -> Wish:
    zone = booking.zone_of(turn)
    if turn.last_reply is not None and answers(turn, confirming.is_yes):
        return Wish("cancel", timezone=zone, number=booking.wish_of(turn.last_reply.text, zone).number)
    return booking.wish_of(text, zone)


async def book_confirmed(
    appointments: Appointments, context: Context, known: Mapping[str, str], arguments: Mapping[str, Any]
) -> Arranged:
    """Book what the model proposed and the customer confirmed; offer other times if that one is not free."""
    starts_at, email = (restore(str(arguments.get(name) or ""), known) for name in ("starts_at", "email"))
    wish = replace(booking.wish_of(starts_at, booking.zone_of(context.turn)), does="book", number=None)
    work = Booking(appointments, context, known, wish, email or None)
    started = clock.monotonic()
    try:
        if wish.at is None:
            free = await appointments.free(context.turn, wish.timezone)
            found = _refused(work, Booked(refused="not_offered", free=free), None)
        else:
            found = await _choose(work, None)
    except Refusal as refusal:
        found = _no(work, refusal)
    return _arranged(work, found, started)


def _arranged(work: Booking, found: Reply, started: float) -> Arranged:
    """The reply, with the call noted in the context for the receipt."""
    wish, context = work.wish, work.context
    name = _tool_for(wish)
    use = ToolUse(
        name=name,
        arguments={"starts_at": wish.at.isoformat()} if wish.at else {},
        status="failed" if found.decision.rule.startswith(_FAILED) else "ok",
        confirmed=name in ("book", "cancel"),
        ms=clock.elapsed_ms(started),
    )
    grounding = context.grounding
    shown = replace(context, grounding=replace(grounding, tools=(use,))) if grounding else context
    return Arranged(shown, found)


def _no(work: Booking, refusal: Refusal) -> Reply:
    """The reply to a refusal; a call that timed out may still take effect, so it is said to be uncertain."""
    if isinstance(refusal, Refused) and refusal.status in _REFUSALS:
        return _reply(work, "booking_refused", refusal.detail, Outcome.FAILED)
    acting = work.wish.at is not None or (work.wish.does == "cancel" and work.wish.number is not None)
    phrase = "unsure" if acting else "away"
    return _reply(work, f"booking_{phrase}", said(phrase, work.language), Outcome.FAILED)


async def _tell(work: Booking) -> Reply | None:
    """When the customer's appointments are, or what is free where there are none; None if none are taken."""
    coming = await work.appointments.coming(work.turn)
    if named := [one for one in coming if work.wish.number in (None, one.number)]:
        text = "\n".join(told("is_on", one, work.language) for one in named)
        actions = booking.choices(named, work.language)
        return _reply(work, booking.TOLD, text, blocks=_cards(work, named), actions=actions)
    free = await work.appointments.free(work.turn, work.wish.timezone)
    if free is None:
        return None
    if work.wish.number is not None:
        return _reply(work, "appointment_unknown", said("none", work.language))
    offer = _offer(work, free, (), None)
    return replace(offer, text=said("none_yet", work.language)) if free.slots else offer


async def _carry_out(work: Booking, free: Slots, offered: Slots) -> Reply:
    """Cancel, book or move if the message says enough for that; else show what can be chosen.

    `offered` is the part of the free times that the message leaves.
    """
    wish = work.wish
    coming = await work.appointments.coming(work.turn)
    named = next((one for one in coming if one.number == wish.number), None)
    if wish.number is not None and named is None:
        return _reply(work, "appointment_unknown", said("none", work.language))
    if wish.does == "cancel":
        return await _cancel(work, named, coming)
    moved = named or (coming[0] if wish.does == "move" and len(coming) == 1 else None)
    if wish.at is not None:
        return await _choose(work, moved)
    if free.slots and not offered.slots:
        return _refused(work, Booked(refused="not_offered", free=free), moved)
    return _offer(work, offered, coming, moved)


async def _cancel(work: Booking, named: Appointment | None, coming: Sequence[Appointment]) -> Reply:
    """Cancel the appointment the customer named; without a name ask which one, or whether the only one."""
    if named is not None:
        after = await work.appointments.cancel(work.turn, named.id)
        text = told("cancelled", after, work.language)
        return _reply(work, "appointment_cancelled", text, blocks=_cards(work, [after]))
    rule, text = "appointments_shown", said("which" if coming else "none", work.language)
    if len(coming) == 1:
        rule, text = booking.CANCEL_ASKED, told("cancel_it", coming[0], work.language)
    actions = booking.choices(coming, work.language)
    return _reply(work, rule, text, blocks=_cards(work, coming), actions=actions)


async def _choose(work: Booking, moves: Appointment | None) -> Reply:
    wish, turn = work.wish, work.turn
    assert wish.at is not None
    if moves is None:
        answer = await work.appointments.book(turn, wish.at, wish.timezone, _requester(work))
    else:
        answer = await work.appointments.move(turn, moves.id, wish.at, wish.timezone)
    if answer.appointment is None:
        return _refused(work, answer, moves)
    phrase = "moved" if moves else "booked"
    return _reply(
        work,
        f"appointment_{phrase}",
        told(phrase, answer.appointment, work.language),
        blocks=_cards(work, [answer.appointment]),
        actions=booking.choices([answer.appointment], work.language),
    )


def _refused(work: Booking, answer: Booked, moves: Appointment | None) -> Reply:
    why = answer.refused or "taken"
    free = answer.free or Slots(timezone=work.wish.timezone or "UTC", slots=[])
    picker = booking.picker(free, work.language, moves=moves, ask_email=_lacks_email(work))
    text = said(why if free.slots else "full", work.language)
    return _reply(work, f"slot_{why}", text, Outcome.CLARIFIED, blocks=(picker,))


def _offer(work: Booking, free: Slots, coming: Sequence[Appointment], meant: Appointment | None) -> Reply:
    language = work.language
    if not free.slots:
        return _reply(work, "slots_full", said("full", language), blocks=_cards(work, coming))
    picker = booking.picker(free, language, moves=meant, ask_email=_lacks_email(work))
    if meant is not None:
        return _asking(work, told("offer_move", meant, language), picker)
    if not coming:
        return _asking(work, said("offer", language), picker)
    reply = _asking(work, told("offer_again", coming[0], language), picker)
    return replace(reply, suggested_actions=booking.choices(coming, language))


def _asking(work: Booking, text: str, picker: dict[str, Any]) -> Reply:
    return _reply(work, "slots_offered", text, Outcome.CLARIFIED, blocks=(picker,))


def _cards(work: Booking, appointments: Sequence[Appointment]) -> tuple[dict[str, Any], ...]:
    return tuple(booking.card(one, work.language) for one in appointments)


def _requester(work: Booking) -> Requester:
    """What the customer said about themselves in this conversation."""
    told_facts = {name: restore(value, work.known) for name, value in work.turn.facts.items()}
    name, email, phone = (told_facts.get(key) for key in ("name", "email", "phone"))
    return Requester(name=name, email=work.email or email, phone=phone)


def _lacks_email(work: Booking) -> bool:
    return work.email is None and "email" not in work.turn.facts


def _tool_for(wish: Wish) -> str:
    if wish.does == "cancel" and wish.number is not None:
        return "cancel"
    if wish.does == "tell":
        return "appointments"
    return "book" if wish.at is not None else "slots"


def _reply(
    work: Booking,
    rule: str,
    text: str,
    outcome: Outcome = Outcome.ANSWERED,
    *,
    blocks: tuple[dict[str, Any], ...] = (),
    actions: tuple[SuggestedAction, ...] = (),
) -> Reply:
    decision = Decision(rule, "act", work.language)
    return phrase_reply(decision, text, outcome, booking.VERSION, blocks=blocks, actions=actions)
