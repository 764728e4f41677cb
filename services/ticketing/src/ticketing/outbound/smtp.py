"""Hands mails to the company's mail server."""

from __future__ import annotations

from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib

from ticketing.domain.icalendar import method_of
from ticketing.domain.mail import Mail
from ticketing.ports import Undelivered

_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where to send; `tls` from the first byte, otherwise STARTTLS where the server offers it."""

    host: str
    port: int
    tls: bool
    user: str | None = None
    password: str | None = None

    @classmethod
    def at(cls, url: str) -> MailServer:
        """Raises ValueError with a sentence when this is no address of a mail server."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("The mail server's address must look like smtp://user:password@host:port.")
        tls = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 25),
            tls=tls,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


class SmtpPostman:
    """One connection per mail: mails are few, and a server that hangs holds up nobody else."""

    def __init__(self, smtp_url: str, mail_from: str) -> None:
        self._server = MailServer.at(smtp_url)
        self._mail_from = mail_from
        self._sender = parseaddr(mail_from)[1]

    async def send(self, mail: Mail) -> None:
        """Returns once the server has accepted the mail. Raises Undelivered."""
        try:
            await aiosmtplib.send(
                message_of(mail, self._mail_from),
                sender=self._sender,
                recipients=[mail.letter.recipient],
                hostname=self._server.host,
                port=self._server.port,
                username=self._server.user,
                password=self._server.password,
                use_tls=self._server.tls,
                timeout=_TIMEOUT,
            )
        except (aiosmtplib.SMTPException, MessageError, OSError, ValueError) as error:
            raise Undelivered(f"{type(error).__name__}: {error}") from error


def message_of(mail: Mail, mail_from: str) -> EmailMessage:
    """The mail as it travels. Raises ValueError rather than let a value break out of its header."""
    letter = mail.letter
    message = EmailMessage(policy=SMTP)
    message["From"] = mail_from
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if letter.reply_to is not None:
        message["Reply-To"] = letter.reply_to
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.calendar is not None:
        _attach(message, letter.calendar)
    return message


def _attach(message: EmailMessage, calendar: str) -> None:
    """Calendars read the method from the part's header."""
    message.add_attachment(
        calendar.encode(), maintype="text", subtype="calendar", filename="appointment.ics", cte="base64"
    )
    part = list(message.iter_attachments())[-1]
    part.set_param("charset", "utf-8")
    part.set_param("method", method_of(calendar))
