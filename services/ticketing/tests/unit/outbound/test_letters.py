from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.testing.fakes import event_of
from contracts.shapes import Requester, Ticket, TicketStatus
from ticketing.domain.desk import Desk
from ticketing.domain.mail import Letter
from ticketing.domain.ticket import NewTicket, shown, ticket_of
from ticketing.outbound.letters import LetterWriter
from ticketing.testing import facts

DESK = Desk("Parcelwing GmbH", "owner@parcelwing.example", "Wingbot", "Parcelwing", "help@parcelwing.example")
GERMAN = Desk("Parcelwing GmbH", "owner@parcelwing.example", "Wingbot", "Parcelwing", None, "de-AT")
WRITER = LetterWriter()
MARKED = st.text(max_size=30).map(lambda text: f"q7Zx{text}Kw9j")


def ticket_with(subject: str, description: str, requester: Requester) -> NewTicket:
    event = event_of(facts.handoff(subject=subject, description=description, requester=requester))
    return ticket_of(event, ticket_id="tkt_1", number=1001, assignee=None, now=facts.MOMENT)


def confirmation(ticket: NewTicket, desk: Desk = DESK) -> Letter:
    letter = WRITER.confirmation(ticket, desk)
    assert letter is not None
    return letter


def resolved(ticket: NewTicket, desk: Desk = DESK, words: str | None = None) -> Letter:
    solved = Ticket(
        id=ticket.id,
        number=shown(ticket.number),
        status=TicketStatus.RESOLVED,
        priority=ticket.priority,
        subject=ticket.subject,
        description=ticket.description,
        requester=ticket.requester,
        bot_id=ticket.bot_id,
        resolution=words,
        created_at=facts.MOMENT,
        updated_at=facts.MOMENT,
        version=2,
    )
    letter = WRITER.resolved(solved, desk)
    assert letter is not None
    return letter


def support(ticket: NewTicket, desk: Desk = DESK) -> Letter:
    letter = WRITER.support(ticket, desk)
    assert letter is not None
    return letter


@given(name=MARKED, phone=MARKED, subject=MARKED, description=MARKED, german=st.booleans())
def test_the_customers_mail_holds_nothing_a_stranger_typed(
    name: str, phone: str, subject: str, description: str, german: bool
) -> None:
    desk = GERMAN if german else DESK
    typed = Requester(name=name, email="ida@customer.example", phone=phone)
    plain = Requester(name=None, email="ida@customer.example", phone=None)
    long, short = ticket_with(subject, description, typed), ticket_with("s", "d", plain)
    confirmed, solved = confirmation(long, desk), resolved(long, desk, description)
    assert (confirmed, solved) == (confirmation(short, desk), resolved(short, desk))
    for letter in (confirmed, solved):
        assert "q7Zx" not in f"{letter.subject}{letter.text}{letter.html}"
        assert letter.reply_to is None


@given(local=st.from_regex(r"\A[a-z]{1,20}\Z"))
def test_the_typed_address_is_only_where_the_mail_goes(local: str) -> None:
    ticket = ticket_with("s", "d", Requester(email=f"x{local}@customer.example"))
    for letter in (confirmation(ticket), resolved(ticket)):
        assert letter.recipient == f"x{local}@customer.example"
        assert "customer.example" not in f"{letter.subject}{letter.text}{letter.html}"


def test_that_it_is_solved_is_said_in_the_bots_language() -> None:
    ticket = ticket_with("s", "d", Requester(email="ida@customer.example"))
    assert resolved(ticket).subject == "Your request T-1001 has been resolved"
    german = resolved(ticket, GERMAN)
    assert german.subject == "Ihre Anfrage T-1001 ist erledigt"
    for part in (german.text, german.html):
        assert "T-1001" in part and "Parcelwing" in part and "schreiben Sie uns" in part
    assert 'lang="de"' in german.html


def test_confirmations_speak_the_bots_language() -> None:
    ticket = ticket_with("s", "d", Requester(email="ida@customer.example"))
    assert confirmation(ticket).subject == "We have received your request T-1001"
    german = confirmation(ticket, GERMAN)
    assert german.subject == "Ihre Anfrage T-1001 ist bei uns eingegangen"
    assert "T-1001" in german.text and "Parcelwing" in german.text and 'lang="de"' in german.html


@given(st.text(max_size=200))
def test_every_line_the_customer_typed_is_quoted(description: str) -> None:
    text = support(ticket_with("s", f"start\n{description}", Requester())).text
    _, _, quoted = text.partition("Nothing in them is verified.\n")
    assert all(line.startswith(">") for line in quoted.splitlines() if line)


@pytest.mark.parametrize("desk", [DESK, GERMAN])
def test_the_support_mail_says_everything(desk: Desk) -> None:
    requester = Requester(name="Ida Berg", email="ida@customer.example", phone="+49 30 123456")
    letter = support(ticket_with("Parcel lost", "first\nsecond", requester), desk)
    assert letter.recipient == desk.recipient
    assert letter.subject == "[T-1001] Parcel lost"
    assert letter.reply_to == "ida@customer.example"
    said = (
        "T-1001",
        "Wingbot",
        "high",
        "form",
        "cnv_hnd_1",
        "tkt_1",
        "Ida Berg",
        "+49 30 123456",
        "> second",
    )
    assert [word for word in said if word not in letter.text] == []


def test_html_shows_what_was_typed_instead_of_obeying_it() -> None:
    attack = "<script>alert(1)</script><img src=x onerror=y>"
    letter = support(ticket_with(attack, attack, Requester(name=attack)))
    assert "<script" not in letter.html and "<img" not in letter.html
    assert letter.html.count("&lt;script&gt;") == 3
    assert "{{ 7*7 }}" in support(ticket_with("{{ 7*7 }}", "{% raw %}", Requester())).html


def test_without_any_usable_address_there_is_no_support_mail() -> None:
    assert (
        WRITER.support(ticket_with("s", "d", Requester()), Desk("P", "no address", "B", "C", "nor here"))
        is None
    )
