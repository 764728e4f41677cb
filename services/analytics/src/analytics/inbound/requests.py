"""The questions this service answers."""

from __future__ import annotations

from functools import partial

from analytics.handlers.get_figures import get_outcomes, get_overview, get_volume
from analytics.ports import FigureQueries
from chassis.service import Service
from contracts.requests import OUTCOMES, OVERVIEW, VOLUME


def answer_requests(service: Service, *, figures: FigureQueries) -> None:
    """Bind every request that is ours to its handler."""
    service.answer(OVERVIEW, partial(get_overview, database=service.database, figures=figures))
    service.answer(VOLUME, partial(get_volume, database=service.database, figures=figures))
    service.answer(OUTCOMES, partial(get_outcomes, database=service.database, figures=figures))
