"""Which addresses of the web may be read: public ones, named as people name them."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network
from urllib.parse import urlsplit

MOST_CHARS = 2_000
NOT_PUBLIC = "The address {url} does not lead to a public website."
_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa")
_CLOSED = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
"""Private, local, shared, reserved, and every form of IPv6 that carries an IPv4 address inside."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether packets to this address stay clear of our own networks."""
    return address.is_global and not any(
        address in network for network in _CLOSED if network.version == address.version
    )


def objection(url: str) -> str | None:
    """What is wrong with an address by its looks, in a sentence; where it leads is checked on reading."""
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
    """Names of our own networks, and numbers that only look like names (`2130706433`, `0x7f.1`)."""
    name = host.rstrip(".").lower()
    if ":" in name:
        return False
    last = name.rpartition(".")[2]
    dotted = name.count(".") == 3 and all(_is_byte(part) for part in name.split("."))
    numeric = last.isdigit() or last.startswith("0x")
    return name == "localhost" or name.endswith(_NAMES) or (numeric and not dotted)


def _is_byte(part: str) -> bool:
    return part.isascii() and part.isdigit() and str(int(part)) == part and int(part) < 256
