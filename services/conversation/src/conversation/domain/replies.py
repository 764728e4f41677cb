"""Puts decisions into words: the text a customer reads, with blocks and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.shapes import Citation, Outcome, SuggestedAction
from conversation.domain.answering.writing import Written
from conversation.domain.cards import card_of
from conversation.domain.clarify import name_of
from conversation.domain.context import Context
from conversation.domain.day_names import weekday
from conversation.domain.decide import Action, Decision
from conversation.domain.foreign import foreign, in_other_words
from conversation.domain.hours import next_opening
from conversation.domain.phrases import Phrase, say
from conversation.domain.sessions import welcome
from conversation.domain.tone import kind_words

MAX_RELATED = 3
FIXED_VERSION = "phrases-3"
CONTACT_KNOWN = {"type": "contact_known"}
"""Tells clients that the customer can be reached, so that a form for it closes."""
_GREETED: frozenset[Action] = frozenset({"small_talk", "answer", "decline", "clarify"})
_OUTCOMES: dict[Action, Outcome] = {
    "small_talk": Outcome.ANSWERED,
    "act": Outcome.ANSWERED,
    "thank": Outcome.ANSWERED,
    "clarify": Outcome.CLARIFIED,
    "decline": Outcome.DECLINED,
    "offer": Outcome.HANDOFF_OFFERED,
    "apologise": Outcome.FAILED,
    "close": Outcome.FAILED,
    "hand_over": Outcome.HANDED_OFF,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished reply, before it is stored."""

    text: str
    outcome: Outcome
    decision: Decision
    written: Written
    citations: tuple[Citation, ...] = ()
    suggested_actions: tuple[SuggestedAction, ...] = ()
    blocks: tuple[dict[str, Any], ...] = ()


def fixed_reply(context: Context, decision: Decision) -> Reply:
    """The reply to a decision that needs no writer."""
    moved = decision.action in ("hand_over", "decline")
    kind = kind_words(context, decision.language, helped=False) if moved else ""
    text = opening_of(context, decision) + f"{kind} {_text(context, decision)}".strip()
    outcome = _OUTCOMES[decision.action]
    actions, blocks = _actions(context, decision), _blocks(context, decision)
    return phrase_reply(decision, text, outcome, FIXED_VERSION, blocks=blocks, actions=actions)


def phrase_reply(
    decision: Decision,
    text: str,
    outcome: Outcome,
    version: str,
    *,
    blocks: tuple[dict[str, Any], ...] = (),
    actions: tuple[SuggestedAction, ...] = (),
) -> Reply:
    """A reply in the bot's own phrases, of which the receipt names the `version`."""
    written = Written(outcome, text, decision.rule, "phrases", version)
    return Reply(text, outcome, decision, written, suggested_actions=actions, blocks=blocks)


def opening_of(context: Context, decision: Decision) -> str:
    """The welcome for a customer who comes back; left out for whoever asks for a person."""
    if decision.action not in _GREETED or decision.talk not in (None, "greeting"):
        return ""
    welcomed = welcome(context.turn, decision.language)
    return f"{welcomed}\n\n" if welcomed else ""


def written_reply(context: Context, decision: Decision, written: Written) -> Reply:
    """The reply with a writer's text."""
    offered = decision.offer is not None
    text = opening_of(context, decision) + written.text
    return Reply(
        f"{text}\n\n{_say(context, decision, 'answer_offer')}" if offered else text,
        written.outcome,
        decision,
        written,
        citations=written.citations,
        suggested_actions=(
            *(ask_for_person(decision.language) if offered else ()),
            *_related(context, decision, written.cited_passage_ids),
        ),
        blocks=(*card_of(written.citations), *_blocks(context, decision)),
    )


def _text(context: Context, decision: Decision) -> str:
    match decision.action:
        case "small_talk":
            return _small_talk(context, decision)
        case "hand_over":
            return _handing_over(context, decision)
        case "act":
            return _already_open(context, decision)
        case "thank":
            return _reachable_now(context, decision)
        case "clarify":
            return _say(context, decision, "clarify")
        case "close":
            return _say(context, decision, "closed")
        case "decline":
            said = in_other_words(context, decision.language, "declined_foreign")
            return _offering(context, decision, said or _say(context, decision, "declined"))
        case _:
            complains = decision.rule == "complaint"
            said = _say(context, decision, "sorry" if complains else decision.talk or "trouble")
            return _offering(context, decision, said)


def _say(context: Context, decision: Decision, phrase: Phrase, **values: str) -> str:
    return say(phrase, decision.language, context.turn.bot.settings.persona.tone, **values)


def _small_talk(context: Context, decision: Decision) -> str:
    """The bot's phrase; a greeting in the company's own words where the customer reads that language."""
    bot, settings = context.turn.bot, context.turn.bot.settings
    talk = decision.talk or "greeting"
    if talk == "greeting" and opening_of(context, decision):
        return _say(context, decision, "help_today")
    if talk == "greeting" and settings.greeting and settings.locale[:2].lower() == decision.language:
        return settings.greeting
    return _say(context, decision, talk, bot=bot.name, company=settings.company or bot.name)


def _offering(context: Context, decision: Decision, said: str) -> str:
    return f"{said} {_say(context, decision, 'offer')}" if decision.offer else said


def _handing_over(context: Context, decision: Decision) -> str:
    language, opened = decision.language, context.turn.open_handoff is not None
    parts = [_already_open(context, decision) if opened else _say(context, decision, "handing_over")]
    opening = next_opening(context.turn.bot.settings.office_hours, context.now)
    if opening is not None:
        day, at = weekday(opening.weekday(), language), opening.strftime("%H:%M")
        zone = context.turn.bot.settings.office_hours
        parts.append(say("outside_hours", language, day=day, time=at, zone=zone.timezone if zone else ""))
    if not _contact_known(context):
        parts.append(_say(context, decision, "leave_contact"))
    return " ".join(parts)


def _already_open(context: Context, decision: Decision) -> str:
    handoff = context.turn.open_handoff
    number = handoff.ticket_number if handoff else None
    return _say(context, decision, "already_open", ticket=f" ({number})" if number else "")


def _reachable_now(context: Context, decision: Decision) -> str:
    handoff = context.turn.open_handoff
    if handoff is None or handoff.ticket_number is None:
        return _already_open(context, decision)
    return _say(context, decision, "contact_taken", number=handoff.ticket_number)


def _contact_known(context: Context) -> bool:
    handoff = context.turn.open_handoff
    if handoff is not None:
        return handoff.contact_known
    return "email" in context.turn.facts or "phone" in context.turn.facts


def _blocks(context: Context, decision: Decision) -> tuple[dict[str, Any], ...]:
    if decision.action == "hand_over":
        return () if _contact_known(context) else ({"type": "form", "form": "handoff"},)
    if decision.action == "thank":
        return (CONTACT_KNOWN,)
    return (offer_block(decision.language),) if decision.offer else ()


def offer_block(language: str) -> dict[str, Any]:
    """The card that offers a person; clients hide the button with the same `text` beside it."""
    return {"type": "handoff_offer", "text": say("person_text", language)}


def _actions(context: Context, decision: Decision) -> tuple[SuggestedAction, ...]:
    if decision.action == "clarify":
        return tuple(SuggestedAction(label=each.label, text=each.question) for each in decision.options)
    if decision.talk in ("greeting", "help", "chatter"):
        return tuple(_action(each) for each in context.turn.bot.settings.suggested_questions[:MAX_RELATED])
    offers = decision.action in ("decline", "offer", "apologise")
    person = ask_for_person(decision.language) if offers else ()
    related = _related(context, decision) if decision.action in ("decline", "small_talk") else ()
    return (*person, *related)


def ask_for_person(language: str) -> tuple[SuggestedAction, ...]:
    """The button with which a customer asks for a person."""
    return (SuggestedAction(label=say("person_label", language), text=say("person_text", language)),)


def _related(context: Context, decision: Decision, cited: Sequence[str] = ()) -> tuple[SuggestedAction, ...]:
    """Related questions as buttons, for customers who write in the knowledge's language; without those whose
    answer was just quoted."""
    grounding = context.grounding
    if grounding is None or foreign(context, decision.language):
        return ()
    quoted = [one for one in grounding.passages if one.passage_id in cited]
    said = {_plain(grounding.question)}
    said |= {_plain(name_of(one)) for one in quoted}
    fresh = {_plain(q): q for q in grounding.related_questions if _plain(q) not in said}
    return tuple(_action(question) for question in list(fresh.values())[:MAX_RELATED])


def _action(question: str) -> SuggestedAction:
    return SuggestedAction(label=question, text=question)


def _plain(question: str) -> str:
    return " ".join(question.casefold().strip(" ?!.").split())
