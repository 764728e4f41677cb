"""Mails as files, once for each message and recipient, as real mail servers keep them."""

from __future__ import annotations

import email
import email.policy
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from chassis import clock, ids


@dataclass(frozen=True, slots=True)
class Mail:
    """One delivery to one recipient. `text` is what a person reads, `received_at` RFC 3339."""

    id: str
    message_id: str
    sender: str
    to: str
    subject: str
    received_at: str
    text: str
    attachments: list[str]


class MailStore:
    """A folder of .eml files and `index.jsonl`, which says what was delivered to whom."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._index = folder / "index.jsonl"
        self._mails: dict[str, Mail] = {}
        self._seen: set[tuple[str, str]] = set()
        self.suppressed = 0
        self._load()

    def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> None:
        """Keep the mail for each recipient who has not had this Message-ID; on disk when it returns."""
        message = _parse(raw)
        for recipient in recipients:
            key = (_header(message, "message-id"), recipient.lower())
            if key[0] and key in self._seen:
                self.suppressed += 1
                self._append({"suppressed": key[0], "to": recipient})
                continue
            mail = _mail(message, key[0], sender, recipient)
            _write(self._folder / f"{mail.id}.eml", raw, "xb")
            self._append(asdict(mail))
            self._keep(mail)

    def newest_first(self) -> list[Mail]:
        return list(reversed(self._mails.values()))

    def get(self, mail_id: str) -> Mail | None:
        return self._mails.get(mail_id)

    def raw(self, mail: Mail) -> bytes:
        """The mail as it came over the wire."""
        return (self._folder / f"{mail.id}.eml").read_bytes()

    def _keep(self, mail: Mail) -> None:
        self._mails[mail.id] = mail
        self._seen.add((mail.message_id, mail.to.lower()))

    def _append(self, entry: dict[str, object]) -> None:
        _write(self._index, json.dumps(entry, ensure_ascii=False).encode() + b"\n", "ab")

    def _load(self) -> None:
        if not self._index.exists():
            return
        content = self._index.read_bytes()
        if content and not content.endswith(b"\n"):
            # a crash cut the last line: that mail was never acknowledged, so its sender comes again
            content = content[: content.rfind(b"\n") + 1]
            os.truncate(self._index, len(content))
        for line in content.splitlines():
            entry = json.loads(line)
            if "suppressed" in entry:
                self.suppressed += 1
            else:
                self._keep(Mail(**entry))


def _parse(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("The default policy makes EmailMessage objects.")
    return message


def _mail(message: EmailMessage, message_id: str, sender: str, recipient: str) -> Mail:
    return Mail(
        id=ids.new_id("mail"),
        message_id=message_id,
        sender=_header(message, "from") or sender,
        to=recipient,
        subject=_header(message, "subject"),
        received_at=clock.now().isoformat(),
        text=_text(message),
        attachments=_attachments(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message[name] or "").strip()
    except Exception:
        # the standard library's parser fails in many ways on what strangers write
        raw = [value for key, value in message.raw_items() if key.lower() == name]
        return str(raw[0]).strip()


def _text(message: EmailMessage) -> str:
    body: Any = None
    try:
        body = message.get_body(("plain", "html"))
        return str(body.get_content()) if body is not None else ""
    except Exception:
        payload = (body or message).get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _attachments(message: EmailMessage) -> list[str]:
    try:
        return [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    except Exception:
        return ["unreadable"]


def _write(path: Path, content: bytes, mode: str) -> None:
    with path.open(mode) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
