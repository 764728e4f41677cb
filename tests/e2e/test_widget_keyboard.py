"""Who uses the widget by keyboard, by an input method or on a page with shortcuts, in a real Chromium."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import Route, expect

from tests.e2e.fake_gateway import FakeGateway
from tests.e2e.fake_talk import Reply
from tests.e2e.widget_page import LONG, PRICE, OpenPage, ask, replies

pytestmark = pytest.mark.asyncio(loop_scope="module")
SHORTCUTS = """window.heard = [];
for (const name of ["keydown", "keypress", "keyup"])
    document.addEventListener(name, (event) => heard.push(event.key));"""
PRESS = """(field, [key, more]) =>
    field.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, composed: true, ...more}))"""


async def test_a_button_that_is_gone_leaves_the_focus_in_the_chat(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    page = await visit()
    await page.locator(".launcher").click()
    field = page.locator(".field textarea")
    await page.get_by_role("button", name=PRICE).press("Enter")
    await expect(field).to_be_focused()
    source = page.get_by_role("button", name="Source 1 Customer Handbook Page 7")
    await source.press("Enter")
    await page.get_by_role("button", name="Close the source").press("Enter")
    await expect(source).to_be_focused()
    await page.get_by_role("button", name="This helped").press("Enter")
    await expect(field).to_be_focused()
    await page.get_by_role("button", name="And size L?").press("Enter")
    await expect(replies(page)).to_have_count(2)
    await expect(field).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".launcher")).to_be_focused()


async def test_on_a_phone_the_focus_stays_without_calling_the_keyboard(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    page = await visit(viewport={"width": 390, "height": 844})
    await page.locator(".launcher").click()
    await page.get_by_role("button", name=PRICE).press("Enter")
    await expect(page.locator(".scroller")).to_be_focused()
    await expect(page.get_by_role("dialog")).to_have_attribute("aria-modal", "true")


async def test_who_jumps_to_the_latest_message_is_there_at_once_and_keeps_the_focus(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    gateway.replies["All"] = Reply("\n\n".join([LONG] * 9), delay=0)
    page = await visit(viewport={"width": 640, "height": 400}, reduced_motion="reduce")
    await ask(page, "All")
    jump = page.get_by_role("button", name="Jump to the latest message")
    await jump.focus()
    left = """(button) => { const box = button.closest(".scroller"); button.click();
        return box.scrollHeight - box.clientHeight - box.scrollTop }"""
    assert await jump.evaluate(left) < 2
    await expect(jump).to_have_count(0)
    await expect(page.locator(".scroller")).to_be_focused()


async def test_an_agent_is_heard_by_who_does_not_see_the_badge(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await ask(page, PRICE)
    await expect(replies(page)).to_have_count(1)
    await gateway.talk.join_agent("Jonas")
    await expect(page.locator(".notice-quiet")).to_have_count(1)
    await page.keyboard.press("Escape")
    await gateway.talk.say_as_agent("Hello, this is Jonas.")
    await expect(page.get_by_role("status").filter(has_text="1 new message")).to_have_count(1)
    await page.locator(".launcher").click()
    await expect(page.get_by_role("status").filter(has_text="new message")).to_have_count(0)


async def test_the_page_takes_nothing_typed_here_for_a_shortcut(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    gateway.host_script = SHORTCUTS
    page = await visit()
    await page.keyboard.press("x")
    await page.locator(".launcher").click()
    await expect(page.locator(".field textarea")).to_be_focused()
    await page.keyboard.type("s/?")
    await expect(page.locator(".field textarea")).to_have_value("s/?")
    assert await page.evaluate("heard") == ["x", "x", "x"]


async def test_keys_of_an_input_method_neither_send_nor_close(gateway: FakeGateway, visit: OpenPage) -> None:
    page = await visit()
    await page.locator(".launcher").click()
    field = page.locator(".field textarea")
    await field.fill("にほん")
    for key, more in (
        ("Enter", {"isComposing": True}),
        ("Enter", {"keyCode": 229}),
        ("Escape", {"isComposing": True}),
    ):
        await field.evaluate(PRESS, [key, more])
        await expect(field).to_have_value("にほん")
        await expect(page.locator(".widget")).to_have_attribute("data-open", "true")
    await field.press("Enter")
    await expect(page.locator(".bubble")).to_have_text(["にほん"])


async def test_a_form_that_is_refused_keeps_its_words_and_the_focus(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    async def refuse(route: Route) -> None:
        body = json.dumps({"status": 422, "detail": "This phone number is too short."})
        await route.fulfill(status=422, content_type="application/problem+json", body=body)

    page = await visit()
    await page.route("**/handoff", refuse)
    await ask(page, "Mars?")
    await page.locator(".offer button").click()
    await page.get_by_label("Name").fill("Mara Lind")
    await page.get_by_label("Email").fill("mara@example.org")
    await page.get_by_role("button", name="Send to the team").press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("This phone number is too short.")
    await expect(page.get_by_role("button", name="Send to the team")).to_be_focused()
    await expect(page.get_by_label("Name")).to_have_value("Mara Lind")


async def test_an_address_that_only_the_server_doubts_is_shown_at_its_field(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    async def refuse(route: Route) -> None:
        body = json.dumps({"status": 422, "detail": "email: This is not an email address."})
        await route.fulfill(status=422, content_type="application/problem+json", body=body)

    page = await visit()
    await page.route("**/handoff", refuse)
    await page.locator(".launcher").click()
    await page.get_by_role("button", name="Talk to a person").first.click()
    await page.get_by_label("Name").fill("Mara Lind")
    await page.get_by_label("Email").fill("mara..lind@exa_mple.org")
    await page.get_by_label("Phone").fill("1" * 60)
    await page.get_by_label("How can we help?").fill("A parcel is lost.")
    await page.get_by_role("button", name="Send to the team").click()
    await expect(page.locator(".handoff .fault")).to_have_text("This does not look like an email address.")
    await expect(page.get_by_label("Email")).to_be_focused()
    await expect(page.get_by_label("Email")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("Phone")).to_have_value("1" * 50)


async def test_with_forced_colours_the_field_with_the_focus_is_seen(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    page = await visit(forced_colors="active")
    await page.locator(".launcher").click()
    await expect(page.locator(".field textarea")).to_be_focused()
    await expect(page.locator(".field")).to_have_css("outline-style", "solid")
    await page.get_by_role("button", name="Talk to a person").first.click()
    await expect(page.get_by_label("Name")).to_be_focused()
    await expect(page.get_by_label("Name")).to_have_css("outline-style", "solid")
    await expect(page.locator(".choices span").first).to_have_css("border-style", "solid")


async def test_with_forced_colours_a_button_of_the_demo_page_is_seen(
    gateway: FakeGateway, visit: OpenPage
) -> None:
    page = await visit("/demo", forced_colors="active")
    await expect(page.get_by_role("button", name="Track")).to_have_css("border-style", "solid")
