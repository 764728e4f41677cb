"""Reads a page's links and its instructions to robots."""

from __future__ import annotations

from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from retrieval.domain.crawl import Outline
from retrieval.domain.encoding import charset_of, decode

MOST_LINKS = 3_000


def outline(body: bytes, media_type: str) -> Outline:
    """Of a page in HTML; links are as written, unless the page names a base for them."""
    tree = LexborHTMLParser(decode(body, charset_of(body, "html", media_type)))
    base = _href(tree, "base[href]")
    links = [one.attributes.get("href") or "" for one in tree.css("a[href], area[href]")[:MOST_LINKS]]
    robots = ",".join(
        (one.attributes.get("content") or "").lower() for one in tree.css('meta[name="robots" i]')
    )
    words = {word.strip() for word in robots.split(",")}
    return Outline(
        links=tuple(dict.fromkeys(urljoin(base, link) if base else link for link in links if link)),
        canonical=_href(tree, 'link[rel~="canonical" i][href]'),
        noindex=bool(words & {"noindex", "none"}),
        nofollow=bool(words & {"nofollow", "none"}),
    )


def _href(tree: LexborHTMLParser, selector: str) -> str:
    found = tree.css_first(selector)
    return (found.attributes.get("href") or "").strip() if found else ""
