"""Parameters that many routes share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Query

LimitParam = Annotated[int, Query(ge=1, le=200, description="How many items at most.")]
CursorParam = Annotated[
    str | None, Query(max_length=200, description="`next_cursor` of the page before, to get the next.")
]
LastEventId = Annotated[
    str | None, Header(alias="Last-Event-ID", max_length=2000, description="`id` of the last event received.")
]
