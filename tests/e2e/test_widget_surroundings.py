"""The widget in pages, windows and tabs that nobody arranged for it."""

from __future__ import annotations

import asyncio
from typing import Literal

import pytest
from playwright.async_api import expect

from tests.e2e.fake_gateway import SCRIPT, FakeGateway
from tests.e2e.fake_talk import Reply
from tests.e2e.widget_page import LONG, PRICE, OpenPage, ask, replies

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOSTILE = "* { letter-spacing: 5px; text-transform: uppercase; text-shadow: 1px 1px red; font-style: italic }"
DRESS = """rules => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
}"""
INHERITED = ["letterSpacing", "textTransform", "textShadow", "fontStyle"]


async def test_the_style_of_the_page_does_not_reach_inside(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await page.evaluate(DRESS, HOSTILE)
    seen = await page.locator(".below").evaluate(
        "(element, names) => names.map(name => getComputedStyle(element)[name])", INHERITED
    )
    assert seen == ["normal", "none", "none", "normal"]


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(253, 252, 250)"), ("dark", "rgb(23, 25, 28)")])
async def test_the_panel_is_paper_that_nothing_shines_through(
    gateway: FakeGateway, visit: OpenPage, scheme: Literal["light", "dark"], paper: str
) -> None:
    page = await visit()
    await page.emulate_media(color_scheme=scheme)
    await page.evaluate(DRESS, "* { --paper: transparent; color-scheme: only light }")
    await ask(page, PRICE)
    await expect(page.locator(".panel")).to_have_css("background-color", paper)


@pytest.mark.parametrize(
    "rules",
    [
        "body > * { position: relative; z-index: 1; transform: translateX(-90px); overflow: hidden }",
        "body > * { filter: blur(0); contain: layout; margin: 30px; display: block }",
        "body > * { container-type: inline-size; will-change: transform; display: block }",
    ],
)
async def test_no_rule_of_the_page_moves_or_covers_it(
    gateway: FakeGateway, visit: OpenPage, rules: str
) -> None:
    page = await visit(viewport={"width": 1000, "height": 700})
    await page.evaluate(DRESS, rules + "body::after { content: ''; position: fixed; inset: 0; z-index: 9 }")
    box = await page.locator(".launcher").bounding_box()
    assert box and (box["x"] + box["width"], box["y"] + box["height"]) == (980, 680)
    await page.locator(".launcher").click()
    await expect(page.locator(".panel")).to_be_in_viewport(ratio=1)


async def test_it_takes_no_room_in_the_page(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await page.evaluate(DRESS, "body { display: flex; gap: 40px; justify-content: flex-end }")
    room = await page.evaluate("innerWidth - document.querySelector('h1').getBoundingClientRect().right")
    assert room == 8


async def test_on_a_page_from_right_to_left_its_words_stand_in_order(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    gateway.host_lang = 'ar" dir="rtl'
    page = await visit()
    await expect(page.locator(".widget")).to_have_css("direction", "ltr")
    await expect(page.locator(".widget")).to_have_attribute("lang", "en")


async def test_the_page_may_hide_it_and_paper_shows_none(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await page.emulate_media(media="print")
    await expect(page.locator(".launcher")).to_be_hidden()
    await page.emulate_media(media="screen")
    await expect(page.locator(".launcher")).to_be_visible()
    await page.evaluate(DRESS, "answerbus-widget { display: none }")
    await expect(page.locator(".launcher")).to_be_hidden()


async def test_two_scripts_make_one_chat(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.host_scripts = SCRIPT * 3
    page = await visit()
    await ask(page, PRICE)
    await replies(page).wait_for()
    assert await page.locator("answerbus-widget").count() == 1


async def test_an_unknown_key_leaves_nothing_behind(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    gateway.host_scripts = SCRIPT.replace("pk_test", "pk_other")
    async with page.expect_console_message(lambda said: "no such bot" in said.text):
        await page.reload()
    await expect(page.locator("answerbus-widget")).to_have_count(0)


async def test_a_key_that_was_copied_with_blanks_is_known(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.host_scripts = SCRIPT.replace("pk_test", " pk_test ")
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)


async def test_a_tab_that_was_silent_joins_the_talk_of_another(gateway: FakeGateway, visit: OpenPage) -> None:
    silent = await visit()
    await silent.locator(".launcher").click()
    other = await silent.context.new_page()
    await other.goto(f"{gateway.url}/host")
    await ask(other, PRICE)
    await expect(replies(other)).to_have_count(1)
    await ask(silent, "Mars?")
    for page in (silent, other):
        await expect(replies(page)).to_have_count(2)
        await expect(page.locator(".bubble")).to_have_text([PRICE, "Mars?"])
    await gateway.talk.say_as_agent("Hello, this is Jonas.")
    await expect(silent.locator(".reply.agent")).to_have_count(1)
    assert len(gateway.talks) == 1


async def test_two_tabs_that_ask_at_once_both_show_both(gateway: FakeGateway, visit: OpenPage) -> None:
    held = asyncio.Event()
    gateway.replies["Slow?"] = Reply("It was slow.", held=held)
    one = await visit()
    await ask(one, PRICE)
    await replies(one).wait_for()
    two = await one.context.new_page()
    await two.goto(f"{gateway.url}/host")
    await two.locator(".bubble").wait_for()
    await ask(one, "Slow?")
    await expect(two.locator(".bubble")).to_have_count(2)
    await ask(two, "Mars?")
    await expect(replies(one)).to_have_count(2)
    held.set()
    for page in (one, two):
        await expect(replies(page)).to_have_count(3)
        await expect(page.locator(".bubble")).to_have_text([PRICE, "Slow?", "Mars?"])


async def test_the_question_of_another_tab_stands_before_its_answer(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    page = await visit()
    await ask(page, PRICE)
    await replies(page).wait_for()
    gateway.talk.store("contact", "Elsewhere?", "trn_other")
    answer = gateway.talk.store("bot", "From there.", "trn_other")
    await gateway.talk.say("reply.completed", {"turn_id": "trn_other", "message": answer})
    await expect(replies(page)).to_have_count(2)
    assert await page.locator(".bubble").all_inner_texts() == [PRICE, "Elsewhere?"]


async def test_a_long_answer_is_read_from_its_beginning(gateway: FakeGateway, visit: OpenPage) -> None:
    gateway.replies["All"] = Reply("\n\n".join([LONG] * 4), delay=0)
    page = await visit(viewport={"width": 640, "height": 400})
    await ask(page, "All")
    await replies(page).wait_for()
    await expect(page.get_by_role("button", name="Jump to the latest message")).to_be_visible()
    view = await page.locator(".scroller").bounding_box()
    answer = await replies(page).bounding_box()
    assert view and answer and view["y"] <= answer["y"] < view["y"] + view["height"] / 2
    await page.get_by_role("button", name="Jump to the latest message").click()
    await expect(page.get_by_role("button", name="Jump to the latest message")).to_be_hidden()


async def test_who_said_what_is_heard(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await ask(page, PRICE)
    await expect(page.get_by_role("article", name="You")).to_contain_text(PRICE)
    await expect(page.get_by_role("article", name="Wing Assistant")).to_contain_text("5.90 EUR")
    assert await page.get_by_role("banner").count() + await page.get_by_role("contentinfo").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_has_its_place_on_the_narrowest_screen(
    gateway: FakeGateway, visit: OpenPage, scheme: Literal["light", "dark"]
) -> None:
    page = await visit("/demo", color_scheme=scheme, viewport={"width": 280, "height": 600})
    assert await page.evaluate("document.documentElement.scrollWidth") == 280
    await page.get_by_role("button", name="Get help").click()
    await expect(page.locator(".starters button").first).to_be_in_viewport()
    await page.get_by_role("button", name="Talk to a person").first.click()
    left = [await page.get_by_label(name).bounding_box() for name in ("Name", "Email", "Phone")]
    assert len({box["width"] for box in left if box}) == 1
    await expect(page.locator(".latest")).to_have_count(0)


async def test_a_short_window_shows_more_than_the_greeting(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit(viewport={"width": 640, "height": 400})
    await page.locator(".launcher").click()
    await expect(page.locator(".starters button").first).to_be_in_viewport()
