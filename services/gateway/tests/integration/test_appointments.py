"""Appointments over HTTP; the tiny diary stands for ticketing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from contracts.appointment_requests import Slots
from tests.support.gateway_stage import PASSWORD, Caller, Stage
from tests.support.tiny_diary import TOMORROW

NINE = {"starts_at": f"{TOMORROW}T09:00:00Z", "timezone": "Asia/Tokyo", "name": "Ida", "request_id": "r1"}


async def test_a_customer_books_moves_and_cancels_within_their_conversation(stage: Stage) -> None:
    owner = await stage.company()
    customer = await stage.customer(owner)
    here = f"/v1/conversations/{customer.ids['conversation']}"
    slots = await customer.call("GET", f"{here}/slots?timezone=Asia/Tokyo&from={TOMORROW}T00:00:00Z")
    assert slots.status == 200 and slots.json()["timezone"] == "Asia/Tokyo"
    booked = await customer.call("POST", f"{here}/appointments", NINE)
    again = await customer.call("POST", f"{here}/appointments", NINE)
    assert (booked.status, again.json()) == (201, booked.json())
    assert booked.json()["requester"] == {"name": "Ida", "email": None, "phone": None}
    place = f"/v1/appointments/{booked.json()['id']}"
    moved = await customer.call("PATCH", place, {"starts_at": f"{TOMORROW}T10:00:00+00:00"})
    assert moved.json()["starts_at"] == f"{TOMORROW}T10:00:00Z"
    assert (await owner.call("GET", "/v1/appointments?coming=true")).json()["items"] == [moved.json()]
    assert (await owner.call("DELETE", place)).json()["status"] == "cancelled"
    assert (await customer.call("GET", place)).json()["status"] == "cancelled"


async def test_whoever_comes_too_late_reads_what_is_free(stage: Stage) -> None:
    owner = await stage.company()
    first, second = await stage.customer(owner), await stage.customer(owner)
    for customer, status in ((first, 201), (second, 409)):
        body = {**NINE, "request_id": customer.ids["contact"]}
        path = f"/v1/conversations/{customer.ids['conversation']}/appointments"
        answer = await customer.call("POST", path, body)
        assert answer.status == status
    problem = answer.json()
    assert "Somebody was faster" in problem["detail"] and problem["title"] == "Time not free"
    free = Slots.read(problem["free"])
    assert free.slots and datetime.fromisoformat(NINE["starts_at"]) not in {s.starts_at for s in free.slots}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"starts_at": f"{TOMORROW}T09:00:00"}, "timezone"),
        ({"starts_at": "soon"}, "starts_at"),
        ({**NINE, "timezone": "Mars/Olympus"}, "no time zone"),
        ({**NINE, "email": "nowhere"}, "not an email"),
        ({}, "starts_at"),
    ],
)
async def test_nonsense_is_refused_with_a_sentence(stage: Stage, body: dict[str, str], says: str) -> None:
    customer = await stage.customer(await stage.company())
    answer = await customer.call(
        "POST", f"/v1/conversations/{customer.ids['conversation']}/appointments", body
    )
    assert answer.status == 422 and says in answer.json()["detail"]


async def test_managers_say_when_appointments_are_taken(stage: Stage) -> None:
    owner = await stage.company()
    place = f"/v1/bots/{owner.ids['bot']}/availability"
    assert (await owner.call("GET", place)).json()["weekly"] == {}
    hours = {"timezone": "Europe/Berlin", "weekly": {"mon": [["09:00", "17:00"]]}, "slot_minutes": 20}
    changed = (await owner.call("PUT", place, hours)).json()
    assert changed == (await owner.call("GET", place)).json() and changed["slot_minutes"] == 20
    cases: list[tuple[dict[str, Any], str]] = [
        ({"weekly": {"mon": [["17:00", "09:00"]]}}, "weekly.mon: 17:00 is not before 09:00."),
        ({"weekly": {"mon": [["9:00", "17:00"]]}}, "like 09:00, up to 24:00, and not like 9:00."),
        ({"weekly": {"mon": [["09:00+02:00", "17:00"]]}}, "not like 09:00+02:00."),
        ({"weekly": {"mon": [["09:00+02:00", "17:00+02:00"]]}}, "not like 09:00+02:00."),
        ({"weekly": {"monday": []}}, "weekly.monday: Input should be 'mon'"),
        ({"timezone": "Berlin"}, "timezone: This is no time zone, such as Europe/Berlin."),
        ({"slotminutes": 20}, "slotminutes: There is no such field."),
    ]
    for wrong, says in cases:
        refused = await owner.call("PUT", place, wrong)
        assert refused.status == 422 and says in refused.json()["detail"], wrong
    analyst = await _member(stage, owner, "analyst")
    assert (await analyst.call("PUT", place, hours)).status == 403
    assert (await analyst.call("DELETE", "/v1/appointments/apt_1")).status == 403
    assert (await analyst.call("GET", "/v1/appointments")).status == 200


async def _member(stage: Stage, owner: Caller, role: str) -> Caller:
    person = {"name": "Vic", "email": f"{role}@example.com", "role": role, "password": PASSWORD}
    await owner.call("POST", "/v1/users", person)
    login = urlencode({"username": person["email"], "password": PASSWORD}).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await stage.anybody().call("POST", "/v1/auth/token", login, **form)
    return Caller(stage.base_url, answer.json()["access_token"])
