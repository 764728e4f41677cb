from email.message import EmailMessage
from pathlib import Path

import pytest

from answerbus.embedded.mail_store import MailStore


def mail(message_id: str | None = "<1@example.com>", text: str = "Your ticket is T-1001.") -> bytes:
    message = EmailMessage()
    message["From"] = "Support <support@example.com>"
    message["Subject"] = "Your ticket"
    if message_id:
        message["Message-ID"] = message_id
    message.set_content(text)
    return message.as_bytes()


def test_the_same_message_reaches_a_recipient_once_and_is_counted(tmp_path: Path) -> None:
    store = MailStore(tmp_path)
    store.deliver(mail(), "support@example.com", ["ann@example.com"])
    store.deliver(mail(), "support@example.com", ["ANN@example.com", "bob@example.com"])
    assert [kept.to for kept in store.newest_first()] == ["bob@example.com", "ann@example.com"]
    assert store.suppressed == 1


def test_messages_without_an_id_are_all_kept(tmp_path: Path) -> None:
    store = MailStore(tmp_path)
    for _ in range(2):
        store.deliver(mail(None), "a@example.com", ["ann@example.com"])
    assert len(store.newest_first()) == 2


def test_everything_is_known_again_after_a_restart(tmp_path: Path) -> None:
    first = MailStore(tmp_path)
    first.deliver(mail(), "a@example.com", ["ann@example.com"])
    first.deliver(mail(), "a@example.com", ["ann@example.com"])
    again = MailStore(tmp_path)
    assert again.newest_first() == first.newest_first()
    assert again.suppressed == 1
    again.deliver(mail(), "a@example.com", ["ann@example.com"])
    assert (len(again.newest_first()), again.suppressed) == (1, 2)


def test_an_entry_that_a_crash_cut_is_dropped_and_the_mail_may_come_again(tmp_path: Path) -> None:
    MailStore(tmp_path).deliver(mail("<1@example.com>"), "a@example.com", ["ann@example.com"])
    index = tmp_path / "index.jsonl"
    whole = index.read_bytes()
    index.write_bytes(whole + whole[:40])
    store = MailStore(tmp_path)
    store.deliver(mail("<2@example.com>"), "a@example.com", ["ann@example.com"])
    assert len(MailStore(tmp_path).newest_first()) == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00 no headers at all",
        b"Content-Type: text/plain; charset=made-up\r\n\r\nhello",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\nbroken",
        b"Content-Type: text/plain; charset*=utf-8''a%00\"\x00\r\n\r\nhello",
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/plain; charset="utf\x00-8"\r\n\r\nhello\r\n--b--\r\n',
        b"Subject: =?utf-8?b?broken\r\nMessage-ID: <<>\r\n\r\nhi",
    ],
)
def test_whatever_came_is_kept_as_it_came(tmp_path: Path, raw: bytes) -> None:
    store = MailStore(tmp_path)
    store.deliver(raw, "a@example.com", ["ann@example.com"])
    (kept,) = store.newest_first()
    assert store.raw(kept) == raw
