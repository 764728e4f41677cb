"""Files on their way to a bot, and the many ways they are wrong."""

from __future__ import annotations

import asyncio
import json

import pytest

from chassis.topology import UPLOADS
from tests.support.gateway_stage import PASSWORD, Caller, Stage
from tests.support.http_client import Reply

FAQ = json.dumps({"faqs": [{"question": "Open?", "keywords": ["open"], "answer": "Always."}]}).encode()
BOUNDARY = "cut-here"


def form(name: str, content: bytes, *, end: bool = True) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + content + (f"\r\n--{BOUNDARY}--\r\n".encode() if end else b"")


async def upload(owner: Caller, body: bytes) -> Reply:
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return await owner.call("POST", f"/v1/bots/{owner.ids['bot']}/sources", body, **headers)


async def test_a_file_is_stored_and_retrieval_is_told(stage: Stage) -> None:
    owner = await stage.company()
    reply = await upload(owner, form("C:\\docs\\faq.json", FAQ))
    assert (reply.status, reply.json()["name"], reply.json()["status"]) == (202, "faq.json", "queued")
    _, asked = next(item for item in stage.services.questions if item[0] == "rpc.retrieval.add_source")
    assert asked["object_key"].startswith(f"{owner.ids['workspace']}/{asked['sha256']}-")
    bucket = await stage.gateway.service.bus.js.object_store(UPLOADS)
    assert (await bucket.get_info(asked["object_key"])).size == asked["size_bytes"] == len(FAQ)
    listed = await owner.call("GET", f"/v1/bots/{owner.ids['bot']}/sources")
    assert [item["id"] for item in listed.json()["items"]] == [reply.json()["id"]]


@pytest.mark.parametrize(
    ("name", "content", "status", "words"),
    [
        ("faq.json", b"", 422, "is empty"),
        ("faq.json", b" \n ", 422, "is empty"),
        ("tool.exe", b"MZ", 415, "PDF (.pdf) can"),
        ("plan.pdf", b"hello", 415, "not what its name says"),
        ("note.txt", b"a\x00b", 415, "not what its name says"),
        ("", FAQ, 415, "PDF (.pdf) can"),
        ("big.txt", b"x" * (20 * 1024 * 1024 + 1), 413, "at most 20 MB"),
        ("huge.txt", b"x" * (21 * 1024 * 1024), 413, "at most 20 MB"),
    ],
)
async def test_a_wrong_file_gets_a_sentence(
    stage: Stage, name: str, content: bytes, status: int, words: str
) -> None:
    reply = await upload(await stage.company(), form(name, content))
    assert (reply.status, reply.headers["content-type"]) == (status, "application/problem+json")
    assert words in reply.json()["detail"]
    assert "rpc.retrieval.add_source" not in {name for name, _ in stage.services.questions}


async def test_half_an_upload_gets_a_sentence(stage: Stage) -> None:
    owner = await stage.company()
    reply = await upload(owner, form("faq.json", FAQ, end=False))
    assert (reply.status, "half way" in reply.json()["detail"]) == (422, True)
    reply = await upload(owner, f"--{BOUNDARY}--\r\n".encode())
    assert (reply.status, "no file" in reply.json()["detail"]) == (422, True)
    reply = await upload(owner, b"what is this?")
    assert reply.status in (400, 422)


async def test_a_hung_up_upload_leaves_nothing(stage: Stage) -> None:
    owner = await stage.company()
    body = form("faq.json", FAQ)
    host, port = stage.base_url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = [
        f"POST /v1/bots/{owner.ids['bot']}/sources HTTP/1.1",
        f"Host: {host}",
        f"Authorization: Bearer {owner.token}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {len(body)}",
    ]
    writer.write("\r\n".join([*head, "", ""]).encode() + body[:80])
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.close()
    await asyncio.sleep(0.2)
    assert stage.services.sources == {}
    assert (await upload(owner, body)).status == 202


async def test_written_sources_and_kinds_that_are_not_read(stage: Stage) -> None:
    owner = await stage.company()
    path = f"/v1/bots/{owner.ids['bot']}/sources"
    faqs = [{"question": "Open?", "answer": "Always."}]
    assert (await owner.call("POST", path, {"kind": "faq", "name": "FAQ", "faqs": faqs})).status == 202
    assert (await owner.call("POST", path, {"kind": "text", "name": "T", "text": "Hi"})).status == 202
    refused = await owner.call("POST", path, {"kind": "gopher", "url": "gopher://example.com"})
    assert (refused.status, refused.json()["detail"]) == (
        422,
        "kind: choose one of text, faq, url, website, or upload a file.",
    )
    odd = await owner.call("POST", path, {"kind": ["text"]})
    assert (odd.status, odd.json()["detail"]) == (422, refused.json()["detail"])
    blank = await owner.call("POST", path, {"kind": "text", "name": "T", "text": " \n"})
    assert (blank.status, blank.json()["detail"]) == (422, "text: Write something.")
    empty = {"kind": "faq", "name": "FAQ", "faqs": [{"question": " ", "answer": "Always."}]}
    assert (await owner.call("POST", path, empty)).status == 422
    refused = await owner.call("POST", path, {"kind": "text", "name": "T"})
    assert (refused.status, refused.json()["detail"]) == (422, "text: Field required.")
    refused = await owner.call("POST", path, b"{", **{"Content-Type": "application/json"})
    assert (refused.status, refused.json()["detail"]) == (
        400,
        "The body is not JSON: EOF while parsing an object at line 1 column 1.",
    )
    refused = await owner.call("POST", path, b"", **{"Content-Type": "application/json"})
    assert (refused.status, refused.json()["detail"]) == (422, "The body is empty; send a JSON object.")
    refused = await owner.call("POST", "/v1/bots", [])
    assert (refused.status, refused.json()["detail"]) == (422, "Send a JSON object, such as {}.")


async def test_pasted_text_has_the_name_it_was_given(stage: Stage) -> None:
    owner = await stage.company()
    note = {"kind": "text", "name": "Shipping / returns", "text": "Within 14 days."}
    added = await owner.call("POST", f"/v1/bots/{owner.ids['bot']}/sources", note)
    assert (added.status, added.json()["name"]) == (202, "Shipping / returns")
    _, asked = next(item for item in stage.services.questions if item[0] == "rpc.retrieval.add_source")
    assert asked["media_type"] == "text/markdown"


async def test_a_bot_comes_with_its_first_file(stage: Stage) -> None:
    owner = await stage.company()
    fields = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="name"\r\n\r\nAda\r\n'
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    reply = await owner.call("POST", "/v1/bots", fields.encode() + form("faq.json", FAQ), **headers)
    made = reply.json()
    assert (reply.status, made["name"], made["source"]["name"]) == (201, "Ada", "faq.json")
    assert made["public_key"] in made["embed_snippet"]


async def test_sources_are_read_searched_and_deleted(stage: Stage) -> None:
    owner = await stage.company()
    source = (await upload(owner, form("faq.json", FAQ))).json()["id"]
    assert (await owner.call("GET", f"/v1/sources/{source}")).json()["id"] == source
    assert (await owner.call("GET", f"/v1/sources/{source}/documents")).json()["items"][0]["title"] == "FAQ"
    found = await owner.call("POST", f"/v1/bots/{owner.ids['bot']}/search", {"query": "open", "limit": 2})
    assert found.json()["passages"][0]["bm25_score"] == 4.0
    refused = await owner.call("POST", f"/v1/bots/{owner.ids['bot']}/search", {"query": ""})
    assert refused.json()["detail"] == "query: String should have at least 1 character."
    assert (await owner.call("DELETE", f"/v1/sources/{source}")).status == 204
    assert (await owner.call("GET", f"/v1/sources/{source}")).status == 404


async def test_addresses_are_sources_with_an_audience_and_a_schedule(stage: Stage) -> None:
    owner = await stage.company()
    path = f"/v1/bots/{owner.ids['bot']}/sources"
    site = {"kind": "website", "url": "https://example.com/", "audience": "internal", "sync_every": "day"}
    added = await owner.call("POST", path, {**site, "max_pages": 50})
    assert (added.status, added.json()["audience"], added.json()["name"]) == (202, "internal", site["url"])
    _, asked = next(item for item in stage.services.questions if item[0] == "rpc.retrieval.add_source")
    assert (asked["sync_every"], asked["max_pages"], asked["object_key"]) == ("day", 50, "")
    source = added.json()["id"]
    assert (await owner.call("POST", f"/v1/sources/{source}/sync")).status == 202
    changed = await owner.call(
        "PATCH", f"/v1/sources/{source}", {"audience": "public", "sync_every": "never"}
    )
    assert changed.json()["audience"] == "public"
    _, asked = next(item for item in stage.services.questions if item[0] == "rpc.retrieval.change_source")
    assert (asked["sync_never"], asked["changed_by"]) == (True, owner.ids["user"])
    refused = await owner.call("PATCH", f"/v1/sources/{source}", {"sync_every": "fortnight"})
    sentence = "sync_every: Input should be 'hour', 'day', 'week' or 'never'."
    assert (refused.status, refused.json()["detail"]) == (422, sentence)
    original = await owner.call("GET", f"/v1/sources/{source}/original")
    assert (original.status, site["url"] in original.json()["detail"]) == (404, True)


async def test_a_file_comes_back_as_it_was(stage: Stage) -> None:
    owner = await stage.company()
    source = (await upload(owner, form("größe.json", FAQ))).json()["id"]
    _, asked = next(item for item in stage.services.questions if item[0] == "rpc.retrieval.add_source")
    key = asked["object_key"]
    assert await stage.gateway.context.uploads.get(key) == FAQ
    original = await owner.call("GET", f"/v1/sources/{source}/original")
    assert (original.body, original.headers["content-security-policy"]) == (b"as it was", "sandbox")
    assert original.headers["content-disposition"].startswith("attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe")


async def test_entries_and_documents_are_read_and_changed(stage: Stage) -> None:
    owner = await stage.company()
    source = (await upload(owner, form("faq.json", FAQ))).json()["id"]
    entries = f"/v1/sources/{source}/entries"
    entry = {"question": "Open on Sundays?", "answer": "No."}
    assert (await owner.call("POST", entries, entry)).status == 201
    changed = await owner.call("PUT", f"{entries}/faq_1", {**entry, "revision": 1})
    assert (changed.json()["revision"], changed.json()["answer"]) == (2, "No.")
    assert (await owner.call("GET", entries)).json()["items"][0]["id"] == "faq_1"
    assert (await owner.call("DELETE", f"{entries}/faq_1")).status == 204
    old = (await owner.call("GET", "/v1/documents/doc_1?revision=1")).json()
    assert (old["revision"], old["latest"], old["passages"][0]["passage_id"]) == (1, 2, "psg_1")
    approved = await owner.call("PATCH", "/v1/documents/doc_1", {"audience": "public"})
    assert approved.json()["audience"] == "public"


async def test_what_is_internal_is_searched_by_agents_alone(stage: Stage) -> None:
    owner = await stage.company()
    path, query = f"/v1/bots/{owner.ids['bot']}/search", {"query": "open", "audience": "internal"}
    assert (await owner.call("POST", path, query)).status == 200
    person = {"name": "Ana", "email": "ana@example.com", "role": "analyst", "password": PASSWORD}
    await owner.call("POST", "/v1/users", person)
    login = f"username={person['email']}&password={PASSWORD.replace(' ', '+')}".encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    token = (await stage.anybody().call("POST", "/v1/auth/token", login, **headers)).json()["access_token"]
    analyst = Caller(stage.base_url, token)
    assert (await analyst.call("POST", path, {"query": "open"})).status == 200
    assert (await analyst.call("POST", path, query)).status == 403
