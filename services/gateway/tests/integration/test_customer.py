"""What customers do beside asking, and what they are told when it cannot be done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from answerbus.embedded.nats import NatsServer
from gateway.domain.identity import Visit
from tests.support.gateway_stage import MIGRATIONS, Caller, Stage, open_stage
from tests.support.http_client import Reply
from tests.support.stage import LoopThread

FORM = {
    "name": "Kim",
    "email": "kim@example.com",
    "description": "My parcel is wet.",
    "priority": "high",
}


async def post(customer: Caller, what: str, body: Any = None, **headers: str) -> Reply:
    return await customer.call(
        "POST", f"/v1/conversations/{customer.ids['conversation']}/{what}", body, **headers
    )


async def message(customer: Caller, text: str, key: str = "m1", **headers: str) -> Reply:
    return await post(customer, "messages", {"text": text, "client_message_id": key}, **headers)


async def test_a_person_is_asked_for_once(stage: Stage) -> None:
    stage.services.ticket_after = 0.15
    customer = await stage.customer(await stage.company())
    first, second = await asyncio.gather(post(customer, "handoff", FORM), post(customer, "handoff", FORM))
    assert (first.status, first.json()["number"]) == (201, "T-1001")
    assert second.json()["id"] == first.json()["id"]
    assert len(stage.services.tickets) == 1


async def test_an_address_no_mail_can_be_sent_to_is_refused_before_there_is_a_ticket(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    for address in ("ä@customer.example", "<b>@customer.example", "a@b..example", "a@b.example,c@d.example"):
        reply = await post(customer, "handoff", {**FORM, "email": address})
        assert (reply.status, "not an email address" in reply.json()["detail"]) == (422, True)
    assert len(stage.services.tickets) == 0


async def test_a_late_ticket_is_promised(stage: Stage, monkeypatch: Any) -> None:
    monkeypatch.setattr("gateway.handlers.ask_for_person.PATIENCE", 0.2)
    stage.services.ticket_after = 60
    customer = await stage.customer(await stage.company())
    reply = await post(customer, "handoff", {**FORM, "request_id": "r1"})
    assert (reply.status, reply.json()["handoff_id"]) == (202, "hnd_r1")
    assert "ticket number follows" in reply.json()["detail"]


async def test_feedback_is_a_fact_once_and_the_end_each_time_since_one_may_write_again(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    for _ in range(2):
        assert (await post(customer, "feedback", {"rating": 4, "comment": "Good"})).status == 204
        assert (await post(customer, "end")).status == 204
    assert (await post(customer, "feedback", {"rating": 6})).status == 422
    js = stage.services.client.jetstream()
    facts = [str((await js.get_msg("CHAT", seq)).subject).rpartition(".")[0] for seq in (1, 2, 3, 4)]
    ended = "chat.conversation_ended"
    assert facts == ["chat.conversation_started", "chat.feedback_given", ended, ended]
    assert (await js.stream_info("CHAT")).state.messages == 4


async def test_a_question_says_from_which_page_it_came(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    body = {"text": "Hi", "client_message_id": "m1", "page_url": "https://shop.example/checkout"}
    assert (await post(customer, "messages", body)).status in (200, 202)
    js = stage.services.client.jetstream()
    submitted = json.loads((await js.get_msg("CHAT", 2)).data or b"")
    assert submitted["data"]["page_url"] == body["page_url"]


async def test_messages_that_cannot_be(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    cases: list[tuple[Any, int, str]] = [
        ({"text": "", "client_message_id": "m"}, 422, "text: String should have at least 1 character."),
        ({"text": "  ", "client_message_id": "m"}, 422, "text: Write something."),
        (
            {"text": "x" * 4001, "client_message_id": "m"},
            422,
            "text: String should have at most 4000 characters.",
        ),
        ({"text": "a\x00b", "client_message_id": "m"}, 422, "The text contains a NUL character."),
        ({"text": "Hi"}, 422, "client_message_id: Field required."),
        (["Hi"], 422, "Send a JSON object, such as {}."),
        (b"", 422, "The body is empty; send a JSON object."),
        (b'{"text": ', 400, "The body is not JSON: Expecting value at character 9."),
        (b'{"text": "\\ud800", "client_message_id": "m"}', 422, ""),
        (b"\xff\xfe", 400, ""),
        (b"[" * 30_000, 400, ""),
    ]
    for body, status, sentence in cases:
        reply = await post(customer, "messages", body)
        assert (reply.status, reply.headers["content-type"]) == (status, "application/problem+json"), body
        assert sentence in reply.json()["detail"]
    huge = await message(customer, "x" * 1_000_000)
    assert (huge.status, huge.json()["detail"]) == (413, "The body of this request may have at most 64 kB.")
    plain = await post(customer, "messages", b"text=Hi", **{"Content-Type": "text/plain"})
    assert (plain.status, plain.json()["title"]) == (415, "Unsupported content")
    unsaid = await post(
        customer, "messages", b'{"text": "Hi", "client_message_id": "m"}', **{"Content-Type": ""}
    )
    assert (unsaid.status, "Content-Type: application/json" in unsaid.json()["detail"]) == (415, True)


async def test_a_body_that_hides_its_size_is_counted(stage: Stage) -> None:
    customer = await stage.customer(await stage.company())
    host, port = stage.base_url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    path = f"/v1/conversations/{customer.ids['conversation']}/messages"
    head = [f"POST {path} HTTP/1.1", f"Host: {host}", f"Authorization: Bearer {customer.token}"]
    head += ["Content-Type: application/json", "Transfer-Encoding: chunked", "", ""]
    writer.write(
        "\r\n".join(head).encode() + b"10000\r\n" + b"x" * 65536 + b"\r\n10\r\n" + b"x" * 16 + b"\r\n"
    )
    assert (await reader.readline()).startswith(b"HTTP/1.1 413")
    writer.close()


async def test_tokens_missing_broken_expired_and_of_the_wrong_kind(stage: Stage, monkeypatch: Any) -> None:
    owner = await stage.company()
    customer, other = await stage.customer(owner), await stage.customer(owner)
    missing = await message(Caller(stage.base_url, None, customer.ids), "Hi")
    assert (missing.status, missing.headers["www-authenticate"]) == (401, "Bearer")
    broken = await message(Caller(stage.base_url, f"{customer.token}x", customer.ids), "Hi")
    assert (broken.status, broken.json()["detail"]) == (401, "This token is not valid.")
    monkeypatch.setattr("gateway.outbound.tokens.WIDGET_SECONDS", -1)
    ids = customer.ids
    visit = Visit(ids["workspace"], ids["bot"], ids["conversation"], ids["contact"])
    old = stage.gateway.context.tokens.for_visit(visit)[0]
    expired = await message(Caller(stage.base_url, old, customer.ids), "Hi")
    assert (expired.status, "expired" in expired.json()["detail"]) == (401, True)
    staff = await message(Caller(stage.base_url, owner.token, customer.ids), "Hi")
    assert (staff.status, "for staff" in staff.json()["detail"]) == (403, True)
    reverse = await customer.call("GET", "/v1/tickets")
    assert (reverse.status, "for a customer" in reverse.json()["detail"]) == (403, True)
    foreign = await message(Caller(stage.base_url, other.token, customer.ids), "Hi")
    unknown = await message(Caller(stage.base_url, other.token, {"conversation": "cnv_nothing"}), "Hi")
    assert (foreign.status, foreign.body) == (404, unknown.body)


async def test_a_browser_comes_back_as_the_same_contact_until_they_are_forgotten(stage: Stage) -> None:
    owner = await stage.company()
    path = f"/v1/widget/{owner.ids['public_key']}/conversations"

    async def start(token: str | None) -> Any:
        return (await stage.anybody().call("POST", path, {"contact_token": token})).json()

    first = await start(None)
    again = await start(first["contact_token"])
    assert again["contact_id"] == first["contact_id"]
    assert again["conversation_id"] != first["conversation_id"]
    assert (await owner.call("DELETE", f"/v1/contacts/{first['contact_id']}")).status == 202
    after = await start(again["contact_token"])
    assert after["contact_id"] != first["contact_id"]
    assert (await start(after["contact_token"]))["contact_id"] == after["contact_id"]


async def test_bots_keep_to_their_websites(stage: Stage) -> None:
    owner = await stage.company()
    settings = {"allowed_origins": ["https://shop.example"]}
    await owner.call("PATCH", f"/v1/bots/{owner.ids['bot']}", {"settings": settings})
    path = f"/v1/widget/{owner.ids['public_key']}"
    elsewhere = {"Origin": "https://evil.example"}
    refused = await stage.anybody().call("POST", f"{path}/conversations", {}, **elsewhere)
    assert (refused.status, refused.headers["access-control-allow-origin"]) == (403, "*")
    assert (await stage.anybody().call("GET", f"{path}/config", **elsewhere)).status == 403
    home = {"Origin": "https://shop.example"}
    assert (await stage.anybody().call("POST", f"{path}/conversations", {}, **home)).status == 201
    customer = await stage.customer(owner)
    assert (await message(customer, "Hi", **elsewhere)).status == 403
    assert (await message(customer, "Hi", **home)).status == 200
    ask = {"Origin": "https://any.example", "Access-Control-Request-Method": "POST"}
    ask |= {"Access-Control-Request-Headers": "authorization,content-type,last-event-id"}
    preflight = await stage.anybody().call("OPTIONS", f"{path}/conversations", **ask)
    assert (preflight.status, preflight.headers["access-control-allow-origin"]) == (200, "*")


async def test_too_many_messages_wait(
    nats_url: Callable[[str], str], make_database: Callable[[Path], str], monkeypatch: Any
) -> None:
    stopped = SimpleNamespace(monotonic=lambda: 1_000.0)
    monkeypatch.setattr("gateway.inbound.http.throttle.clock", stopped)
    urls = {"nats_url": nats_url("gateway"), "admin_url": nats_url("admin")}
    knobs: dict[str, Any] = {"message_rate": 30, "message_burst": 2, "login_rate": 6, "login_burst": 1}
    async with open_stage(**urls, database_url=make_database(MIGRATIONS), **knobs) as stage:
        customer = await stage.customer(await stage.company())
        replies = [await message(customer, "Hi", f"m{number}") for number in range(3)]
        assert [reply.status for reply in replies] == [200, 200, 429]
        assert (replies[2].headers["retry-after"], "wait 2 s" in replies[2].json()["detail"]) == ("2", True)
        assert (await message(await stage.customer(await stage.company("b@c.de")), "Hi")).status == 200
        body = b"username=a@b.co&password=x"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        logins = [await stage.anybody().call("POST", "/v1/auth/token", body, **form) for _ in range(2)]
        assert [reply.status for reply in logins] == [401, 429]


async def test_without_the_bus_nothing_is_accepted_and_the_same_id_works_later(
    stage: Stage, nats_server: NatsServer, servers: LoopThread
) -> None:
    customer = await stage.customer(await stage.company())
    await servers.run_async(nats_server.stop())
    async with asyncio.timeout(30):
        while (reply := await message(customer, "Hi")).status == 200:
            await asyncio.sleep(0.05)
    assert (reply.status, reply.headers["retry-after"]) == (503, "1")
    await servers.run_async(nats_server.start())
    async with asyncio.timeout(40):
        while not stage.services.client.is_connected:
            await asyncio.sleep(0.02)
        while (reply := await message(customer, "Hi")).status != 200:
            await asyncio.sleep(0.1)
    assert stage.services.talk(customer.ids["conversation"]).asked == 1


async def test_slow_answers_are_promised(stage: Stage, monkeypatch: Any) -> None:
    monkeypatch.setattr("gateway.inbound.http.conversations.LONGEST", 0.2)
    stage.services.silent = True
    customer = await stage.customer(await stage.company())
    reply = await message(customer, "Hi")
    path = f"/v1/conversations/{customer.ids['conversation']}/messages"
    assert (reply.status, reply.headers["location"]) == (202, path)
    assert reply.json()["turn_id"].startswith("trn_")
