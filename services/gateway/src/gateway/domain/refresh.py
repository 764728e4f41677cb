"""When a refresh token may be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

LIFETIME = timedelta(days=30)
Verdict = Literal["good", "expired", "reused"]


@dataclass(frozen=True, slots=True)
class Refresh:
    """A refresh token without its secret. `family` is one login and all that was renewed from it."""

    token_hash: str
    workspace_id: str
    user_id: str
    family: str
    expires_at: datetime
    used_at: datetime | None
    created_at: datetime

    def verdict(self, now: datetime) -> Verdict:
        """`reused` means that somebody else has a copy."""
        if self.used_at is not None:
            return "reused"
        return "expired" if now >= self.expires_at else "good"


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
