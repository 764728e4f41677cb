"""Why somebody may read or write no more, in sentences for them."""

from __future__ import annotations

EXPIRED = "This token has expired; please get a new one."
USER_REMOVED = "This user was removed."
DROPPED = "This token was dropped."
LOGIN_OVER = "This login has ended; please sign in again."
FORGOTTEN = "This customer was forgotten, as they asked; this conversation is over."
CLOSED = (
    "This chat is closed, because its assistant was removed. What was said can still be read, "
    "and a request that is with the team is still looked after."
)
COMPANY_GONE = "This company is gone, and its conversations are over."
