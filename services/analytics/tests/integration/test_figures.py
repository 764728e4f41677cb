from __future__ import annotations

from datetime import date, timedelta

import pytest

from analytics.testing import facts
from chassis.errors import Refused
from chassis.testing.fakes import event_of
from contracts.base import Fact
from contracts.envelope import AnyEvent
from contracts.requests import OVERVIEW, Figures
from contracts.shapes import Outcome

from .conftest import WEEK, Office


def events(*told: Fact) -> list[AnyEvent]:
    return [event_of(fact, event_id=f"evt_{n}") for n, fact in enumerate(told)]


def conversation(name: str, *outcomes: Outcome | None) -> list[Fact]:
    told: list[Fact] = [facts.started(name)]
    for n, outcome in enumerate(outcomes):
        told.append(facts.submitted(f"{name}_{n}", name))
        if outcome is not None:
            told.append(facts.answered(f"{name}_{n}", name, outcome))
    return told


async def test_each_conversation_ends_in_one_way(office: Office) -> None:
    told: list[Fact] = [
        *conversation("answered", Outcome.FAILED, Outcome.ANSWERED, Outcome.DECLINED),
        *conversation("asked for a person", Outcome.ANSWERED),
        facts.handed_off("asked for a person"),
        *conversation("given to a person", Outcome.HANDED_OFF),
        *conversation("failed", Outcome.CLARIFIED, Outcome.FAILED),
        *conversation("not known", Outcome.DECLINED),
        *conversation("never answered", None),
        *conversation("left after a question", Outcome.CLARIFIED),
        *conversation("said nothing"),
        facts.ended("said nothing"),
        *conversation("has just begun"),
    ]
    async with office.service() as service:
        await office.tell(events(*told))
        await office.all_folded(service)
        [overview], volume, outcomes = await office.figures()
    expected = {"answered": 1, "handed_off": 2, "failed": 2, "abandoned": 3, "open": 1}
    assert {name: overview[name] for name in expected} == expected
    assert (overview["conversations"], overview["turns"]) == (9, 10)
    [day] = outcomes
    assert day["conversations"] == expected
    assert day["turns"] == {
        "answered": 2,
        "clarified": 2,
        "handoff_offered": 0,
        "handed_off": 1,
        "declined": 2,
        "failed": 2,
        "unanswered": 1,
    }
    assert [(row["day"], row["bot_id"], row["turns"]) for row in volume] == [("2026-03-01", "bot_1", 10)]


async def test_latency_is_interpolated_from_turns(office: Office) -> None:
    told = [
        facts.answered(f"trn_{n}", "cnv_1", took=timedelta(milliseconds=100 * n), tokens=1000)
        for n in range(1, 12)
    ]
    async with office.service() as service:
        await office.tell(events(*told))
        await office.all_folded(service)
        [[overview], [volume], _] = await office.figures()
    assert (overview["latency_p50_ms"], overview["latency_p95_ms"]) == pytest.approx((600, 1050))
    assert overview["first_token_p50_ms"] == pytest.approx(300)
    assert (volume["latency_p50_ms"], volume["latency_p95_ms"]) == pytest.approx((600, 1050))
    assert (overview["prompt_tokens"], overview["completion_tokens"]) == (11_000, 5_500)
    assert overview["cost_usd"] == pytest.approx(0.011)


async def test_days_bots_and_workspaces_are_kept_apart(office: Office) -> None:
    late = facts.FIRST + timedelta(hours=3)
    told = events(
        facts.submitted("trn_1", "cnv_1"),
        facts.submitted("trn_2", "cnv_2", late),
        facts.submitted("trn_3", "cnv_3", bot_id="bot_2"),
    )
    foreign = event_of(facts.submitted("trn_1", "cnv_1"), event_id="foreign", workspace_id="wsp_2")
    async with office.service() as service:
        await office.tell([*told, foreign])
        await office.all_folded(service)
        _, volume, _ = await office.figures()
        _, one_bot, _ = await office.figures(WEEK.model_copy(update={"bot_id": "bot_2"}))
        _, one_day, _ = await office.figures(WEEK.model_copy(update={"last_day": date(2026, 3, 1)}))
        [nothing], _, _ = await office.figures(WEEK.model_copy(update={"workspace_id": "wsp_3"}))
    assert [(row["day"], row["bot_id"], row["turns"]) for row in volume] == [
        ("2026-03-01", "bot_1", 1),
        ("2026-03-01", "bot_2", 1),
        ("2026-03-02", "bot_1", 1),
    ]
    assert [row["bot_id"] for row in one_bot] == ["bot_2"]
    assert len(one_day) == 2
    assert (nothing["turns"], nothing["latency_p50_ms"], nothing["feedback_average"]) == (0, None, None)


async def test_appointments_count_once_however_often_they_move(office: Office) -> None:
    history = facts.random_history(7)
    booked = {e.data.appointment_id for e in history if e.type == "appointment.booked.v1"}
    cancelled = [e for e in history if e.type == "appointment.cancelled.v1"]
    async with office.service() as service:
        await office.tell(history)
        await office.all_folded(service)
        [overview], _, _ = await office.figures()
    assert overview["appointments"] == len(booked) > 0
    assert overview["appointments_cancelled"] == len(cancelled) > 0


async def test_days_the_wrong_way_round_are_refused(office: Office) -> None:
    ask = Figures(workspace_id="wsp_1", first_day=date(2026, 3, 2), last_day=date(2026, 3, 1))
    async with office.service():
        with pytest.raises(Refused, match="not before first_day") as refused:
            await office.gateway.ask(OVERVIEW, ask)
    assert refused.value.status == 422


async def test_a_restart_in_the_middle_is_not_noticed(office: Office) -> None:
    told = facts.random_history(7, conversations=150)
    for part in range(4):
        async with office.service():
            await office.tell(told[part::4])
    async with office.service() as service:
        await office.all_folded(service)
        [[overview], _, _] = await office.figures()
    turns = {event.data.turn_id for event in told if event.data.kind == "chat.turn_submitted"}
    assert overview["turns"] == len(turns)
