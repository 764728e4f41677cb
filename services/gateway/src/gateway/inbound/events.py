"""The facts the gateway consumes: its own, about who is gone."""

from __future__ import annotations

from chassis.service import Service
from contracts.facts.workspace import ContactErased, WorkspaceDeleted
from gateway.handlers.erase import Erasing

ERASE_SECONDS = 600.0


def consume(service: Service, erasing: Erasing) -> None:
    service.consume(WorkspaceDeleted, erasing.on_workspace, workers=1, deadline=ERASE_SECONDS)
    service.consume(ContactErased, erasing.on_contact, workers=1, deadline=ERASE_SECONDS)
