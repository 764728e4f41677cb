"""The widget in a real Chromium against a gateway that fails on demand."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.e2e.fake_gateway import FakeGateway
from tests.e2e.fake_talk import Reply
from tests.e2e.widget_page import LONG, PRICE, OpenPage, ask, hand_off, replies, soon

pytestmark = pytest.mark.asyncio(loop_scope="module")
LATER = "passed => { const now = Date.now; Date.now = () => now() + passed }"


@pytest.mark.parametrize("cuts", [[0], [1], [5], [9, 3, 0, 12], [1, 1, 1, 1, 1]])
async def test_cut_stream_goes_on_to_the_exact_text(
    gateway: FakeGateway, visit: OpenPage, cuts: list[int]
) -> None:
    gateway.faults.cuts = cuts
    page = await visit()
    await ask(page, "Tell me all")
    await expect(replies(page)).to_have_text(LONG.strip())
    posts = gateway.asked("/messages")
    assert len({post["client_message_id"] for post in posts}) == 1
    assert len(gateway.talk.turns) == 1
    await expect(page.locator(".bubble")).to_have_count(1)


async def test_bus_away_is_waited_out_with_the_same_id(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.faults.unavailable = 1_000
    page = await visit()
    await ask(page, PRICE)
    await expect(page.locator(".reconnecting")).to_be_visible()
    before, gateway.faults.unavailable = len(gateway.asked("/messages")), 2
    await expect(replies(page)).to_have_count(1)
    await expect(page.locator(".reconnecting")).to_have_count(0)
    posts = gateway.asked("/messages")
    assert len(posts) == before + 3 and len({post["client_message_id"] for post in posts}) == 1


async def test_new_attempt_replaces_what_was_shown(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.replies["Hm?"] = Reply("The right answer.", false_start="A wrong start that is much longer")
    page = await visit()
    await ask(page, "Hm?")
    await expect(replies(page)).to_have_text("The right answer.")


async def test_expired_token_starts_a_new_conversation(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    gateway.talk.token = "another"
    await ask(page, "Tell me all")
    await expect(replies(page)).to_have_count(2)
    assert len(gateway.talks) == 2
    await expect(page.locator(".bubble")).to_have_text([PRICE, "Tell me all"])


async def test_a_page_that_stays_open_past_its_token_begins_nothing_by_itself(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    gateway.faults.cuts = [999, 0]
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    await soon(lambda: follows(gateway))
    await page.evaluate(LATER, 1_000 * gateway.expires_in)
    await gateway.talk.say("typing", {"role": "agent", "typing": True})
    await page.wait_for_timeout(1_000)
    assert len(gateway.talks) == 1
    await ask(page, "Tell me all")
    await expect(replies(page)).to_have_count(2)
    await expect(page.locator(".bubble")).to_have_text([PRICE, "Tell me all"])
    assert len(gateway.talks) == 2


async def follows(gateway: FakeGateway) -> bool:
    return bool(gateway.asked("/events"))


async def test_who_comes_back_later_is_known_and_begins_a_new_conversation(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    await hand_off(page)
    over = """const kept = JSON.parse(localStorage["answerbus:pk_test"]);
        localStorage["answerbus:pk_test"] = JSON.stringify({...kept, expires_at: 1})"""
    for known in ("contact-1", "contact-1"):
        await page.evaluate(over)
        await page.reload()
        await expect(page.locator(".welcome")).to_be_visible()
        await expect(page.locator(".bubble, .ticket")).to_have_count(0)
        gateway.contact_token = None
        await ask(page, PRICE)
        await expect(replies(page)).to_have_count(1)
        assert gateway.asked("/conversations")[-1]["contact_token"] == known
        await page.reload()
        await expect(page.locator(".bubble")).to_have_text([PRICE])
        await expect(page.locator(".ticket")).to_have_count(0)
    assert [call["contact_token"] for call in gateway.asked("/conversations")] == [
        None,
        "contact-1",
        "contact-1",
    ]


async def test_reload_brings_back_talk_draft_and_ticket(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    await hand_off(page)
    await page.locator(".field textarea").fill("half a thought")
    await page.reload()
    await expect(replies(page)).to_have_count(1)
    await expect(page.locator(".bubble")).to_have_text([PRICE])
    await expect(page.locator(".ticket")).to_contain_text("T-1042")
    await expect(page.locator(".field textarea")).to_have_value("half a thought")


async def test_reload_in_the_middle_of_an_answer(gateway: FakeGateway, visit: OpenPage) -> None:
    held = asyncio.Event()
    gateway.replies["Slow"] = Reply(LONG, held=held)
    page = await visit()
    await ask(page, "Slow")
    await page.locator(".streaming").wait_for()
    await page.reload()
    await expect(page.locator(".streaming")).to_contain_text("A parcel 📦 travels")
    held.set()
    await expect(replies(page)).to_have_text(LONG.strip())
    assert len(gateway.talk.turns) == 1
    await expect(page.locator(".bubble")).to_have_count(1)


async def test_reload_while_the_bus_is_away_loses_no_question(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.faults.unavailable = 1_000
    page = await visit()
    await ask(page, PRICE)
    await expect(page.locator(".reconnecting")).to_be_visible()
    await page.reload()
    await expect(page.locator(".bubble")).to_have_text([PRICE])
    gateway.faults.unavailable = 0
    await expect(replies(page)).to_have_count(1)
    assert len({post["client_message_id"] for post in gateway.asked("/messages")}) == 1


async def test_refused_question_keeps_its_text_and_can_be_tried_again(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    gateway.faults.refuse = (429, "You ask faster than we can answer. Please wait a moment.")
    page = await visit()
    await ask(page, PRICE)
    await expect(page.locator(".undelivered")).to_contain_text("Please wait a moment.")
    gateway.faults.refuse = None
    await page.get_by_role("button", name="Try again").click()
    await expect(replies(page)).to_have_count(1)
    await expect(page.locator(".undelivered")).to_have_count(0)


async def test_problem_during_the_answer_is_told_kindly(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.replies["Break"] = Reply(problem="I cannot answer right now. A person can.")
    page = await visit()
    await ask(page, "Break")
    await expect(page.locator(".notice-problem")).to_have_text("I cannot answer right now. A person can.")
    await expect(page.locator(".live")).to_have_count(0)
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)


async def test_late_ticket_arrives_by_itself(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.faults.late_ticket = 1
    page = await visit()
    await ask(page, "Mars?")
    await page.locator(".offer button").click()
    await page.get_by_label("Name").fill("Mara Lind")
    await page.get_by_label("Email").fill("mara@example.org")
    await page.get_by_role("button", name="Send to the team").click()
    await expect(page.locator(".notice-quiet")).to_have_text("The ticket number follows here.")
    [ticket] = gateway.talk.tickets.values()
    await gateway.talk.tell_ticket(ticket)
    await expect(page.locator(".ticket")).to_contain_text("T-1042")
    await page.reload()
    await expect(page.locator(".ticket")).to_have_count(1)
