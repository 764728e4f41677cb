"""What the customer reads: the decision put into words, with what can be clicked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.shapes import Citation, Outcome, SuggestedAction
from conversation.domain.decide import Action, Decision
from conversation.domain.phrases import Phrase, say
from conversation.domain.turns import Grounding, Turn
from conversation.domain.writing import Written

MAX_RELATED = 3
OFFERS: frozenset[Action] = frozenset({"decline", "offer", "apologise"})
FIXED_VERSION = "phrases-1"
_OUTCOMES: dict[Action, Outcome] = {
    "small_talk": Outcome.ANSWERED,
    "decline": Outcome.DECLINED,
    "offer": Outcome.HANDOFF_OFFERED,
    "apologise": Outcome.FAILED,
    "hand_over": Outcome.HANDED_OFF,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished answer, before it is stored."""

    text: str
    outcome: Outcome
    decision: Decision
    written: Written
    citations: tuple[Citation, ...] = ()
    suggested_actions: tuple[SuggestedAction, ...] = ()
    blocks: tuple[dict[str, Any], ...] = ()


def fixed_reply(turn: Turn, decision: Decision, grounding: Grounding | None = None) -> Reply:
    """The reply that consists of the bot's own phrases."""
    text = _fixed_text(turn, decision)
    outcome = _OUTCOMES[decision.action]
    written = Written(outcome, text, decision.rule, "phrases", FIXED_VERSION)
    offers = decision.action in OFFERS
    related = _related(grounding) if decision.action in ("decline", "small_talk") else ()
    if decision.action == "small_talk" and decision.talk == "greeting":
        related = tuple(_action(question) for question in turn.bot.settings.suggested_questions[:MAX_RELATED])
    return Reply(
        text,
        outcome,
        decision,
        written,
        suggested_actions=(*_person(decision.language), *related) if offers else related,
        blocks=_blocks(turn, decision),
    )


def written_reply(decision: Decision, written: Written, grounding: Grounding) -> Reply:
    """The reply that a writer wrote from the knowledge."""
    return Reply(
        written.text,
        written.outcome,
        decision,
        written,
        citations=written.citations,
        suggested_actions=_related(grounding),
    )


def _fixed_text(turn: Turn, decision: Decision) -> str:
    language = decision.language
    match decision.action:
        case "small_talk":
            company = turn.bot.settings.company or turn.bot.name
            return say(_talk(decision), language, bot=turn.bot.name, company=company)
        case "hand_over":
            how = "" if _contact_known(turn) else f" {say('leave_contact', language)}"
            return _handing_over(turn, language) + how
        case "decline":
            return f"{say('declined', language)} {say('offer', language)}"
        case _:
            return f"{say('trouble', language)} {say('offer', language)}"


def _handing_over(turn: Turn, language: str) -> str:
    if turn.open_handoff is None:
        return say("handing_over", language)
    number = turn.open_handoff.ticket_number
    return say("already_open", language, ticket=f" ({number})" if number else "")


def _contact_known(turn: Turn) -> bool:
    return turn.open_handoff is not None and turn.open_handoff.contact_known


def _blocks(turn: Turn, decision: Decision) -> tuple[dict[str, Any], ...]:
    if decision.action == "hand_over":
        return () if _contact_known(turn) else ({"type": "form", "form": "handoff"},)
    return ({"type": "handoff_offer"},) if decision.action in OFFERS else ()


def _talk(decision: Decision) -> Phrase:
    return decision.talk or "greeting"


def _person(language: str) -> tuple[SuggestedAction, ...]:
    return (SuggestedAction(label=say("person_label", language), text=say("person_text", language)),)


def _related(grounding: Grounding | None) -> tuple[SuggestedAction, ...]:
    if grounding is None:
        return ()
    asked = _plain(grounding.question)
    fresh = {_plain(q): q for q in grounding.related_questions if _plain(q) != asked}
    return tuple(_action(question) for question in list(fresh.values())[:MAX_RELATED])


def _action(question: str) -> SuggestedAction:
    return SuggestedAction(label=question, text=question)


def _plain(question: str) -> str:
    return " ".join(question.casefold().strip(" ?!.").split())
