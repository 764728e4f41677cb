from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.appointment_requests import Slot, Slots
from contracts.facts.appointment import AppointmentCancelled
from conversation.domain.booking import announcement, card, choices, picker, spoken, wish_of
from conversation.domain.booking_words import WORDS
from conversation.domain.nlu.understanding import understand
from conversation.domain.privacy.pii import find_pii
from conversation.testing.appointments import FIRST, appointment

LANGUAGES = ("en", "de", "es", "fr")
BEFORE, AFTER = datetime(2026, 3, 28, 13, tzinfo=UTC), datetime(2026, 3, 30, 13, tzinfo=UTC)
TWICE = (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moves", [None, appointment()])
def test_what_the_picker_says_is_understood_as_the_time_it_stands_for(language: str, moves: object) -> None:
    slots = [Slot(starts_at=at, ends_at=at + timedelta(minutes=30)) for at in (BEFORE, AFTER, *TWICE)]
    zone = "America/New_York" if moves else "Europe/Berlin"
    block = picker(Slots(timezone=zone, slots=slots), language, moves=moves, ask_email=False)  # type: ignore[arg-type]
    for shown, slot in zip(block["slots"], slots, strict=True):
        text = block["say"].replace("{time}", shown.replace("T", " "))
        wish = wish_of(text, "Asia/Tokyo")
        assert (wish.at, wish.timezone) == (slot.starts_at, zone)
        assert (wish.does, wish.number) == (("move", "A-1001") if moves else ("book", None))
        assert understand(text).intent == "booking"
        assert not find_pii(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_card_offers_is_understood(language: str) -> None:
    move, cancel = choices([appointment()], language)
    assert [wish_of(each.text, None).does for each in (move, cancel)] == ["move", "cancel"]
    assert {wish_of(each.text, None).number for each in (move, cancel)} == {"A-1001"}
    for each in (move, cancel):
        assert understand(each.text).intent == "booking"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-30 15:00", datetime(2026, 3, 30, 13, tzinfo=UTC)),
        ("2026-03-30T15:00+02:00", datetime(2026, 3, 30, 13, tzinfo=UTC)),
        ("2026-03-30 15:00Z (Asia/Tokyo)", datetime(2026, 3, 30, 15, tzinfo=UTC)),
        ("2026-03-30 15:00 (Asia/Tokyo)", datetime(2026, 3, 30, 6, tzinfo=UTC)),
        ("2026-03-30 15:00 (Mars/Olympus)", datetime(2026, 3, 30, 13, tzinfo=UTC)),
        ("2026-13-30 15:00", None),
        ("2026-03-30 25:00", None),
        ("0001-01-01 00:00 (Asia/Tokyo)", None),
        ("9999-12-31 23:59-05:00", None),
        ("tomorrow at three", None),
    ],
)
def test_times_are_read_in_the_zone_they_name_or_else_the_customers(
    text: str, expected: datetime | None
) -> None:
    assert wish_of(f"Book an appointment {text}", "Europe/Berlin").at == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Friday, 27 March 2026, 09:00–09:30"),
        ("de", "Freitag, 27. März 2026, 09:00–09:30 Uhr"),
        ("es", "viernes, 27 de marzo de 2026, 09:00–09:30"),
        ("fr", "vendredi 27 mars 2026, 09:00–09:30"),
        ("tr", "Friday, 27 March 2026, 09:00–09:30"),
    ],
)
def test_times_are_spoken_by_the_customers_clock(language: str, expected: str) -> None:
    assert spoken(appointment(timezone="America/New_York"), language) == expected


def test_every_language_has_every_sentence() -> None:
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["en"])}
    for key, text in WORDS["en"].items():
        holes = {word for word in ("{number}", "{when}", "{zone}") if word in text}
        for words in WORDS.values():
            assert {word for word in ("{number}", "{when}", "{zone}") if word in words[key]} == holes, key


def test_a_card_says_how_an_appointment_is_and_cancelled_ones_offer_nothing() -> None:
    one = appointment()
    assert card(one, "en")["status"] == "booked" and "ctc_1" not in str(card(one, "en"))
    assert choices([one.model_copy(update={"status": "cancelled"})], "en") == ()
    labels = [each.label for each in choices([one, appointment(1002)], "en")]
    assert len(set(labels)) == 4


def test_the_conversation_hears_of_what_happened_elsewhere() -> None:
    one = appointment()
    fact = AppointmentCancelled(
        appointment_id=one.id,
        number=one.number,
        conversation_id="cnv_1",
        bot_id="bot_1",
        agent=one.agent,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        timezone="Europe/Berlin",
        appointment_version=2,
        cancelled_by="usr_1",
        cancelled_at=FIRST,
    )
    message = announcement(fact, "cnv_1", "de-AT", "msg_1", FIRST)
    assert message.role == "system" and message.blocks[0]["status"] == "cancelled"
    assert "A-1001 am Freitag, 27. März 2026, 14:00–14:30 Uhr (Europe/Berlin) ist abgesagt" in message.text
