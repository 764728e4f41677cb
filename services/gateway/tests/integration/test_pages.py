"""What a browser can open."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

from contracts.catalogue import LINES
from tests.support.gateway_stage import MIGRATIONS, Stage, open_stage

OUTSIDE = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""")


async def test_documents_load_nothing_from_elsewhere(stage: Stage) -> None:
    anybody = stage.anybody()
    for page in ("/", "/docs", "/asyncapi"):
        reply = await anybody.call("GET", page)
        assert (reply.status, "default-src 'self'" in reply.headers["content-security-policy"]) == (200, True)
        text = reply.body.decode()
        assert not OUTSIDE.search(text), page
        for asset in re.findall(r'(?:src|href)="(/assets/[^"]+)"', text):
            assert (await anybody.call("GET", asset)).status == 200, asset
    assert (await anybody.call("GET", "/assets/../settings.py")).status == 404


async def test_who_watches_the_site_may_ask_for_the_head_alone(stage: Stage) -> None:
    def head(page: str) -> tuple[int, bytes]:
        asked = Request(stage.base_url + page, method="HEAD")
        with urlopen(asked, timeout=20) as reply:  # the stage's own address
            return reply.status, reply.read()

    for page in ("/", "/docs", "/asyncapi", "/openapi.json", "/assets/site.css", "/favicon.ico"):
        assert await asyncio.to_thread(head, page) == (200, b""), page


async def test_every_line_of_the_catalogue_is_in_the_asyncapi_document(stage: Stage) -> None:
    reply = await stage.anybody().call("GET", "/asyncapi.json")
    document = reply.json()
    assert document["asyncapi"] == "3.0.0"
    page = (await stage.anybody().call("GET", "/asyncapi")).body.decode()
    for line in LINES:
        assert line.kind in document["channels"]
        assert line.fact.type_name() in page


async def test_the_openapi_document_names_every_problem(stage: Stage) -> None:
    document = (await stage.anybody().call("GET", "/openapi.json")).json()
    for path, methods in document["paths"].items():
        if path.startswith("/v1/"):
            for method, operation in methods.items():
                assert "default" in operation["responses"], (method, path)
                assert "HTTPValidationError" not in json.dumps(operation), (method, path)


async def test_addresses_and_methods_that_are_not_there(stage: Stage) -> None:
    anybody = stage.anybody()
    for method, path, status in (
        ("GET", "/v1/nothing", 404),
        ("PUT", "/v1/bots", 405),
        ("GET", "/v1/bots/%00", 422),
        ("GET", "/v1/widget/pk_nothing/config", 404),
        ("GET", "/v1/bots", 401),
    ):
        reply = await anybody.call(method, path)
        assert (reply.status, reply.headers["content-type"]) == (status, "application/problem+json"), path
        assert reply.json()["detail"].endswith((".", "`."))


async def test_health_names_each_service(stage: Stage) -> None:
    async with asyncio.timeout(60):  # who is asked while the machine stands still is called away
        while (body := (await stage.anybody().call("GET", "/v1/health")).json())["status"] != "ready":
            pass
    assert body["writer"]["writer"] == "extractive"
    assert set(body["services"]) == {"gateway", "conversation", "retrieval", "ticketing", "analytics"}
    await stage.services.client.close()
    body = (await stage.anybody().call("GET", "/v1/health")).json()
    assert (body["status"], body["services"]["ticketing"]["status"]) == ("degraded", "waiting")


async def test_the_demo_appears_with_its_key(
    nats_url: Callable[[str], str], make_database: Callable[[Path], str], tmp_path: Path
) -> None:
    urls = {"nats_url": nats_url("gateway"), "admin_url": nats_url("admin")}
    key_file = tmp_path / "demo.json"
    database_url = make_database(MIGRATIONS)
    async with open_stage(**urls, database_url=database_url, demo_public_key_file=key_file) as stage:
        none = await stage.anybody().call("GET", "/demo")
        assert (none.status, "no demo here" in none.json()["detail"]) == (404, True)
        owner = await stage.company()
        key_file.write_text(json.dumps({"public_key": owner.ids["public_key"]}))
        page = await stage.anybody().call("GET", "/demo")
        if page.status == 200:
            assert owner.ids["public_key"] in page.body.decode()
            assert "{{" not in page.body.decode()
        assert b"/demo" in (await stage.anybody().call("GET", "/")).body


async def test_the_widget_is_cached_by_its_content(stage: Stage) -> None:
    first = await stage.anybody().call("GET", "/widget.js")
    if first.status == 404:
        assert "not built yet" in first.json()["detail"]
        return
    again = await stage.anybody().call("GET", "/widget.js", **{"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
