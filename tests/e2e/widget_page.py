"""What a customer does with the widget, and what the fake gateway answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import Locator, Page

from tests.e2e.fake_talk import Reply

PRICE = "How much is a size M parcel?"
HANDBOOK: dict[str, Any] = {
    "document_id": "doc_1",
    "revision": 1,
    "title": "Customer Handbook",
    "url": "https://parcelwing.example/handbook.pdf",
    "page": 7,
    "quote": "A size M parcel in Zone 1 costs 5.90 EUR.",
}
LONG = "A parcel 📦 travels by bicycle. " * 12
OpenPage = Callable[..., Awaitable[Page]]


def known_replies() -> dict[str, Reply]:
    price = "A size M parcel costs **5.90 EUR** in Zone 1 [1]."
    more = [{"label": "And size L?", "text": "How much is a size L parcel?"}]
    return {
        PRICE: Reply(price, citations=[HANDBOOK], suggested_actions=more),
        "Tell me all": Reply(LONG),
        "Mars?": Reply("The handbook does not say.", outcome="declined"),
    }


async def ask(page: Page, text: str) -> None:
    if not await page.locator(".panel").is_visible():
        await page.locator(".launcher").click()
    await page.locator(".field textarea").fill(text)
    await page.keyboard.press("Enter")


async def soon(look: Callable[[], Awaitable[object]]) -> None:
    """Wait until it is so, such as after a movement."""
    async with asyncio.timeout(30):
        while not await look():
            await asyncio.sleep(0.05)


def replies(page: Page) -> Locator:
    return page.locator(".reply.bot:not(.live) .text")


async def hand_off(page: Page) -> None:
    await page.get_by_role("button", name="Talk to a person").last.click()
    await page.get_by_label("Name").fill("Mara Lind")
    await page.get_by_label("Email").fill("mara@example.org")
    await page.get_by_role("button", name="Send to the team").click()
    await page.locator(".ticket").wait_for()
