"""Runs a service until it is told to stop."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

import uvicorn

from chassis import logs, telemetry
from chassis.service import Service


class _Server(uvicorn.Server):
    """Tells the service at once that it stops, so that long streams end first."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._service.stopping.set()
        super().handle_exit(sig, frame)


def serve(service: Service, app: Any) -> None:
    """Serve `app` (an ASGI application whose lifespan is `service.lifespan()`) until SIGTERM or SIGINT."""
    settings = service.settings
    logs.configure(service.name, settings.log_level, settings.log_format)
    provider = telemetry.configure(
        service.name,
        ratio=settings.trace_ratio,
        directory=settings.trace_dir,
        otlp_endpoint=settings.otlp_endpoint,
    )
    config = uvicorn.Config(
        app,
        host=settings.http_host,
        port=settings.http_port,
        loop="uvloop",
        lifespan="on",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, lambda *_: None)
    _Server(config, service).run()
    provider.shutdown()
