from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from answerbus.embedded.mail_store import MailStore
from answerbus.embedded.mailbox import mailbox_app

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def store(tmp_path: Path) -> MailStore:
    store = MailStore(tmp_path)
    head = f'From: "{EVIL}" <eve@example.com>\r\nSubject: {EVIL}\r\nMessage-ID: <1@x>'
    raw = f"{head}\r\n\r\n{EVIL} & more".encode()
    store.deliver(raw, "a@example.com", [f"{EVIL}@example.com"])
    return store


@pytest.fixture
async def pages(store: MailStore) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(mailbox_app(store, None))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


async def test_no_word_of_a_mail_becomes_markup(pages: httpx.AsyncClient, store: MailStore) -> None:
    (mail,) = store.newest_first()
    for path in ("/", f"/mails/{mail.id}"):
        page = await pages.get(path)
        assert page.status_code == 200
        assert EVIL not in page.text
        assert "&lt;script&gt;" in page.text
        assert "script-src" not in page.headers["content-security-policy"]
        assert page.headers["content-security-policy"].startswith("default-src 'none'")


async def test_the_source_is_shown_as_text(pages: httpx.AsyncClient, store: MailStore) -> None:
    (mail,) = store.newest_first()
    source = await pages.get(f"/mails/{mail.id}/raw")
    assert source.headers["content-type"].startswith("text/plain")
    assert source.headers["x-content-type-options"] == "nosniff"


async def test_the_api_gives_mails_by_recipient(pages: httpx.AsyncClient, store: MailStore) -> None:
    (mail,) = store.newest_first()
    items = (await pages.get("/api/messages")).json()["items"]
    assert items[0]["from"] == f'"{EVIL}" <eve@example.com>'
    assert items[0]["text"] == f"{EVIL} & more"
    assert (await pages.get("/api/messages", params={"to": mail.to.upper()})).json()["items"] == items
    assert (await pages.get("/api/messages", params={"to": "bob@example.com"})).json()["items"] == []
    assert (await pages.get(f"/api/messages/{mail.id}")).json() == items[0]
    assert (await pages.get("/api/stats")).json() == {"messages": 1, "suppressed": 0}


async def test_unknown_mails_are_a_sentence(pages: httpx.AsyncClient) -> None:
    for path in ("/mails/mail_x", "/mails/mail_x/raw", "/api/messages/mail_x"):
        answer = await pages.get(path)
        assert answer.status_code == 404
        assert "There is no such mail." in answer.text


async def test_another_site_cannot_read_it_by_pointing_its_name_here(pages: httpx.AsyncClient) -> None:
    answer = await pages.get("/api/messages", headers={"Host": "evil.example"})
    assert answer.status_code == 400
