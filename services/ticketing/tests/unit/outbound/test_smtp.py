from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.domain.mail import Letter, Mail
from ticketing.domain.words import one_line
from ticketing.outbound.smtp import MailServer, message_of
from ticketing.testing.facts import MOMENT

HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Reply-To",
    "MIME-Version",
    "Content-Type",
}


def mail(subject: str = "s", text: str = "t", reply_to: str | None = "ida@customer.example") -> Mail:
    letter = Letter("support", "help@parcelwing.example", subject, text, "<p>h</p>", reply_to)
    return Mail("mail_1", "wsp_1", "tkt_1", "<tkt_1.support@answerbus>", letter, 1, MOMENT)


@given(st.text(), st.text())
def test_no_subject_or_body_makes_a_header(subject: str, text: str) -> None:
    written = mail(f"[T-1] {one_line(subject)}", one_line(text, 5000))
    message = message_from_bytes(
        message_of(written, "Support <s@answerbus.example>").as_bytes(), policy=default
    )
    assert set(message.keys()) <= HEADERS
    assert message["To"] == "help@parcelwing.example"


@pytest.mark.parametrize("field", ["subject", "reply_to"])
def test_a_line_break_in_a_header_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage"):
        message_of(mail(**{field: "x\r\nBcc: eve@evil.example"}), "s@answerbus.example")


def test_every_attempt_has_the_same_message_id() -> None:
    first, again = (message_of(mail(), "s@answerbus.example") for _ in range(2))
    assert first["Message-ID"] == again["Message-ID"] == "<tkt_1.support@answerbus>"
    assert first["Date"] == again["Date"]


def test_addresses_of_mail_servers() -> None:
    assert MailServer.at("smtp://127.0.0.1:2525") == MailServer("127.0.0.1", 2525, tls=False)
    assert MailServer.at("smtps://us%40er:p%3Aw@mail.example") == MailServer(
        "mail.example", 465, tls=True, user="us@er", password="p:w"
    )
    for nonsense in ("", "http://x", "smtp://", "mail.example:25"):
        with pytest.raises(ValueError, match="mail server"):
            MailServer.at(nonsense)
