"""The mailbox as two pages without scripts; every word of a mail is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from answerbus.embedded.mail_store import Mail

_STYLE = (Path(__file__).parent / "mailbox.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def list_page(mails: Sequence[Mail]) -> str:
    """Newest first; asks for itself again every five seconds."""
    rows = "".join(_row(mail) for mail in mails)
    body = f"<ol>{rows}</ol>" if rows else '<p class="empty">No mail yet. It appears here by itself.</p>'
    count = "1 mail" if len(mails) == 1 else f"{len(mails)} mails"
    return _page(
        "Mailbox",
        f"<h1>Mailbox</h1><p class='note'>{count}. Everything Answerbus sends on this machine ends here; "
        f"nothing leaves it.</p><div class='card'>{body}</div>",
        refresh=True,
    )


def mail_page(mail: Mail) -> str:
    facts = {"From": mail.sender, "To": mail.to, "Received": _when(mail.received_at)}
    if mail.attachments:
        facts["Attachments"] = ", ".join(mail.attachments)
    lines = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    return _page(
        _subject(mail),
        f"<nav><a href='/'>All mails</a><a href='/mails/{escape(mail.id)}/raw'>Source</a></nav>"
        f"<h1>{escape(_subject(mail))}</h1>"
        f"<div class='card'><dl>{lines}</dl><pre>{escape(mail.text)}</pre></div>",
    )


def missing_page() -> str:
    return _page("Not found", "<nav><a href='/'>All mails</a></nav><h1>There is no such mail.</h1>")


def _row(mail: Mail) -> str:
    return (
        f"<li><a href='/mails/{escape(mail.id)}'><span class='subject'>{escape(_subject(mail))}</span>"
        f"<span class='soft'>{escape(_when(mail.received_at))}</span>"
        f"<span class='soft'>to {escape(mail.to)} · from {escape(mail.sender)}</span></a></li>"
    )


def _subject(mail: Mail) -> str:
    return mail.subject.strip() or "(no subject)"


def _when(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%d %b %Y, %H:%M:%S} UTC"


def _page(title: str, body: str, *, refresh: bool = False) -> str:
    again = '<meta http-equiv="refresh" content="5">' if refresh else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{again}<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
