"""Every service of docker-compose.yml with exactly its command and its environment, and one turn through.

No container engine is needed: processes stand for containers, and only what a container's own network and
file system would give is exchanged.

- `nats:4222`, `postgres:5432`, `mail:1025`: the same servers from their packages, on free ports. NATS reads
  the committed nats.conf with the file's passwords; PostgreSQL is prepared by the committed init script.
- `0.0.0.0:8080` of each service: a free port of 127.0.0.1.
- `/model`: the model, built by the function that the image calls.
- `qdrant:6333`: there is no package with a Qdrant server, so ANSWERBUS_QDRANT_URL is left out and retrieval
  uses the embedded engine. What the server would do differently is covered by the contract suite of both.

And since a machine of tests may stand still for a moment, conversation waits longer for a search.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from answerbus.embedded.files import write_json
from answerbus.embedded.identity import unprivileged
from answerbus.embedded.ports import LOOPBACK, free_port
from answerbus.embedded.postgres import PostgresServer
from answerbus.embedded.postgres_cluster import SUPERUSER
from answerbus.embedded.postgres_install import find_installation
from tests.deploy.compose_file import OURS, environment, load, mounted, new_env
from tests.deploy.containers import Machine, listening_here
from tests.support.customers import Customer
from tests.support.http_client import HttpClient
from tests.support.stage import LoopThread

FAQS = [
    {
        "question": "How much is a parcel to another city?",
        "answer": "A parcel to another city costs 7 euros.",
    },
    {"question": "When are you open on Sundays?", "answer": "On Sundays we are open from 10:00 to 16:00."},
    {"question": "May I send a bicycle?", "answer": "Bicycles are sent in a box of at most 180 cm."},
]


@dataclass
class Deployment:
    """The running file."""

    env: dict[str, str]
    services: dict[str, Any]
    machine: Machine
    gateway_url: str = ""

    def environment(self, name: str) -> dict[str, str]:
        return environment(self.services[name], self.env)

    def start_nats(self) -> None:
        port, monitor = free_port(), free_port()
        self.machine.names["nats:4222"] = f"{LOOPBACK}:{port}"
        for there, here in mounted(self.services["nats"]).items():
            self.machine.names[there] = str(here)
        self.machine.names["/data"] = str(self.machine.folder / "streams")
        own = ["--addr", LOOPBACK, "--port", str(port), "--http_port", str(monitor)]
        command = ["nats-server", *self.services["nats"]["command"], *own]
        self.machine.start("nats", command, self.environment("nats"))
        self.machine.await_ready("nats", f"http://{LOOPBACK}:{monitor}/healthz?js-enabled-only=true")

    def prepare_postgres(self, server: PostgresServer) -> None:
        """Run what the image's entrypoint would run, as the user it would be."""
        self.machine.names["postgres:5432"] = f"{LOOPBACK}:{server.port}"
        given = self.environment("postgres")
        assert given["POSTGRES_USER"] == SUPERUSER
        programs = find_installation(unprivileged()).folder / "bin"
        connection = {
            "PGHOST": LOOPBACK,
            "PGPORT": str(server.port),
            "PGPASSWORD": given["POSTGRES_PASSWORD"],
            "PATH": f"{programs}:/usr/bin:/bin",
        }
        for script in mounted(self.services["postgres"]).values():
            for time in ("first", "second"):
                self.machine.run(f"{script.name}-{time}", ["sh", str(script)], given | connection)

    def start_mail(self) -> None:
        port, pages = free_port(), free_port()
        self.machine.names["mail:1025"] = f"{LOOPBACK}:{port}"
        ports = ["--smtp-port", str(port), "--http-port", str(pages)]
        folder = str(self.machine.folder / "mails")
        command = [sys.executable, "-m", "answerbus.embedded.mailbox", "--dir", folder, *ports]
        self.machine.start("mail", command, {})
        self.machine.await_ready("mail", f"http://{LOOPBACK}:{pages}/api/messages")

    def start_services(self) -> None:
        urls = {}
        for name in OURS:
            given, urls[name] = listening_here(self.environment(name))
            if name == "retrieval":
                del given["ANSWERBUS_QDRANT_URL"]
                given["ANSWERBUS_VECTOR_DIR"] = str(self.machine.folder / "vectors")
            if name == "conversation":
                given["ANSWERBUS_GROUNDING_PATIENCE"] = "20"
            self.machine.start(name, self.services[name]["command"], given)
        for name, url in urls.items():
            self.machine.await_ready(name, f"{url}/health/ready")
        self.gateway_url = urls["gateway"]


@pytest.fixture(scope="module")
def deployment(
    servers: LoopThread, model_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("compose")
    env = new_env()
    running = Deployment(env, load(env), Machine(folder))
    running.machine.names["/model"] = str(model_dir.parent)
    secret = folder / "postgres" / "secrets.json"
    write_json(secret, {f"postgres.{SUPERUSER}": env["POSTGRES_PASSWORD"]})
    postgres = PostgresServer(folder / "postgres", durable=False)
    servers.run(postgres.start())
    try:
        running.prepare_postgres(postgres)
        running.start_nats()
        running.start_mail()
        provision = running.services["provision"]
        running.machine.run("provision", provision["command"], running.environment("provision"))
        running.start_services()
        yield running
    finally:
        running.machine.stop()
        servers.run(postgres.stop())
        postgres.remove()


@dataclass
class Company:
    """An administrator who works through the public API."""

    client: HttpClient
    token: str = ""

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        reply = await self.client.request(method, f"/v1{path}", body, token=self.token or None)
        assert reply.status < 300, reply.body
        return reply.json()

    async def found(self) -> None:
        email = f"{secrets.token_hex(4)}@example.com"
        opened = await self.call(
            "POST", "/workspaces", {"name": "Acme", "email": email, "password": secrets.token_hex(12)}
        )
        self.token = opened["access_token"]

    async def teach(self, bot_id: str, faqs: list[dict[str, str]]) -> None:
        added = await self.call(
            "POST", f"/bots/{bot_id}/sources", {"kind": "faq", "name": "Questions", "faqs": faqs}
        )
        async with asyncio.timeout(60):
            while (source := await self.call("GET", f"/sources/{added['id']}"))["status"] != "ready":
                assert source["status"] != "failed", source
                await asyncio.sleep(0.1)


async def test_a_turn_is_answered_from_the_knowledge_and_cites_it(deployment: Deployment) -> None:
    company = Company(HttpClient(deployment.gateway_url))
    await company.found()
    bot = await company.call("POST", "/bots", {"name": "Helper"})
    await company.teach(bot["id"], FAQS)
    customer = Customer(deployment.gateway_url, bot["public_key"])
    await customer.start()
    answer = await customer.ask("How much is a parcel to another city?")
    assert "7 euros" in answer.message["text"]
    assert answer.shown == answer.message["text"]
    assert answer.message["outcome"] == "answered"
    assert [citation["title"] for citation in answer.message["citations"]]
    assert any("7 euros" in citation["quote"] for citation in answer.message["citations"])
    customer.close()
    company.client.close()


@pytest.mark.parametrize("service", OURS)
def test_each_role_is_closed_to_the_other_services_databases(deployment: Deployment, service: str) -> None:
    url = deployment.machine.here(deployment.environment(service)["ANSWERBUS_DATABASE_URL"])
    own = url.rpartition("/")[0]
    with psycopg.connect(url) as conn:
        assert conn.execute("show statement_timeout").fetchone() == ("15s",)
    for other in {*OURS, "postgres"} - {service}:
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(f"{own}/{other}")


def test_services_end_well_when_they_are_told_to_stop(deployment: Deployment) -> None:
    codes = deployment.machine.stop()
    assert {name: codes[name] for name in OURS} == dict.fromkeys(OURS, 0)
