"""Links of a website, with one spelling for each page."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = frozenset(("gclid", "fbclid", "msclkid", "dclid", "yclid", "mc_cid", "mc_eid", "_ga", "igshid"))
_SESSIONS = frozenset(("phpsessid", "jsessionid", "sid", "sessionid"))
_SAFE = "/:@!$&'()*+,;=~-._%"
_NO_PAGE = (
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".avif", ".css", ".js", ".mjs", ".json"),
    *(".xml", ".rss", ".atom", ".woff", ".woff2", ".ttf", ".zip", ".gz", ".tar", ".7z", ".rar", ".exe"),
    *(".dmg", ".msi", ".apk", ".mp3", ".mp4", ".m4a", ".avi", ".mov", ".webm", ".wav", ".ogg"),
)


def canonical(url: str) -> str:
    """The address with a lower-case host, one way of escaping, no default port, fragment or tracking."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = f":{parts.port}" if parts.port and parts.port != _default(parts.scheme) else ""
    netloc = f"[{host}]{port}" if ":" in host else f"{host}{port}"
    path = quote(unquote(parts.path) if "%2f" not in parts.path.lower() else parts.path, safe=_SAFE)
    pairs = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if _says(key)]
    return urlunsplit((parts.scheme, netloc, path or "/", urlencode(pairs), ""))


def follow(base: str, links: tuple[str, ...]) -> list[str]:
    """The pages of the same website that `base` links to, each once."""
    found: dict[str, None] = {}
    for link in links:
        try:
            url = urljoin(base, link.strip())
            if urlsplit(url).scheme in ("http", "https") and same_site(url, base) and is_page(url):
                found[canonical(url)] = None
        except ValueError:
            continue
    return list(found)


def same_site(url: str, other: str) -> bool:
    return host_of(url) == host_of(other)


def host_of(url: str) -> tuple[str, int | None]:
    """Host and port; http and https of one host are the same site."""
    parts = urlsplit(url)
    port = parts.port if parts.port != _default(parts.scheme) else None
    return (parts.hostname or "").rstrip("."), port


def is_page(url: str) -> bool:
    """Whether an address looks like a page, not like a picture, program or archive."""
    return not urlsplit(url).path.lower().endswith(_NO_PAGE)


def _default(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _says(key: str) -> bool:
    name = key.lower()
    return not (name.startswith("utm_") or name in _TRACKING or name in _SESSIONS)
