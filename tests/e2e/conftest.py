"""What every test in a real browser needs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.e2e.fake_gateway import STATIC, FakeGateway
from tests.e2e.serving import serving
from tests.e2e.widget_page import OpenPage, known_replies
from tests.support import browser

expect.set_options(timeout=30_000)  # a browser may stand still on a machine that others use too


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser to launch."""
    path = browser.find()
    if path is None:
        pytest.skip(browser.MISSING)
    return path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def widget_browser(chromium: str) -> AsyncIterator[Browser]:
    if not (STATIC / "widget" / "widget.js").exists():
        pytest.fail("widget.js is not built: npm --prefix services/gateway/web ci, then … run build")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=browser.ARGUMENTS)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def gateway() -> AsyncIterator[FakeGateway]:
    fake = FakeGateway()
    fake.replies.update(known_replies())
    async with serving(fake):
        yield fake


@pytest_asyncio.fixture(loop_scope="module")
async def visit(widget_browser: Browser, gateway: FakeGateway) -> AsyncIterator[OpenPage]:
    contexts = []
    troubles: list[str] = []

    async def visit(path: str = "/host", **context: Any) -> Page:
        contexts.append(await widget_browser.new_context(**context))
        page = await contexts[-1].new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None
        )
        await page.goto(gateway.url + path)
        await page.locator(".launcher").wait_for()
        return page

    yield visit
    for context in contexts:
        await context.close()
    assert troubles == []
