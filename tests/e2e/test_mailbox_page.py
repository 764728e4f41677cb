"""The mailbox of the machine in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from answerbus.embedded.mail_store import Mail
from answerbus.embedded.mailbox_page import list_page

pytestmark = pytest.mark.asyncio(loop_scope="module")
MAIL = Mail(
    id="1",
    message_id="<1@answerbus.invalid>",
    sender="Answerbus <support@answerbus.invalid>",
    to="mara.wolfeschlegelsteinhausen@example.org",
    subject="We have received your request T-1002",
    received_at="2026-11-22T13:03:26+00:00",
    text="Hello",
    attachments=[],
)


@pytest.mark.parametrize("width", [320, 1280])
async def test_a_mail_takes_the_width_there_is(widget_browser: Browser, width: int) -> None:
    page = await widget_browser.new_page(viewport={"width": width, "height": 700})
    await page.set_content(list_page([MAIL]))
    card = await page.locator(".card").bounding_box()
    people = await page.locator(".soft").last.bounding_box()
    assert card and people and people["width"] > card["width"] * 0.8
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    await page.close()
