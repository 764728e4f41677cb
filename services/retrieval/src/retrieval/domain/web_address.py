"""Which addresses of the web may be read: public ones with ordinary names."""

from __future__ import annotations

from urllib.parse import urlsplit

MOST_CHARS = 2_000
NOT_PUBLIC = "The address {url} does not lead to a public website."
_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa")


def objection(url: str) -> str | None:
    """Why an address is refused by its looks, in a sentence; where its name leads is checked on reading."""
    shown = url[:200]
    if not url or len(url) > MOST_CHARS or any(char <= " " or char == "\x7f" for char in url):
        return f"This is no address of a website: {shown or 'it is empty'}."
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return f"This is no address of a website: {shown}."
    if parts.scheme not in ("http", "https"):
        return f"Only addresses that begin with https:// or http:// can be read, not {shown}."
    if not host or "\\" in url or "%" in parts.netloc:
        return f"This is no address of a website: {shown}."
    if "@" in parts.netloc:
        return "An address with a user name or a password is not read."
    return NOT_PUBLIC.format(url=shown) if _is_inside(host) else None


def _is_inside(host: str) -> bool:
    """Whether it names our own networks, or is a number in disguise (`2130706433`, `0x7f.1`)."""
    name = host.rstrip(".").lower()
    if ":" in name:
        return False
    last = name.rpartition(".")[2]
    dotted = name.count(".") == 3 and all(_is_byte(part) for part in name.split("."))
    numeric = last.isdigit() or last.startswith("0x")
    return name == "localhost" or name.endswith(_NAMES) or (numeric and not dotted)


def _is_byte(part: str) -> bool:
    return part.isascii() and part.isdigit() and str(int(part)) == part and int(part) < 256
