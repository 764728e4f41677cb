"""What happens in conversations."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import AwareDatetime, Field

from contracts.base import Fact, Frozen
from contracts.cached_answer import CachedAnswer
from contracts.shapes import Assignee, Message, Outcome, Passage, Priority, Receipt, Requester


class ConversationStarted(Fact):
    kind: ClassVar[str] = "chat.conversation_started"

    conversation_id: str
    bot_id: str
    contact_id: str
    locale: str | None = None
    page_url: str | None = None
    attributes: dict[str, str] = {}
    started_at: AwareDatetime


class TurnSubmitted(Fact):
    """A customer's message was accepted. `turn_id` follows from conversation and client message id.

    `follows` is the turn of this conversation that the same gateway had accepted before, if it remembers one.
    """

    kind: ClassVar[str] = "chat.turn_submitted"

    conversation_id: str
    turn_id: str
    bot_id: str
    contact_id: str
    client_message_id: str
    follows: str | None = None
    text: str
    locale: str | None = None
    page_url: str | None = None
    submitted_at: AwareDatetime


class GroundedPart(Frozen):
    """What was found for one of the questions that a message asks (`several_questions.questions_of`)."""

    confidence: float = Field(ge=0, le=1)
    passage_ids: list[str]


class TurnGrounded(Fact):
    """The knowledge was searched. `confidence` (0..1): do the passages answer the question?

    Of a message with several questions, `parts` tells each one's passages, in their order; `confidence` is
    that of the best.

    `question` is empty: the customer's words stay in the submitted turn. `cached` answered the same before.
    `read_as` are words of the knowledge that mistyped ones were taken for.
    """

    kind: ClassVar[str] = "chat.turn_grounded"

    conversation_id: str
    turn_id: str
    bot_id: str
    question: str = ""
    language: str | None = None
    passages: list[Passage]
    confidence: float = Field(ge=0, le=1)
    related_questions: list[str] = []
    timings_ms: dict[str, float] = {}
    cached: CachedAnswer | None = None
    read_as: list[str] = []
    parts: list[GroundedPart] = []


class TurnAnswered(Fact):
    """A turn ended, in exactly one outcome. All texts carry placeholders for what identifies the customer."""

    kind: ClassVar[str] = "chat.turn_answered"

    conversation_id: str
    turn_id: str
    bot_id: str
    question: str = ""
    outcome: Outcome
    message: Message
    receipt: Receipt
    submitted_at: AwareDatetime
    answered_at: AwareDatetime
    first_token_at: AwareDatetime | None = None


class HandoffRequested(Fact):
    """A person is needed. One handoff opens exactly one ticket."""

    kind: ClassVar[str] = "chat.handoff_requested"

    handoff_id: str
    conversation_id: str
    turn_id: str | None = None
    bot_id: str
    reason: Literal["requested", "form", "keyword", "low_confidence", "technical_failure", "anger", "rule"]
    priority: Priority
    subject: str
    description: str
    requester: Requester
    requested_at: AwareDatetime


class HandoffCompleted(Fact):
    """The customer said how to reach them about an open handoff, and perhaps more about the problem.

    `priority` is None when the customer did not choose one. One fact per filled-in form.
    """

    kind: ClassVar[str] = "chat.handoff_completed"

    handoff_id: str
    conversation_id: str
    bot_id: str
    requester: Requester
    description: str
    priority: Priority | None = None
    completed_at: AwareDatetime


class ConversationTakenOver(Fact):
    """An agent answers from now on; the bot is silent."""

    kind: ClassVar[str] = "chat.conversation_taken_over"

    conversation_id: str
    bot_id: str
    agent: Assignee
    taken_over_at: AwareDatetime


class ConversationReleased(Fact):
    """The agent who answered left the conversation to the bot."""

    kind: ClassVar[str] = "chat.conversation_released"

    conversation_id: str
    bot_id: str
    agent: Assignee
    released_at: AwareDatetime


class AgentReplied(Fact):
    kind: ClassVar[str] = "chat.agent_replied"

    conversation_id: str
    bot_id: str
    agent: Assignee
    message: Message
    replied_at: AwareDatetime


class ConversationSummarized(Fact):
    """What the conversation was about after `messages` messages, with placeholders."""

    kind: ClassVar[str] = "chat.conversation_summarized"

    conversation_id: str
    bot_id: str
    summary: str
    messages: int
    summarized_at: AwareDatetime


class FeedbackGiven(Fact):
    kind: ClassVar[str] = "chat.feedback_given"

    conversation_id: str
    bot_id: str
    rating: int = Field(ge=1, le=5)
    comment: str | None = None
    given_at: AwareDatetime


class ConversationEnded(Fact):
    kind: ClassVar[str] = "chat.conversation_ended"

    conversation_id: str
    bot_id: str
    ended_at: AwareDatetime
