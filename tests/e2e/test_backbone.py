"""One customer's question end to end, on the stack that `make run` starts."""

from __future__ import annotations

import asyncio
import json
import random
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from answerbus.demo.load import CONTENT
from tests.e2e.screen import cut_and_resume
from tests.support.customers import Customer
from tests.support.http_client import HttpClient, Reply
from tests.support.stack import Stack

QUESTIONS = (
    "What does insurance cost?",
    "How much is a parcel to another city?",
    "Can I change the delivery address?",
    "What is the largest parcel you take?",
    "When is the depot open on Saturday?",
)


async def customer(running: Stack) -> Customer:
    one = Customer(running.gateway_url, running.public_key)
    await one.start()
    return one


async def test_question_about_the_handbook_is_answered_from_it(running: Stack) -> None:
    one = await customer(running)
    answer = await one.ask("How long is a parcel kept in a locker before it goes back?")
    assert answer.message["outcome"] == "answered", answer.message
    assert answer.shown == answer.message["text"]
    [citation, *_] = answer.message["citations"]
    assert citation["title"] and citation["quote"]
    assert answer.message["receipt_id"]
    for question in QUESTIONS:  # a busy machine may hold up any one of them
        again = await one.ask(question)
        if again.first_token is not None and again.first_token <= 1.0:
            return
    raise AssertionError(f"No answer began within a second, the last after {again.first_token} s.")


async def test_question_outside_the_knowledge_is_declined(running: Stack) -> None:
    one = await customer(running)
    answer = await one.ask("Who won the chess world championship in 1972?")
    assert answer.message["outcome"] in {"declined", "handoff_offered"}
    assert answer.message["citations"] == []


async def test_asking_for_a_person_gives_one_ticket_and_one_mail(running: Stack) -> None:
    one = await customer(running)
    answer = await one.ask("I want to talk to a human being please")
    assert answer.message["outcome"] == "handed_off"
    [ticket] = await tickets_of(one)
    mails = await mails_about(running, ticket)
    assert len(mails) == 1


async def test_handoff_form_confirms_without_the_strangers_words(running: Stack) -> None:
    one = await customer(running)
    await one.ask("How much does a standard parcel cost?")
    body = {
        "name": "Zebulon Quagmire",
        "email": "zeb@example.org",
        "description": "Please visit http://evil.example now",
        "priority": "high",
        "request_id": "r1",
    }
    path = f"/v1/conversations/{one.conversation_id}/handoff"
    first = await one.client.request("POST", path, body, token=one.token)
    again = await one.client.request("POST", path, body, token=one.token)
    assert first.status == 201, first.body
    assert again.json()["number"] == first.json()["number"]
    mails = await mails_about(running, first.json(), at_least=2)
    assert len(mails) == 2
    [confirmation] = [m for m in mails if "zeb@example.org" in m["to"]]
    reply = await HttpClient(running.ready["mailbox_url"]).request(
        "GET", f"/api/messages/{confirmation['id']}"
    )
    text = reply.body.decode()
    assert "Quagmire" not in text and "evil.example" not in text


async def test_form_after_a_wish_in_the_chat_reaches_the_customer_once(running: Stack) -> None:
    one = await customer(running)
    answer = await one.ask("I want to talk to a human being please")
    assert {"type": "form", "form": "handoff"} in answer.message["blocks"]
    [opened] = await tickets_of(one)
    body = {"name": "Ida Berg", "email": "ida@example.org", "description": "The lamp is broken."}
    path = f"/v1/conversations/{one.conversation_id}/handoff"
    for _ in range(2):
        reply = await one.client.request("POST", path, body, token=one.token)
        assert reply.status == 201, reply.body
        ticket = reply.json()
    assert (ticket["number"], ticket["requester"]["email"]) == (opened["number"], "ida@example.org")
    assert ticket["description"].startswith("The lamp is broken.")
    mails = await mails_about(running, opened, at_least=3)
    assert len([m for m in mails if "ida@example.org" in m["to"]]) == 1
    assert len(mails) == 3


async def test_an_agent_takes_over_replies_and_releases(running: Stack) -> None:
    one = await customer(running)
    await one.ask("How much does a standard parcel cost?")
    staff, owner = await signed_in(running), json.loads((CONTENT / "company.json").read_text())["owner_name"]
    path = f"/v1/conversations/{one.conversation_id}"
    taken = await staff("POST", f"{path}/takeover")
    assert (taken.status, taken.json()["agent"]["name"]) == (200, owner), taken.body
    events = one.client.events("POST", f"{path}/messages", asked("Anybody there?"), token=one.token)
    names = [event.name async for event in events if not isinstance(event, Reply)]
    assert names == ["turn.accepted", "agent.joined"]
    waited = await one.client.request("POST", f"{path}/messages", asked("Hello?"), token=one.token)
    assert waited.status == 202
    while [message["role"] for message in await one.messages()].count("contact") < 3:
        await asyncio.sleep(0.05)
    said = await staff("POST", f"{path}/reply", {"text": "Hello, a person here."})
    assert (said.status, said.json()["role"]) == (201, "agent")
    assert (await staff("POST", f"{path}/release")).status == 200
    answer = await one.ask("How much does a standard parcel cost?")
    assert answer.message["outcome"] == "answered"
    roles = [message["role"] for message in await one.messages()]
    assert roles == ["contact", "bot", "system", "contact", "contact", "agent", "system", "contact", "bot"]
    foreign = await staff("POST", "/v1/conversations/cnv_none/takeover")
    assert foreign.status == 404


def asked(text: str) -> dict[str, str]:
    return {"text": text, "client_message_id": text}


async def signed_in(running: Stack) -> Any:
    demo, client = running.ready["demo"], HttpClient(running.gateway_url)
    form = urllib.parse.urlencode({"username": demo["admin_email"], "password": demo["admin_password"]})
    asked = urllib.request.Request(f"{running.gateway_url}/v1/auth/token", form.encode())
    reply = await asyncio.to_thread(lambda: json.load(urllib.request.urlopen(asked)))
    token = reply["access_token"]

    async def call(method: str, path: str, body: Any = None) -> Reply:
        return await client.request(method, path, body, token=token)

    return call


async def test_200_cuts_of_the_stream_lose_nothing(running: Stack) -> None:
    choice = random.Random(7)
    await asyncio.gather(*(_cut_often(running, random.Random(choice.random())) for _ in range(20)))


async def _cut_often(running: Stack, choice: random.Random) -> None:
    one = await customer(running)
    for number in range(10):
        screen = await cut_and_resume(one, f"m{number}", "My parcel arrived damaged, what now?", choice)
        assert screen.text in ("", screen.final)
    bots = [m for m in await one.messages() if m["role"] == "bot"]
    assert len(bots) == 10


async def test_one_trace_over_every_hop(running: Stack) -> None:
    one = await customer(running)
    answer = await one.ask("How much is a parcel to another city?")
    hops = {"gateway", "retrieval", "conversation"}
    steps = {"consume chat.turn_submitted", "consume chat.turn_grounded", "db.transaction"}
    for _ in range(300):  # every service writes its spans once a second
        services, names = trace_of(running.directory / "traces", answer.turn_id)
        if hops <= services and steps <= names:
            break
        await asyncio.sleep(0.1)
    assert hops <= services
    assert steps <= names


def trace_of(folder: Path, turn_id: str) -> tuple[set[str], set[str]]:
    """The services and the names of the spans of the one trace that is about the turn."""
    spans = read_spans(folder)
    [trace_id] = {span["trace_id"] for span in spans if _is_about(span, turn_id)} or {None}
    mine = [span for span in spans if span["trace_id"] == trace_id]
    return {span["service"] for span in mine}, {span["name"] for span in mine}


def _is_about(span: dict[str, Any], turn_id: str) -> bool:
    return str(span["attributes"].get("messaging.message.id", "")).startswith(f"turn:{turn_id}:")


def read_spans(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in folder.glob("*.jsonl") for line in path.read_text().splitlines()]


def test_every_message_is_synced_to_disk(running: Stack) -> None:
    monitor = running.ready["nats_monitor_url"]
    with urllib.request.urlopen(f"{monitor}/jsz?config=true") as reply:
        assert json.load(reply)["config"]["sync_always"] is True


async def tickets_of(one: Customer) -> list[dict[str, Any]]:
    for _ in range(600):
        messages = await one.messages()
        found = [b for m in messages if m["role"] == "system" for b in m["blocks"] if b["type"] == "ticket"]
        if found:
            return found
        await asyncio.sleep(0.05)
    return []


async def mails_about(running: Stack, ticket: dict[str, Any], at_least: int = 1) -> list[dict[str, Any]]:
    """Another workspace may have a ticket of the same number."""
    mailbox = HttpClient(running.ready["mailbox_url"])
    for _ in range(300):
        found = (await mailbox.request("GET", "/api/messages")).json()
        rows = found["items"] if isinstance(found, dict) else found
        rows = [row for row in rows if row["message_id"].startswith(f"<{ticket['id']}.")]
        if len(rows) >= at_least:
            await asyncio.sleep(0.3)
            return rows
        await asyncio.sleep(0.1)
    return []
