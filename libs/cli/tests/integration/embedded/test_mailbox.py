import asyncio
import sys
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import httpx
import pytest

from answerbus.embedded.ports import LOOPBACK, free_port
from answerbus.embedded.process import Program


class Mailbox(Program):
    def __init__(self, folder: Path) -> None:
        self.smtp_port, self.http_port = free_port(), free_port()
        argv = [sys.executable, "-m", "answerbus.embedded.mailbox", "--dir", str(folder / "mails")]
        argv += ["--smtp-port", str(self.smtp_port), "--http-port", str(self.http_port)]
        super().__init__("mailbox", argv, folder / "mailbox.log")

    async def get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{self.http_port}") as client:
            return await client.get(path)

    async def ready(self) -> None:
        async with asyncio.timeout(60):
            while True:
                try:
                    await self.get("/api/stats")
                    return
                except httpx.TransportError:
                    await asyncio.sleep(0.02)

    async def mail(self, message_id: str, size: int = 10) -> None:
        message = EmailMessage()
        message["From"], message["To"] = "support@example.com", "ann@example.com"
        message["Subject"], message["Message-ID"] = "Your ticket", message_id
        message.set_content("x" * size)
        await aiosmtplib.send(message, hostname=LOOPBACK, port=self.smtp_port, start_tls=False)


@pytest.fixture
async def mailbox(tmp_path: Path) -> AsyncIterator[Mailbox]:
    mailbox = Mailbox(tmp_path)
    await mailbox.start()
    await mailbox.ready()
    yield mailbox
    await mailbox.stop()


async def test_a_mail_that_was_accepted_survives_kill_9_and_is_not_delivered_twice(mailbox: Mailbox) -> None:
    await mailbox.mail("<1@example.com>")
    await mailbox.kill()
    await mailbox.start()
    await mailbox.ready()
    await mailbox.mail("<1@example.com>")
    await mailbox.mail("<2@example.com>")
    items = (await mailbox.get("/api/messages")).json()["items"]
    assert [item["message_id"] for item in items] == ["<2@example.com>", "<1@example.com>"]
    assert (await mailbox.get("/api/stats")).json() == {"messages": 2, "suppressed": 1}


async def test_a_mail_that_is_too_large_is_refused_and_the_next_is_taken(mailbox: Mailbox) -> None:
    with pytest.raises(aiosmtplib.SMTPException):
        await mailbox.mail("<big@example.com>", size=11 << 20)
    await mailbox.mail("<small@example.com>")
    assert (await mailbox.get("/api/stats")).json()["messages"] == 1
