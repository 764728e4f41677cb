"""What retrieval asks conversation, the only one who talks to language models."""

from __future__ import annotations

from contracts.base import Frozen
from contracts.rpc import Rpc, Scoped


class RewriteQuestion(Scoped):
    """A question that cannot be understood without what was said before it."""

    conversation_id: str
    turn_id: str


class RewrittenQuestion(Frozen):
    """`text` can be understood alone; None when nobody could write it. Not `offered` without models."""

    text: str | None = None
    offered: bool = True


REWRITE_QUESTION = Rpc(
    "conversation",
    "rewrite_question",
    RewriteQuestion,
    RewrittenQuestion,
    callers=("retrieval",),
    timeout=1.5,
)
