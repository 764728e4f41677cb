"""Run with `python -m ticketing`."""

from __future__ import annotations

from chassis.serve import serve
from ticketing.app import build
from ticketing.settings import Settings

settings = Settings.load()
service = build(settings)
serve(service, service.http())
