"""The real product in a real browser: what a stranger clicks after `make run`."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, async_playwright

from tests.e2e.widget_page import ask, replies
from tests.support import browser
from tests.support.stack import Stack

QUESTION = "How long does a locker keep my parcel?"


@pytest_asyncio.fixture
async def page(chromium: str, running: Stack) -> AsyncIterator[Page]:
    troubles: list[str] = []
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium, args=browser.ARGUMENTS)
        opened = await launched.new_page(viewport={"width": 1280, "height": 860})
        opened.on("pageerror", lambda error: troubles.append(str(error)))
        opened.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        yield opened
        await launched.close()
    assert troubles == []


async def test_customer_is_answered_with_a_source_and_gets_a_ticket(page: Page, running: Stack) -> None:
    await page.goto(f"{running.gateway_url}/demo")
    await page.locator(".launcher").wait_for()
    await ask(page, QUESTION)
    await replies(page).first.wait_for()
    assert "calendar days" in await replies(page).first.inner_text()
    assert await page.locator(".reply.bot").first.locator("button", has_text="1").count() >= 1
    await ask(page, "I want to talk to a person")
    await page.locator(".ticket").first.wait_for()
    await page.reload()
    await page.locator(".launcher").wait_for()
    if not await page.locator(".panel").is_visible():
        await page.locator(".launcher").click()
    await replies(page).first.wait_for()
    assert "calendar days" in await replies(page).first.inner_text()


async def test_pages_for_developers_load_nothing_from_elsewhere(page: Page, running: Stack) -> None:
    foreign: list[str] = []
    own = (running.gateway_url, running.ready["mailbox_url"], "data:", "blob:")
    page.on("request", lambda sent: None if sent.url.startswith(own) else foreign.append(sent.url))
    pages = {"/docs": "conversations", "/asyncapi": "chat.turn_submitted", "/": "Answerbus"}
    for path, expected in pages.items():
        await page.goto(running.gateway_url + path)
        await page.get_by_text(expected).first.wait_for()
    await page.goto(running.ready["mailbox_url"])
    await page.locator("h1").first.wait_for()
    assert foreign == []
