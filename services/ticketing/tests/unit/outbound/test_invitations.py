from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.appointment_requests import Appointment
from contracts.shapes import Assignee, Requester
from ticketing.domain.desk import Desk
from ticketing.domain.mail import Letter, Mail
from ticketing.outbound.invitations import InvitationWriter
from ticketing.outbound.smtp import message_of

DESK = Desk("Parcelwing GmbH", "owner@parcelwing.example", "Wingbot", "Parcelwing", "help@parcelwing.example")
GERMAN = Desk("Parcelwing GmbH", "owner@parcelwing.example", "Wingbot", "Parcelwing", None, "de-AT")
WRITER = InvitationWriter()
MOMENT = datetime(2026, 3, 27, 13, 0, tzinfo=UTC)
MARKED = st.text(max_size=30).map(lambda text: f"q7Zx{text}Kw9j")


def appointment(requester: Requester | None = None, **change: object) -> Appointment:
    made = Appointment(
        id="apt_1",
        number="A-1001",
        status="booked",
        bot_id="bot_1",
        conversation_id="cnv_1",
        contact_id="ctc_1",
        agent=Assignee(user_id="usr_1", name="Alex Agent"),
        requester=requester or Requester(email="ida@customer.example"),
        starts_at=MOMENT,
        ends_at=MOMENT.replace(minute=30),
        timezone="America/New_York",
        created_at=MOMENT,
        updated_at=MOMENT,
        version=1,
    )
    return made.model_copy(update=change)


def letters(made: Appointment, desk: Desk = DESK) -> tuple[Letter, Letter]:
    customer = WRITER.to_customer(made, desk)
    agent = WRITER.to_agent(made, desk, "alex@parcelwing.example", "Europe/Berlin")
    assert customer is not None and agent is not None
    return customer, agent


@given(name=MARKED, phone=MARKED, german=st.booleans())
def test_no_mail_holds_anything_a_stranger_typed(name: str, phone: str, german: bool) -> None:
    desk = GERMAN if german else DESK
    typed = Requester(name=name, email="ida@customer.example", phone=phone)
    assert letters(appointment(typed), desk) == letters(appointment(), desk)


@given(local=st.from_regex(r"\A[a-z]{1,20}\Z"))
def test_the_typed_address_is_only_where_the_mail_goes(local: str) -> None:
    customer, agent = letters(appointment(Requester(email=f"x{local}@customer.example")))
    assert customer.recipient == f"x{local}@customer.example"
    for letter in (customer, agent):
        assert "customer.example" not in f"{letter.subject}{letter.text}{letter.html}{letter.calendar}"


def test_everybody_reads_the_time_in_their_own_zone() -> None:
    customer, agent = letters(appointment())
    assert "Friday, 27 March 2026, 09:00–09:30 (America/New_York)" in customer.text
    assert "Friday, 27 March 2026, 14:00–14:30 (Europe/Berlin)" in agent.text
    german, _ = letters(appointment(), GERMAN)
    assert "Freitag, 27. März 2026, 09:00–09:30 Uhr (America/New_York)" in german.text
    assert "Alex Agent" in customer.text and "cnv_1" in agent.text and "cnv_1" not in customer.text


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({}, "Your appointment A-1001"),
        ({"version": 2}, "Your appointment A-1001 has a new time"),
        ({"version": 3, "status": "cancelled"}, "Your appointment A-1001 is cancelled"),
    ],
)
def test_each_change_has_a_letter_of_its_own(change: dict[str, object], subject: str) -> None:
    made = appointment(**change)
    customer, agent = letters(made)
    assert customer.subject == subject
    assert (customer.kind, agent.kind) == (f"customer.{made.version}", f"agent.{made.version}")
    assert ("into your calendar" in customer.text) == (made.status == "booked")


def test_without_an_address_the_team_is_written_to_and_the_customer_is_not() -> None:
    assert WRITER.to_customer(appointment(Requester(email="nowhere")), DESK) is None
    agent = WRITER.to_agent(appointment(), DESK, None, "UTC")
    assert agent is not None and agent.recipient == "help@parcelwing.example"
    assert WRITER.to_agent(appointment(), Desk("P", "no address"), None, "UTC") is None


def test_the_mail_carries_the_calendar_as_a_file() -> None:
    customer, _ = letters(appointment(version=2, status="cancelled"))
    mail = Mail("m", "wsp_1", "apt_1", "<apt_1.customer.2@answerbus>", customer, 1, MOMENT)
    message = message_from_bytes(
        message_of(mail, "Support <s@answerbus.example>").as_bytes(), policy=policy.default
    )
    [part] = message.iter_attachments()
    assert part.get_content_type() == "text/calendar" and part.get_filename() == "appointment.ics"
    assert dict(part["Content-Type"].params) == {"charset": "utf-8", "method": "CANCEL"}
    assert part.get_payload(decode=True) == (customer.calendar or "").encode()
    body = message.get_body(("plain",))
    assert body is not None and "A-1001" in body.get_content()
