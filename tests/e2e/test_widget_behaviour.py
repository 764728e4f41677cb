"""The widget in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.fake_gateway import FakeGateway
from tests.e2e.fake_talk import Reply
from tests.e2e.widget_page import HANDBOOK, PRICE, OpenPage, ask, replies, soon

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_suggested_question_is_answered_with_its_source(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit("/demo")
    await page.get_by_role("button", name="Ask the assistant").click()
    await expect(page.locator(".field textarea")).to_be_focused()
    await page.get_by_role("button", name=PRICE).click()
    await expect(replies(page)).to_have_text("A size M parcel costs 5.90 EUR in Zone 1 1.")
    await page.get_by_role("button", name="Source 1 Customer Handbook Page 7").click()
    await expect(page.locator(".source")).to_contain_text("Page 7")
    await expect(page.locator(".source blockquote")).to_have_text(HANDBOOK["quote"])
    link = page.get_by_role("link", name="Open the source")
    assert await link.get_attribute("rel") == "noopener noreferrer nofollow"
    await page.get_by_role("button", name="And size L?").click()
    await expect(page.locator(".bubble")).to_have_text([PRICE, "How much is a size L parcel?"])
    assert [call["locale"] for call in gateway.asked("/conversations")] == ["en"]


async def test_declined_question_becomes_a_ticket(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.faults.handoff_unavailable = 1
    page = await visit()
    await ask(page, "Mars?")
    await page.locator(".offer button").click()
    await expect(page.get_by_label("How can we help?")).to_have_value("Mars?")
    await page.get_by_label("Email").fill("nobody")
    await page.get_by_role("button", name="Send to the team").click()
    await expect(page.locator(".handoff .fault")).to_have_count(2)
    await expect(page.get_by_label("Name")).to_be_focused()
    await page.get_by_label("Name").fill("Mara Lind")
    await page.get_by_label("Email").fill("mara@example.org")
    await page.get_by_label("High").check(force=True)
    await page.get_by_role("button", name="Send to the team").click()
    await expect(page.locator(".ticket")).to_contain_text("T-1042")
    requests = gateway.asked("/handoff")
    assert len(requests) == 2 and len({request["request_id"] for request in requests}) == 1
    assert (
        requests[0]["request_id"]
        and requests[-1]["priority"] == "high"
        and requests[-1]["description"] == "Mars?"
    )
    await expect(page.locator(".offer")).to_have_count(0)


async def test_ticket_from_the_chat_asks_how_to_reach_the_customer(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    await gateway.talk.tell_ticket({"id": "tkt_1", "number": "T-1042"}, contact_known=False)
    await page.get_by_role("button", name="Tell us how to reach you").click()
    await page.get_by_label("Name").fill("Mara Lind")
    await page.get_by_label("Email").fill("mara@example.org")
    await page.get_by_role("button", name="Send to the team").click()
    await expect(page.locator(".ticket")).to_have_count(1)
    await expect(page.locator(".ticket button")).to_have_count(0)


async def test_who_types_how_to_reach_them_is_not_asked_again(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    gateway.replies["mara@example.org"] = Reply("Thank you.", blocks=[{"type": "contact_known"}])
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    await gateway.talk.tell_ticket({"id": "tkt_1", "number": "T-1042"}, contact_known=False)
    await expect(page.get_by_role("button", name="Tell us how to reach you")).to_be_visible()
    await ask(page, "mara@example.org")
    for _ in range(2):
        await expect(replies(page)).to_have_count(2)
        await expect(page.locator(".ticket")).to_have_count(1)
        await expect(page.locator(".ticket button")).to_have_count(0)
        await page.reload()


async def test_agent_is_heard_also_when_the_chat_is_closed(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    await gateway.talk.join_agent("Jonas")
    await expect(page.locator(".notice-quiet")).to_have_text("Jonas joined the conversation")
    await page.keyboard.press("Escape")
    await gateway.talk.say_as_agent("Hello, this is Jonas.")
    await expect(page.locator(".badge")).to_have_text("1")
    await page.locator(".launcher").click()
    await expect(page.locator(".reply.agent")).to_contain_text("Hello, this is Jonas.")
    await expect(page.locator(".badge")).to_have_count(0)
    await ask(page, "Thank you")
    await expect(page.locator(".said.sent")).to_have_count(2)
    await expect(page.locator(".live")).to_have_count(0)


async def test_feedback_is_sent_once(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await ask(page, PRICE)
    await page.get_by_role("button", name="This did not help").click()
    await page.get_by_label("What was missing?").fill("The weight")
    await page.keyboard.press("Enter")
    await expect(page.locator(".thanks")).to_be_visible()
    await soon(lambda: told(gateway))
    await page.reload()
    await expect(page.locator(".thanks")).to_be_visible()
    assert gateway.asked("/feedback") == [{"rating": 1, "comment": "The weight"}]


async def told(gateway: FakeGateway) -> bool:
    return bool(gateway.asked("/feedback"))


async def test_hostile_answer_stays_text(gateway: FakeGateway, visit: OpenPage) -> None:
    text = '<img src=x onerror="document.title=1"> ![x](https://evil.example/x.png) [go](javascript:alert(1))'
    gateway.replies["Evil"] = Reply(text)
    page = await visit()
    await ask(page, "Evil")
    await expect(replies(page)).to_contain_text("<img src=x")
    assert await replies(page).locator("img, [onerror], a[href^=javascript]").count() == 0


async def test_keyboard_alone(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await page.keyboard.press("Tab")
    await expect(page.locator(".launcher")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".field textarea")).to_be_focused()
    await page.keyboard.type("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await expect(page.locator(".field textarea")).to_have_value("one\ntwo")
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble")).to_have_text("one\ntwo")
    await page.keyboard.press("Escape")
    await expect(page.locator(".panel")).to_be_hidden()
    await expect(page.locator(".launcher")).to_be_focused()


async def test_too_long_text_is_counted_and_held_back(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await ask(page, "x" * 4_003)
    await expect(page.locator("#left")).to_have_text("3 characters too many")
    await expect(page.get_by_role("button", name="Send message")).to_be_disabled()
    assert gateway.asked("/messages") == []


async def test_page_commands_settings_and_remove(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.host_lang = "de"
    gateway.host_script = """
        window.AnswerbusSettings = {title: "Hilfe", position: "left", colors: {primary: "#ffd84d"}};
        window.Answerbus = function () { (Answerbus.q = Answerbus.q || []).push(arguments) };
        window.heard = [];
        Answerbus("on", "message", (message) => heard.push(message.text));
        Answerbus("open");"""
    page = await visit()
    await expect(page.locator(".panel")).to_be_visible()
    await expect(page.locator(".header h2")).to_have_text("Hilfe")
    await expect(page.locator(".field textarea")).to_have_attribute("placeholder", "Stellen Sie eine Frage…")
    box = await page.locator(".launcher").bounding_box()
    assert box and box["x"] < 40
    await ask(page, "Mars?")
    await expect(replies(page)).to_have_count(1)
    assert await page.evaluate("heard") == ["The handbook does not say."]
    await page.evaluate("Answerbus('remove')")
    await expect(page.locator("answerbus-widget")).to_have_count(0)
    assert await page.evaluate("[typeof Answerbus, localStorage.length, document.cookie]") == [
        "undefined",
        0,
        "",
    ]


async def test_every_question_says_on_which_page_it_was_asked(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit("/demo?token=secret")
    await page.get_by_role("button", name="Ask the assistant").click()
    await ask(page, "Mars?")
    await expect(replies(page)).to_have_count(1)
    await page.evaluate("history.pushState({}, '', '/checkout#card')")
    await ask(page, "Mars again?")
    await expect(replies(page)).to_have_count(2)
    pages = [call["page_url"].partition("://")[2] for call in gateway.asked("/messages")]
    assert [page.partition("/")[2] for page in pages] == ["demo", "checkout"]


async def test_phone_is_filled_and_keeps_the_focus_inside(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit(viewport={"width": 390, "height": 844})
    await page.locator(".launcher").click()
    await expect(page.locator(".panel")).to_be_in_viewport(ratio=1)

    async def fills() -> bool:
        box = await page.locator(".panel").bounding_box()
        return bool(box and (box["width"], box["height"]) == (390, 844))

    await soon(fills)
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.localName") == "answerbus-widget"
