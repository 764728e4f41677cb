"""Choosing a time in the widget, in a real Chromium."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from contracts.appointment_requests import Slot, Slots
from conversation.domain import booking
from conversation.testing.appointments import appointment
from tests.e2e.fake_gateway import FakeGateway
from tests.e2e.fake_talk import Reply
from tests.e2e.widget_page import OpenPage, ask

pytestmark = pytest.mark.asyncio(loop_scope="module")
WISH = "I would like to book an appointment"
FIRST = datetime(2026, 3, 27, 13, 0, tzinfo=UTC)
CHOSEN = "Book the appointment 2026-03-28 09:30 (America/New_York)"


def offer(language: str = "en", ask_email: bool = True) -> dict[str, Any]:
    """What the bot's picker holds for a customer in New York: ten days, sixteen times a day."""
    begins = [FIRST + timedelta(days=day, minutes=30 * n) for day in range(10) for n in range(16)]
    slots = [Slot(starts_at=at, ends_at=at + timedelta(minutes=30)) for at in begins]
    free = Slots(timezone="America/New_York", slots=slots)
    return booking.picker(free, language, moves=None, ask_email=ask_email)


def booked() -> Reply:
    one = appointment(1001, FIRST + timedelta(days=1, minutes=30), "America/New_York")
    actions = [each.model_dump() for each in booking.choices([one], "en")]
    text = booking.told("booked", one, "en")
    return Reply(text, blocks=[booking.card(one, "en")], suggested_actions=actions)


async def test_a_time_is_chosen_by_mouse_and_booked_with_an_address(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    gateway.replies[WISH] = Reply("Choose a time for your appointment.", blocks=[offer()])
    gateway.replies[f"{CHOSEN}, ida@example.org"] = booked()
    page = await visit(timezone_id="Asia/Tokyo")
    await ask(page, WISH)
    await expect(page.get_by_role("group", name="Time (America/New_York)")).to_be_visible()
    await expect(page.get_by_role("button", name="Book")).to_have_count(0)
    await page.get_by_role("radio", name="Sat, Mar 28").check(force=True)
    await page.get_by_role("radio", name="09:30").check(force=True)
    await page.get_by_label("Email").fill("ida@example.org")
    await page.get_by_role("button", name="Book · Sat, Mar 28, 09:30").click()
    await expect(page.locator(".appointment")).to_contain_text("Saturday, 28 March 2026, 09:30")
    await expect(page.locator(".appointment")).to_contain_text("A-1001")
    await expect(page.locator(".slots")).to_have_count(0)
    await page.get_by_role("button", name="Cancel the appointment").click()
    await expect(page.locator(".bubble").last).to_have_text("Cancel appointment A-1001")
    assert gateway.asked("/conversations")[0]["attributes"] == {"timezone": "Asia/Tokyo"}


async def test_a_time_is_chosen_with_the_keyboard_alone(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.replies[WISH] = Reply("Choose a time for your appointment.", blocks=[offer(ask_email=False)])
    gateway.replies[CHOSEN] = booked()
    page = await visit()
    await ask(page, WISH)
    await page.get_by_role("radio", name="Fri, Mar 27").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("radio", name="Sat, Mar 28")).to_be_checked()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("radio", name="09:00")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("radio", name="09:30")).to_be_checked()
    await page.keyboard.press("Enter")
    await expect(page.locator(".appointment")).to_contain_text("A-1001")


@pytest.mark.parametrize(
    ("language", "day", "button"),
    [
        ("de", "Sa., 28. März", "Buchen · Sa., 28. März, 09:30"),
        ("es", "sáb, 28 mar", "Reservar · sáb, 28 mar, 09:30"),
        ("fr", "sam. 28 mars", "Réserver · sam. 28 mars, 09:30"),
    ],
)
async def test_the_picker_speaks_the_language_of_the_reply(
    gateway: FakeGateway, visit: OpenPage, language: str, day: str, button: str
) -> None:
    gateway.replies[WISH] = Reply("…", blocks=[offer(language)])
    page = await visit()
    await ask(page, WISH)
    await page.get_by_role("radio", name=day).check(force=True)
    await page.get_by_role("radio", name="09:30").check(force=True)
    await expect(page.get_by_role("button", name=button)).to_be_visible()


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
@pytest.mark.parametrize("size", [{"width": 280, "height": 600}, {"width": 1280, "height": 800}])
async def test_nothing_of_the_picker_is_cut_off(
    gateway: FakeGateway, visit: OpenPage, size: dict[str, int], language: str
) -> None:
    gateway.replies[WISH] = Reply("Choose a time for your appointment.", blocks=[offer(language)])
    page = await visit(viewport=size)
    await ask(page, WISH)
    await page.get_by_role("radio", name="09:30").check(force=True)
    await expect(page.locator(".slots").get_by_role("button")).to_be_in_viewport()
    wider = "all => all.filter(each => each.scrollWidth > each.clientWidth + 1).length"
    assert await page.locator(".slots, .slots .choices, .slots span").evaluate_all(wider) == 0


async def test_an_hour_that_clocks_show_twice_is_offered_as_two(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    begins = [datetime(2026, 10, 25, 0, 30, tzinfo=UTC) + timedelta(hours=hour) for hour in range(2)]
    slots = [Slot(starts_at=at, ends_at=at + timedelta(minutes=30)) for at in begins]
    free = Slots(timezone="Europe/Berlin", slots=slots)
    block = booking.picker(free, "en", moves=None, ask_email=False)
    gateway.replies[WISH] = Reply("Choose a time.", blocks=[block])
    page = await visit()
    await ask(page, WISH)
    await page.get_by_role("radio", name="02:30+01:00").check(force=True)
    await page.get_by_role("button", name="Book").click()
    said = "Book the appointment 2026-10-25 02:30+01:00 (Europe/Berlin)"
    await expect(page.locator(".bubble").last).to_have_text(said)
