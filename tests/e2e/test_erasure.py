"""Who leaves, leaves nothing: canaries are looked for in every table, every stream and every file."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Any

import psycopg
import pytest

from tests.support.customers import Customer
from tests.support.http_client import HttpClient, Reply
from tests.support.on_disk import files_with
from tests.support.stack import Stack

PASSWORD = "a long enough password"
WITHIN = 60.0


class Company:
    """A workspace whose knowledge, customer and staff each carry a canary."""

    def __init__(self, running: Stack) -> None:
        self.running = running
        self.client = HttpClient(running.gateway_url)
        self.knows, self.says, self.is_ = (f"canary{secrets.token_hex(6)}" for _ in range(3))
        self.token = ""

    async def call(self, method: str, path: str, body: Any = None) -> Reply:
        return await self.client.request(method, path, body, token=self.token)

    async def found(self) -> None:
        mail = f"{self.is_}@example.com"
        made = await self.call(
            "POST", "/v1/workspaces", {"name": "Gone", "email": mail, "password": PASSWORD}
        )
        self.token = made.json()["access_token"]
        bot = (await self.call("POST", "/v1/bots", {"name": "Bot"})).json()
        text = f"The {self.knows} is kept in the cellar below the lighthouse, and opens at nine."
        note = {"kind": "text", "name": f"About {self.knows}", "text": text}
        source = (await self.call("POST", f"/v1/bots/{bot['id']}/sources", note)).json()
        while (await self.call("GET", f"/v1/sources/{source['id']}")).json()["status"] != "ready":
            await asyncio.sleep(0.1)
        self.customer = Customer(self.running.gateway_url, bot["public_key"])
        path = f"/v1/widget/{bot['public_key']}/conversations"
        opened = (await self.client.request("POST", path, {"attributes": {"plan": self.says}})).json()
        self.customer.conversation_id, self.customer.token = opened["conversation_id"], opened["token"]
        self.contact = opened["contact_id"]
        await self.customer.ask(f"Where is the {self.knows} kept, asks {self.says}@example.com?")
        form = {"name": self.says, "email": f"{self.says}@example.com", "description": "Call me"}
        handoff = f"/v1/conversations/{opened['conversation_id']}/handoff"
        await self.client.request("POST", handoff, form, token=self.customer.token)

    def rows(self, word: str) -> list[str]:
        """Every row of every service's database in which the word is found."""
        found = []
        for service, url in self.running.ready["postgres"].items():
            with psycopg.connect(url, autocommit=True) as conn:
                conn.execute("select set_config('answerbus.workspace_id', '*', false)")
                tables = conn.execute(
                    "select tablename from pg_tables where schemaname = 'public'"
                ).fetchall()
                for (table,) in tables:
                    query = f'select t::text from "{table}" t where t::text like %s'
                    matches = conn.execute(query.encode(), (f"%{word}%",)).fetchall()
                    found += [f"{service}.{table}: {row[0][:200]}" for row in matches]
        return found

    def files(self, word: str, folder: str) -> list[str]:
        """Files below the folder of the stack in which the word is found."""
        return files_with(self.running.directory / folder, word.encode())


async def gone(look: Callable[[], list[str]]) -> None:
    """Nothing is found soon; what was found to the last is the failure."""
    for _ in range(int(WITHIN / 0.5)):
        if not (found := await asyncio.to_thread(look)):
            return
        await asyncio.sleep(0.5)
    pytest.fail(f"Left over: {found}")


@pytest.fixture
async def company(running: Stack) -> AsyncIterator[Company]:
    made = Company(running)
    await made.found()
    yield made
    made.customer.close()
    made.client.close()


async def test_a_contact_and_then_the_company_leave_nothing(company: Company) -> None:
    assert company.rows(company.says)
    assert company.files(company.says, "nats")
    assert (await company.call("DELETE", "/v1/contacts/ctc_nobody")).status == 404
    for _ in range(2):
        assert (await company.call("DELETE", f"/v1/contacts/{company.contact}")).status == 202
    await gone(lambda: company.rows(company.says) + company.files(company.says, "nats"))
    assert company.rows(company.knows)
    assert company.files(company.knows, "nats")

    refused = await company.call("DELETE", "/v1/workspaces/me", {"name": "Another"})
    assert (refused.status, "its name" in refused.json()["detail"]) == (422, True)
    assert (await company.call("DELETE", "/v1/workspaces/me", {"name": "gone"})).status == 202
    assert (await company.call("GET", "/v1/me")).status == 401
    for canary in (company.knows, company.is_):
        await gone(lambda word=canary: company.rows(word) + company.files(word, "nats"))  # type: ignore[misc]
