"""The whole product on one machine: starts every part in order and keeps it running."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

from answerbus.embedded.data_folder import keep_last_logs, remember_processes
from answerbus.embedded.environment import Places, environment
from answerbus.embedded.errors import StartFailed
from answerbus.embedded.files import write_json
from answerbus.embedded.forked import ForkedService, ForkServer
from answerbus.embedded.forkserver import Request
from answerbus.embedded.model import Precision, ensure_model
from answerbus.embedded.nats import NatsServer
from answerbus.embedded.postgres import PostgresServer
from answerbus.embedded.postgres_roles import ensure_databases
from answerbus.embedded.process import Program
from answerbus.embedded.secret_store import SecretStore
from answerbus.embedded.supervisor import Stage, Supervisor
from chassis.bus import BUS_AWAY
from chassis.permissions import nats_permissions
from chassis.topology import provision
from contracts.catalogue import SERVICES, Service

READY_SECONDS = 90.0
PROVISION_SECONDS = 30.0
Say = Callable[[str], None]


class NeverReady(StartFailed):
    """A service started but did not become ready."""

    def __init__(self, service: str, log: Path) -> None:
        super().__init__(f"{service} did not become ready within {READY_SECONDS:.0f} s. Its log: {log}")


class PartAway(StartFailed):
    """A part that somebody else runs does not let us in."""

    def __init__(self, part: str, error: Exception) -> None:
        silent = isinstance(error, TimeoutError)
        why = f"nothing came within {PROVISION_SECONDS:.0f} s" if silent else str(error).strip()
        super().__init__(f"{part} does not answer as it should: {why or type(error).__name__}")


class EmbeddedStack:
    """Real nats-server, PostgreSQL, vector engine, model, mailbox and the five services.

    A part whose address is given is used where it is and not started; an external NATS needs a user that may
    do everything, an external PostgreSQL one that may create roles and databases named as the services are.
    """

    def __init__(
        self,
        places: Places,
        *,
        nats_url: str | None,
        postgres_url: str | None,
        precision: Precision,
        say: Say,
    ) -> None:
        self.places = places
        self._say = say
        self._precision: Precision = precision
        self._secrets = SecretStore(places.data / "secrets.json")
        self._logs = places.data / "logs"
        keep_last_logs(self._logs)
        self._announcement = places.data / "ready.json"
        self._announcement.unlink(missing_ok=True)
        self.nats = None if nats_url else self._embedded_nats()
        self.postgres = None if postgres_url else self._embedded_postgres()
        self._nats_url, self._postgres_url = nats_url, postgres_url
        self._supervisor = Supervisor(self._changed, say)
        self._demo: dict[str, str] | None = None
        self._ready = False

    async def start(self) -> None:
        """Start everything and wait until every service is ready. Raises StartFailed or NeverReady."""
        self._say("Starting PostgreSQL and nats-server; preparing the language model")
        forkserver = ForkServer(self._logs / "forkserver.log")
        building = asyncio.create_task(ensure_model(self.places.data / "models", self._precision, self._say))
        await asyncio.gather(
            self._supervisor.keep(forkserver, Stage.SUPPORT),
            *(
                self._supervisor.keep(server, Stage.STORAGE)
                for server in (self.postgres, self.nats)
                if server
            ),
            *([] if self.places.smtp_url else [self._supervisor.keep(self._mailbox(), Stage.SUPPORT)]),
        )
        model = await building
        await self._prepare_storage()
        self._say("Starting the services")
        for service in SERVICES:
            await self._supervisor.keep(self._forked(forkserver, service, model), Stage.SERVICE)
        await asyncio.gather(*(self._wait_ready(service) for service in SERVICES))

    async def stop(self) -> None:
        """Stop everything within 15 s and forget that we were ready."""
        self._ready = False
        self._announcement.unlink(missing_ok=True)
        await self._supervisor.stop()

    def kill(self) -> None:
        """kill -9 to every part, for those who cannot wait."""
        self._supervisor.kill_all()

    def announce(self, demo: dict[str, str] | None) -> None:
        """Write ready.json now, and again whenever a process id changes."""
        self._demo, self._ready = demo, True
        self._changed()

    def nats_url(self, user: str = "admin") -> str:
        return self.nats.url(user) if self.nats else str(self._nats_url)

    def database_url(self, service: Service) -> str:
        if self.postgres:
            return self.postgres.url(service)
        address = urlsplit(str(self._postgres_url))
        place = address.netloc.rpartition("@")[2]
        login = f"{service}:{self._secrets.get(f'postgres.{service}')}"
        return urlunsplit(address._replace(netloc=f"{login}@{place}", path=f"/{service}"))

    async def _prepare_storage(self) -> None:
        if self._postgres_url:
            passwords = {str(service): self._secrets.get(f"postgres.{service}") for service in SERVICES}
            try:
                await ensure_databases(self._postgres_url, passwords)
            except psycopg.Error as error:
                raise PartAway("PostgreSQL", error) from error
        try:
            async with asyncio.timeout(PROVISION_SECONDS):
                changes = await provision(self.nats_url())
        except BUS_AWAY as error:
            raise PartAway("NATS", error) from error
        if changes:
            self._say(f"Streams and consumers: {len(changes)} made or corrected")

    def _changed(self) -> None:
        pids = self._supervisor.pids
        remember_processes(self.places.data, pids)
        if self._ready:
            write_json(self._announcement, self._summary(pids))

    def _summary(self, pids: dict[str, int]) -> dict[str, Any]:
        return {
            "gateway_url": self.places.gateway_url,
            "nats_url": self.nats_url(),
            "nats_monitor_url": self.nats.monitor_url if self.nats else None,
            "mailbox_url": None if self.places.smtp_url else self.places.mailbox_url,
            "postgres": {service: self.database_url(service) for service in SERVICES},
            "services": {service: self.places.url(service) for service in SERVICES},
            "pids": pids,
            "demo": self._demo,
        }

    def _embedded_nats(self) -> NatsServer:
        users = {str(service): nats_permissions(service) for service in SERVICES}
        folder = self.places.data / "nats"
        return NatsServer(folder, users=users, secrets=self._secrets, log=self._logs / "nats-server.log")

    def _embedded_postgres(self) -> PostgresServer:
        folder = self.places.data / "postgres"
        log = self._logs / "postgres.log"
        return PostgresServer(folder, databases=SERVICES, secrets=self._secrets, log=log)

    def _mailbox(self) -> Program:
        places = self.places
        argv = [sys.executable, "-m", "answerbus.embedded.mailbox", "--dir", str(places.data / "mailbox")]
        argv += ["--smtp-port", str(places.smtp_port), "--http-port", str(places.mailbox_port)]
        return Program("mailbox", argv, self._logs / "mailbox.log")

    def _forked(self, forkserver: ForkServer, service: Service, model: Path) -> ForkedService:
        settings = environment(
            service,
            self.places,
            self._secrets,
            nats_url=self.nats_url(service),
            database_url=self.database_url(service),
            model=model,
        )
        log = str(self._logs / f"{service}.log")
        return ForkedService(forkserver, Request(service, service, log, env=settings))

    async def _wait_ready(self, service: Service) -> None:
        url = f"{self.places.url(service)}/health/ready"
        deadline = asyncio.get_running_loop().time() + READY_SECONDS
        async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
            while asyncio.get_running_loop().time() < deadline:
                with suppress(httpx.HTTPError):
                    if (await client.get(url)).status_code == 200:
                        self._say(f"{service} is ready")
                        return
                await asyncio.sleep(0.1)
        raise NeverReady(service, self._logs / f"{service}.log")
