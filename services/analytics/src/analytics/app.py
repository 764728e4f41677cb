"""Puts the rooms of analytics together: every fact comes in, figures are there to ask for."""

from __future__ import annotations

from pathlib import Path

from analytics.inbound.events import consume_facts
from analytics.inbound.requests import answer_requests
from analytics.settings import Settings
from analytics.store.books import BookStore
from analytics.store.figures import FigureStore
from chassis.service import Service

MIGRATIONS = Path(__file__).parent / "store" / "migrations"


def build(settings: Settings) -> Service:
    """The service, not yet started."""
    service = Service("analytics", settings, migrations=MIGRATIONS)
    consume_facts(service, books=BookStore())
    answer_requests(service, figures=FigureStore())
    return service
