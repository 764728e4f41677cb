"""What answers show beside their text, and who is writing, in a real Chromium."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from contracts.blocks import Card
from tests.e2e.fake_gateway import FakeGateway
from tests.e2e.fake_talk import Reply
from tests.e2e.widget_page import HANDBOOK, PRICE, OpenPage, ask, replies

pytestmark = pytest.mark.asyncio(loop_scope="module")
CARD = Card(
    document_id="doc_1",
    title="Prices and sizes of parcels",
    text="A size M parcel in Zone 1 costs 5.90 EUR; it may weigh up to 5 kg. " * 2,
    url="https://parcelwing.example/prices",
    host="parcelwing.example",
).model_dump()
WEB = {**HANDBOOK, "title": "Opening hours", "url": "https://museum.example/", "page": None, "web": True}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_a_card_leads_to_its_page_and_loads_nothing(
    gateway: FakeGateway, visit: OpenPage, scheme: str, width: int
) -> None:
    gateway.replies[PRICE] = Reply("It costs **5.90 EUR** [1].", citations=[HANDBOOK], blocks=[CARD])
    page = await visit(color_scheme=scheme, viewport={"width": width, "height": 780})
    called: list[str] = []
    page.on("request", lambda request: called.append(request.url))
    await ask(page, PRICE)
    card = page.locator("a.card")
    await expect(card).to_contain_text("Prices and sizes of parcels")
    await expect(card).to_contain_text("parcelwing.example")
    assert await card.get_attribute("href") == CARD["url"]
    assert await card.get_attribute("rel") == "noopener noreferrer nofollow"
    assert await card.evaluate("each => each.scrollWidth <= each.clientWidth")
    assert all(url.startswith(gateway.url) for url in called)


async def test_a_card_that_leads_elsewhere_than_to_a_page_is_left_out(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    evil = [{**CARD, "url": url} for url in ("javascript:alert(1)", "data:text/html,x", None)]
    gateway.replies[PRICE] = Reply("It costs 5.90 EUR.", blocks=[*evil, {"type": "unheard"}])
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    await expect(page.locator(".card")).to_have_count(0)


async def test_a_page_of_the_web_is_marked(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.replies[PRICE] = Reply("It opens at 10:00 [1].", citations=[WEB])
    page = await visit()
    await ask(page, PRICE)
    await page.get_by_role("button", name="Source 1 Opening hours (From the web)").click()
    await expect(page.locator(".source")).to_contain_text("From the web")


async def test_an_agent_is_seen_writing_until_the_words_come(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    await gateway.talk.join_agent("Jonas")
    typing = page.get_by_role("status", name="Jonas is writing")

    async def writes(on: bool, **who: Any) -> None:
        await gateway.talk.say("typing", {"role": "agent", "typing": on, **who})

    await writes(True, name="Jonas")
    await expect(typing).to_be_visible()
    await writes(False, name="Jonas")
    await expect(typing).to_have_count(0, timeout=7_000)  # sooner than who is silent is forgotten
    await writes(True, name="Jonas")
    await expect(typing).to_be_visible()
    await gateway.talk.say_as_agent("Hello, this is Jonas.")
    await expect(page.locator(".reply.agent .text")).to_have_text("Hello, this is Jonas.")
    await expect(typing).to_have_count(0)


async def test_what_the_page_says_of_its_visitor_is_told(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.host_script = 'window.AnswerbusSettings = {attributes: {plan: "gold", timezone: "Mars"}};'
    page = await visit(timezone_id="Asia/Tokyo")
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    assert gateway.asked("/conversations")[0]["attributes"] == {"plan": "gold", "timezone": "Asia/Tokyo"}


@pytest.mark.parametrize("width", [360, 1280])
async def test_words_without_end_stay_inside(gateway: FakeGateway, visit: OpenPage, width: int) -> None:
    word = "Kapitaensmuetzenfabrik" * 9
    source = {**HANDBOOK, "title": word, "quote": f"https://parcelwing.example/{word}"}
    gateway.config["suggested_questions"].append(word)
    more = [{"label": word, "text": word}]
    gateway.replies[PRICE] = Reply(f"{word} [1]\n\n> {word}", citations=[source], suggested_actions=more)
    page = await visit(viewport={"width": width, "height": 780})
    wider = "all => all.filter(each => each.scrollWidth > each.clientWidth).map(each => each.className)"
    await page.locator(".launcher").click()
    await expect(page.locator(".starters button").last).to_be_visible()
    assert await page.locator(".scroller, .starters button").evaluate_all(wider) == []
    await ask(page, PRICE)
    await page.get_by_role("button", name="Source 1").last.click()
    await expect(page.locator(".source")).to_be_visible()
    assert await page.locator(".scroller, .source, .source *, .next button").evaluate_all(wider) == []


async def test_an_answer_from_right_to_left_is_laid_out_so(gateway: FakeGateway, visit: OpenPage) -> None:
    text = (
        "السعر هو 5.90 EUR.\n\n- البند الأول\n\n| الحجم | السعر |\n|---|---|\n| صغير | 4.90 |\n\nIn English."
    )
    gateway.replies[PRICE] = Reply(text)
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    inside = replies(page).locator("ul, li, table, td")
    assert (
        await inside.evaluate_all("all => all.map(each => getComputedStyle(each).direction)") == ["rtl"] * 5
    )
    where = "each => { const range = document.createRange(); range.selectNodeContents(each);"
    starts = where + "return range.getBoundingClientRect().left - each.getBoundingClientRect().left }"
    assert await replies(page).locator("p").last.evaluate(starts) == 0


@pytest.mark.parametrize(
    ("language", "placeholder", "person"),
    [
        ("es-MX", "Escriba su pregunta…", "Hablar con una persona"),
        ("fr", "Posez une question…", "Parler à une personne"),
        ("it", "Ask a question…", "Talk to a person"),
    ],
)
async def test_the_widget_speaks_the_language_of_the_page(
    gateway: FakeGateway, visit: OpenPage, language: str, placeholder: str, person: str
) -> None:
    gateway.host_lang = language
    page = await visit()
    await page.locator(".launcher").click()
    await expect(page.locator(".field textarea")).to_have_attribute("placeholder", placeholder)
    await expect(page.get_by_role("button", name=person).first).to_be_visible()


async def test_a_small_screen_begins_with_the_greeting(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit(viewport={"width": 360, "height": 330})
    await page.locator(".launcher").click()
    await expect(page.locator(".field textarea")).to_be_focused()
    scrolled = "box => [box.scrollTop, box.scrollHeight > box.clientHeight]"
    assert await page.locator(".scroller").evaluate(scrolled) == [0, True]
    await ask(page, "Tell me all")
    await expect(replies(page)).to_have_count(1)
    assert (await page.locator(".scroller").evaluate(scrolled))[0] > 0
