"""The widget in a real Chromium against a gateway that fails on demand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.e2e.conftest import CHROMIUM_ARGS
from tests.e2e.fake_gateway import STATIC, FakeGateway
from tests.e2e.fake_talk import Reply
from tests.e2e.serving import serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    if not (STATIC / "widget" / "widget.js").exists():
        pytest.fail("widget.js is not built: npm --prefix services/gateway/web ci, then … run build")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def gateway() -> AsyncIterator[FakeGateway]:
    fake = FakeGateway()
    price = "A size M parcel costs **5.90 EUR** in Zone 1 [1]."
    more = [{"label": "And size L?", "text": "How much is a size L parcel?"}]
    fake.replies[PRICE] = Reply(price, citations=[HANDBOOK], suggested_actions=more)
    fake.replies["Tell me all"] = Reply(LONG)
    fake.replies["Mars?"] = Reply("The handbook does not say.", outcome="declined")
    async with serving(fake):
        yield fake


@pytest_asyncio.fixture(loop_scope="module")
async def visit(browser: Browser, gateway: FakeGateway) -> AsyncIterator[OpenPage]:
    contexts = []
    troubles: list[str] = []

    async def visit(path: str = "/host", **context: Any) -> Page:
        contexts.append(await browser.new_context(**context))
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


async def ask(page: Page, text: str) -> None:
    if not await page.locator(".panel").is_visible():
        await page.locator(".launcher").click()
    await page.locator(".field textarea").fill(text)
    await page.keyboard.press("Enter")


def replies(page: Page) -> Any:
    return page.locator(".reply.bot:not(.live) .text")


async def test_suggested_question_is_answered_with_its_source(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit("/demo")
    await page.get_by_role("button", name="Ask the assistant").click()
    await expect(page.locator(".field textarea")).to_be_focused()
    await page.get_by_role("button", name=PRICE).click()
    await expect(replies(page)).to_have_text("A size M parcel costs 5.90 EUR in Zone 1 1.")
    await page.get_by_role("button", name="Source 1: Customer Handbook").click()
    await expect(page.locator(".source")).to_contain_text("Page 7")
    await expect(page.locator(".source blockquote")).to_have_text(HANDBOOK["quote"])
    link = page.get_by_role("link", name="Open the source")
    assert await link.get_attribute("rel") == "noopener noreferrer nofollow"
    await page.get_by_role("button", name="And size L?").click()
    await expect(page.locator(".bubble")).to_have_text([PRICE, "How much is a size L parcel?"])
    assert [call["locale"] for call in gateway.asked("/conversations")] == ["en"]


@pytest.mark.parametrize("cuts", [[0], [1], [5], [9, 3, 0, 12], [1, 1, 1, 1, 1]])
async def test_cut_stream_goes_on_to_the_exact_text(
    gateway: FakeGateway, visit: OpenPage, cuts: list[int]
) -> None:
    gateway.faults.cuts = cuts
    page = await visit()
    await ask(page, "Tell me all")
    await expect(replies(page)).to_have_text(LONG.strip(), timeout=30_000)
    posts = gateway.asked("/messages")
    assert len({post["client_message_id"] for post in posts}) == 1
    assert len(gateway.talk.turns) == 1
    await expect(page.locator(".bubble")).to_have_count(1)


async def test_bus_away_is_waited_out_with_the_same_id(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.faults.unavailable = 2
    page = await visit()
    await ask(page, PRICE)
    await expect(page.locator(".reconnecting")).to_be_visible()
    await expect(replies(page)).to_have_count(1, timeout=15_000)
    await expect(page.locator(".reconnecting")).to_have_count(0)
    posts = gateway.asked("/messages")
    assert len(posts) == 3 and len({post["client_message_id"] for post in posts}) == 1


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
    gateway.replies["Slow"] = Reply(LONG, delay=0.03)
    page = await visit()
    await ask(page, "Slow")
    await page.locator(".streaming").wait_for()
    await page.reload()
    await expect(page.locator(".streaming")).to_contain_text("A parcel 📦 travels")
    await expect(replies(page)).to_have_text(LONG.strip(), timeout=15_000)
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
    await expect(replies(page)).to_have_count(1, timeout=15_000)
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


async def hand_off(page: Page) -> None:
    await page.get_by_role("button", name="Talk to a person").last.click()
    await page.get_by_label("Name").fill("Mara Lind")
    await page.get_by_label("Email").fill("mara@example.org")
    await page.get_by_role("button", name="Send to the team").click()
    await page.locator(".ticket").wait_for()


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
    assert requests[-1]["priority"] == "high" and requests[-1]["description"] == "Mars?"
    await expect(page.locator(".offer")).to_have_count(0)


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
    await page.reload()
    await expect(page.locator(".thanks")).to_be_visible()
    assert gateway.asked("/feedback") == [{"rating": 1, "comment": "The weight"}]


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


async def test_phone_is_filled_and_keeps_the_focus_inside(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit(viewport={"width": 390, "height": 844})
    await page.locator(".launcher").click()
    await expect(page.locator(".panel")).to_be_in_viewport(ratio=1)
    box = await page.locator(".panel").bounding_box()
    assert box and (box["width"], box["height"]) == (390, 844)
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.localName") == "answerbus-widget"
