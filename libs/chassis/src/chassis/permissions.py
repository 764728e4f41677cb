"""Who may say and hear what on NATS, made from the catalogue."""

from __future__ import annotations

from contracts.catalogue import LINES, Service, durables
from contracts.requests import RPCS

from chassis.bus import inbox_prefix
from chassis.topology import UPLOADS

_GLIMPSES: dict[Service, tuple[list[str], list[str]]] = {
    "gateway": ([], ["glimpse.>"]),
    "conversation": (["glimpse.conversation.>"], []),
    "retrieval": (["glimpse.source.>"], []),
    "ticketing": ([], []),
    "analytics": ([], []),
}
_OBJECTS: dict[Service, list[str]] = {
    "gateway": [f"$O.{UPLOADS}.>", f"$JS.API.STREAM.*.OBJ_{UPLOADS}", f"$JS.API.STREAM.*.*.OBJ_{UPLOADS}"],
    "retrieval": [
        f"$O.{UPLOADS}.M.>",
        f"$JS.API.STREAM.*.OBJ_{UPLOADS}",
        f"$JS.API.STREAM.*.*.OBJ_{UPLOADS}",
        f"$JS.API.DIRECT.GET.OBJ_{UPLOADS}.>",
        f"$JS.API.DIRECT.GET.OBJ_{UPLOADS}",
        f"$JS.API.CONSUMER.*.OBJ_{UPLOADS}",
        f"$JS.API.CONSUMER.*.OBJ_{UPLOADS}.>",
        f"$JS.ACK.OBJ_{UPLOADS}.>",
    ],
}


def nats_permissions(service: Service) -> dict[str, list[str]]:
    """`{"publish": [...], "subscribe": [...]}` for one service's NATS user."""
    publish, subscribe = (list(subjects) for subjects in _GLIMPSES[service])
    publish += [line.subjects for line in LINES if line.producer == service]
    publish += [f"dead.{service}", "$JS.API.INFO"]
    publish += [rpc.subject for rpc in RPCS if service in rpc.callers]
    publish += _reading(service) + _OBJECTS.get(service, [])
    subscribe += [f"{inbox_prefix(service)}.>", f"rpc.{service}.>"]
    publish += [
        f"{inbox_prefix(caller)}.>" for rpc in RPCS if rpc.service == service for caller in rpc.callers
    ]
    return {"publish": sorted(set(publish)), "subscribe": sorted(set(subscribe))}


def _reading(service: Service) -> list[str]:
    subjects: list[str] = []
    for durable in durables():
        if durable.service == service:
            place = f"{durable.stream}.{durable.name}"
            subjects += [
                f"$JS.API.CONSUMER.INFO.{place}",
                f"$JS.API.CONSUMER.MSG.NEXT.{place}",
                f"$JS.ACK.{place}.>",
            ]
    return subjects
