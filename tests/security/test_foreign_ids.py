"""Every operation of the public API against ids of another workspace: not found, exactly like unknown ids.

Generated from openapi.json. A new route whose ids, parameters or body have no recipe here fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.gateway_stage import MIGRATIONS, PASSWORD, Caller, Stage, open_stage
from tests.support.tiny_diary import TOMORROW

IDS = (
    "conversation_id",
    "bot_id",
    "source_id",
    "ticket_id",
    "user_id",
    "bot",
    "document_id",
    "entry_id",
    "appointment_id",
    "contact_id",
    "token_id",
)
NO_IDS = {
    "limit",
    "cursor",
    "from",
    "to",
    "status",
    "after",
    "revision",
    "Last-Event-ID",
    "timezone",
    "coming",
    "name",
}
PUBLIC = {"public_key"}
SECRET = "The vault opens at nine."
HANDOFF = {"name": "Kim", "email": "kim@example.com", "description": SECRET, "request_id": "r1"}
ENTRY = {"question": "When?", "answer": SECRET}
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/v1/conversations/{conversation_id}/messages"): {"text": "Hi", "client_message_id": "m9"},
    ("POST", "/v1/conversations/{conversation_id}/handoff"): HANDOFF,
    ("POST", "/v1/conversations/{conversation_id}/reply"): {"text": "Hi", "client_message_id": "a1"},
    ("POST", "/v1/conversations/{conversation_id}/typing"): {},
    ("POST", "/v1/conversations/{conversation_id}/feedback"): {"rating": 5},
    ("POST", "/v1/conversations/{conversation_id}/appointments"): {"starts_at": f"{TOMORROW}T07:00:00Z"},
    ("PATCH", "/v1/appointments/{appointment_id}"): {"starts_at": f"{TOMORROW}T11:00:00Z"},
    ("PUT", "/v1/bots/{bot_id}/availability"): {"weekly": {"mon": [["09:00", "17:00"]]}},
    ("PATCH", "/v1/users/{user_id}"): {"name": "Mallory"},
    ("PATCH", "/v1/bots/{bot_id}"): {"name": "Mallory"},
    ("POST", "/v1/bots/{bot_id}/publish"): {"revision": 1},
    ("POST", "/v1/bots/{bot_id}/sources"): {"kind": "text", "name": "Note", "text": SECRET},
    ("POST", "/v1/bots/{bot_id}/search"): {"query": "vault"},
    ("PATCH", "/v1/tickets/{ticket_id}"): {"version": 1, "status": "resolved", "resolution": "Done."},
    ("PATCH", "/v1/sources/{source_id}"): {"audience": "internal"},
    ("POST", "/v1/sources/{source_id}/entries"): ENTRY,
    ("PUT", "/v1/sources/{source_id}/entries/{entry_id}"): ENTRY,
    ("PATCH", "/v1/documents/{document_id}"): {"audience": "public"},
}


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    ids: tuple[str, ...]
    schemes: frozenset[str]

    def address(self, ids: dict[str, str]) -> str:
        path = self.path.format(**ids)
        query = "&".join(f"{name}={ids[name]}" for name in self.ids if f"{{{name}}}" not in self.path)
        return f"{path}?{query}" if query else path

    @property
    def body(self) -> Any:
        return BODIES.get((self.method, self.path))


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Operations that take ids. Raises AssertionError for what has no recipe."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            names = {item["name"] for item in operation.get("parameters", [])}
            known = names & {*IDS}
            assert names <= {*IDS, *NO_IDS, *PUBLIC}, f"No recipe for {names} of {method} {path}."
            if not known:
                continue
            key = (method.upper(), path)
            assert "requestBody" not in operation or key in BODIES, f"No recipe for the body of {key}."
            schemes = frozenset(name for item in operation.get("security", []) for name in item)
            yield Operation(*key, tuple(sorted(known)), schemes)


@pytest.fixture
async def stage(nats_url: Callable[[str], str], make_database: Callable[[Path], str]) -> Any:
    urls = {"nats_url": nats_url("gateway"), "admin_url": nats_url("admin")}
    async with open_stage(**urls, database_url=make_database(MIGRATIONS)) as opened:
        yield opened


async def victim(stage: Stage) -> tuple[Caller, Caller, dict[str, str]]:
    """An owner, their customer, and an id of everything they have."""
    stage.services.words = [SECRET]
    owner = await stage.company("victim@example.com")
    customer = await stage.customer(owner)
    await customer.ask(SECRET, "m1")
    conversation, bot = customer.ids["conversation"], owner.ids["bot"]
    ticket = (await customer.call("POST", f"/v1/conversations/{conversation}/handoff", HANDOFF)).json()["id"]
    note = {"kind": "text", "name": "Note", "text": SECRET}
    source = (await owner.call("POST", f"/v1/bots/{bot}/sources", note)).json()["id"]
    person = {"name": "Vic", "email": "vic@example.com", "role": "agent", "password": PASSWORD}
    user = (await owner.call("POST", "/v1/users", person)).json()["id"]
    visit = {"starts_at": f"{TOMORROW}T09:00:00Z", "name": SECRET, "request_id": "r2"}
    booked = await customer.call("POST", f"/v1/conversations/{conversation}/appointments", visit)
    token = (await owner.call("POST", "/v1/tokens", {"name": "Desk"})).json()["id"]
    known = ("doc_1", "faq_1", booked.json()["id"], customer.ids["contact"], token)
    values = (conversation, bot, source, ticket, user, bot, *known)
    return owner, customer, dict(zip(IDS, values, strict=True))


async def attack(stage: Stage, operation: Operation, ids: dict[str, str], who: Caller, scheme: str) -> None:
    unknown = {name: f"{value.partition('_')[0]}_nothing" for name, value in ids.items()}
    foreign = await who.call(operation.method, operation.address(ids), operation.body)
    nothing = await who.call(operation.method, operation.address(unknown), operation.body)
    allowed = (404,) if scheme in operation.schemes else (401, 403, 404)
    place = f"{operation.method} {operation.path} as {scheme}"
    assert foreign.status in allowed, place
    assert (foreign.status, foreign.body) == (nothing.status, nothing.body), place
    assert SECRET.encode() not in foreign.body, place


async def test_foreign_ids_are_not_found(stage: Stage) -> None:
    owner, customer, ids = await victim(stage)
    mallory = await stage.company("mallory@example.com")
    visitor = await stage.customer(mallory)
    document = (await stage.anybody().call("GET", "/openapi.json")).json()
    found = sorted(operations(document), key=lambda operation: operation.method == "DELETE")
    assert len(found) >= 20
    for operation in found:
        await attack(stage, operation, ids, mallory, "staff")
        await attack(stage, operation, ids, visitor, "widget")
        stranger = await stage.anybody().call(operation.method, operation.address(ids), operation.body)
        assert stranger.status == 401, operation
    await _control(found, ids, owner, customer)


async def _control(found: list[Operation], ids: dict[str, str], owner: Caller, customer: Caller) -> None:
    """Those whom the ids belong to get in: what was refused above was refused for the ids alone."""
    order = ["contact_id", "appointment_id", "entry_id", "source_id", "token_id", "user_id", "bot_id"]
    for operation in sorted(found, key=lambda item: _last(item, order)):
        who = owner if "staff" in operation.schemes else customer
        async with who.stream(operation.method, operation.address(ids), operation.body) as events:
            first = await anext(events, None)
            status = getattr(first, "status", 200)
            assert 200 <= status < 300, (operation, first)


def _last(operation: Operation, order: list[str]) -> tuple[int, int]:
    """What belongs to something is removed before it."""
    last = 1 + order.index(operation.ids[0]) if operation.method == "DELETE" else 0
    return last, -operation.path.count("/")


def test_a_route_without_a_recipe_fails() -> None:
    parameter = {"name": "report_id", "in": "path"}
    document = {"paths": {"/v1/reports/{report_id}": {"get": {"parameters": [parameter]}}}}
    with pytest.raises(AssertionError, match="No recipe"):
        list(operations(document))
