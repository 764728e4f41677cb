"""The streams this service folds."""

from __future__ import annotations

from functools import partial

from analytics.handlers.fold_facts import fold_facts
from analytics.ports import Books
from chassis.service import Service

STREAMS = ("CHAT", "KNOWLEDGE", "TICKET", "APPOINTMENT", "WORKSPACE")


def consume_facts(service: Service, *, books: Books) -> None:
    """Every fact there is, many in one transaction."""
    for stream in STREAMS:
        service.consume_batch(stream, partial(fold_facts, books=books))
