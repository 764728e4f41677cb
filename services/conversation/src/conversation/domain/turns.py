"""One turn as the service sees it: frozen copies of all that deciding needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from contracts.bot_tools import ToolUse
from contracts.cached_answer import CachedAnswer
from contracts.facts.chat import TurnGrounded, TurnSubmitted
from contracts.several_questions import questions_of
from contracts.shapes import BotSettings, Message, MessageRole, Outcome, Passage
from contracts.shorthand import spelled_out
from contracts.wishes import in_a_sentence, wish
from conversation.domain.answering.spelling import as_meant
from conversation.domain.nlu.language import guess_language
from conversation.domain.usage import NOTHING, Usage


@dataclass(frozen=True, slots=True)
class Bot:
    bot_id: str
    name: str
    revision: int
    settings: BotSettings
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One earlier message. `rule` is why the bot said it, `emotion` the customer's it answered.

    `offered`: it offered a person; `at`: when, in seconds of Unix time.
    """

    role: MessageRole
    text: str
    outcome: Outcome | None = None
    rule: str | None = None
    emotion: str | None = None
    offered: bool = False
    at: float = 0.0


HISTORY_LINES = 8
"""How many lines before a turn are read to decide on it."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of before: `summary` is about the first `upto` messages of this conversation.

    `offered`: a person was offered in this session, perhaps longer ago than the lines go back.

    `topic` is of the customer's conversation before this one, `ticket` the one they had open then.
    """

    summary: str = ""
    upto: int = 0
    topic: str = ""
    ticket: str = ""
    offered: bool = False


NOTHING_RECALLED = Recalled()


@dataclass(frozen=True, slots=True)
class OpenHandoff:
    """`contact_known`: the customer said how to reach them."""

    handoff_id: str
    ticket_number: str | None = None
    contact_known: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that is being answered for the `attempt`-th time; `history` has the oldest line first.

    After `deadline` nothing is waited for any more. `agent` is who answers instead of the bot;
    `facts` is what the customer told about themselves in this conversation. `history` is of this session,
    `earlier` what was said before the customer came back.
    """

    workspace_id: str
    conversation_id: str
    turn_id: str
    bot: Bot
    text: str
    locale: str | None
    attempt: int
    submitted_at: datetime
    deadline: datetime
    history: tuple[Line, ...] = ()
    open_handoff: OpenHandoff | None = None
    agent: str | None = None
    page_url: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[Line, ...] = ()
    recalled: Recalled = NOTHING_RECALLED

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything said in this conversation, as far back as it was read."""
        return self.earlier + self.history

    @property
    def last_reply(self) -> Line | None:
        """The bot's last message in this session."""
        return next((line for line in reversed(self.history) if line.role == "bot"), None)

    @property
    def returns(self) -> bool:
        """Whether this is the customer's first message of a new session."""
        return not self.history and bool(self.earlier or self.recalled.topic or self.recalled.ticket)


@dataclass(frozen=True, slots=True)
class GroundedQuestion:
    """One of several questions of a message, with what was found for it; texts as in OneQuestion."""

    alone: str
    whole: str
    passages: tuple[Passage, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Grounding:
    """What retrieval found for a turn, and what tools added; `planned` is what choosing the tools cost.
    `cached`: the same question was answered before. `read_as`: words of the knowledge that were assumed for
    mistyped ones. `several`: the questions of a message that asks more than one thing."""

    question: str
    language: str | None
    passages: tuple[Passage, ...]
    confidence: float
    related_questions: tuple[str, ...] = ()
    tools: tuple[ToolUse, ...] = ()
    planned: Usage = NOTHING
    cached: CachedAnswer | None = None
    read_as: tuple[str, ...] = ()
    several: tuple[GroundedQuestion, ...] = ()

    @property
    def understood(self) -> str:
        """The question as search read it: shorthand spelled out, mistyped words corrected, a bare wish in a
        sentence of the knowledge's language."""
        read = _read(self.question, self.read_as)
        if not self.passages or wish(read) is None:
            return read
        return in_a_sentence(read, [self.written_in] if self.written_in else ())

    @property
    def written_in(self) -> str | None:
        """The language of the first passage that is long enough to tell: a table of hours is in none."""
        return next(filter(None, (guess_language(passage.text) for passage in self.passages)), None)


@lru_cache(maxsize=256)  # everybody who decides or writes asks for it
def _read(question: str, read_as: tuple[str, ...]) -> str:
    return as_meant(spelled_out(question), read_as)


def grounding_of(fact: TurnGrounded, text: str) -> Grounding:
    """What was found for a turn of this text."""
    return Grounding(
        text,
        fact.language,
        tuple(fact.passages),
        fact.confidence,
        tuple(fact.related_questions),
        cached=fact.cached,
        read_as=tuple(fact.read_as),
        several=_several(fact, text),
    )


def _several(fact: TurnGrounded, text: str) -> tuple[GroundedQuestion, ...]:
    """Nothing where the message is cut in another way than it was searched, as one that was rewritten is."""
    asked = questions_of(text) if fact.parts else ()
    if len(asked) != len(fact.parts):
        return ()
    known = {passage.passage_id: passage for passage in fact.passages}
    return tuple(
        GroundedQuestion(
            *question, tuple(known[key] for key in part.passage_ids if key in known), part.confidence
        )
        for question, part in zip(asked, fact.parts, strict=True)
    )


def contact_message(fact: TurnSubmitted, message_id: str, seq: int) -> Message:
    """The customer's message as the transcript shows it."""
    return Message(
        id=message_id,
        conversation_id=fact.conversation_id,
        turn_id=fact.turn_id,
        seq=seq,
        role="contact",
        text=fact.text,
        created_at=fact.submitted_at,
    )
