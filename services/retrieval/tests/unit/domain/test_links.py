from __future__ import annotations

import gzip

import pytest

from retrieval.domain.crawl import Walk
from retrieval.domain.links import canonical, follow
from retrieval.domain.sitemap import addresses


@pytest.mark.parametrize(
    ("url", "one"),
    [
        ("HTTP://Example.COM:80", "http://example.com/"),
        ("https://example.com:443/a#part", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://example.com/a?utm_source=x&b=2&gclid=1&a=", "https://example.com/a?b=2&a="),
        ("https://example.com/%7Euser/ü", "https://example.com/~user/%C3%BC"),
        ("https://example.com/a%2Fb", "https://example.com/a%2Fb"),
        ("https://example.com./a", "https://example.com/a"),
    ],
)
def test_one_spelling_for_each_page(url: str, one: str) -> None:
    assert canonical(url) == one
    assert canonical(one) == one


def test_only_pages_of_the_same_site_are_followed() -> None:
    links = (
        *("../b", "#top", "?page=2", "http://example.com/c", "https://EXAMPLE.com/d#x"),
        *(
            "https://www.example.com/",
            "mailto:a@example.com",
            "javascript:void(0)",
            "/logo.png",
            "http://[bad",
        ),
    )
    assert follow("https://example.com/x/a", links) == [
        "https://example.com/b",
        "https://example.com/x/a",
        "https://example.com/x/a?page=2",
        "http://example.com/c",
        "https://example.com/d",
    ]


def test_sitemaps_of_every_make() -> None:
    plain = b'<?xml version="1.0"?><urlset><url><loc> https://a.example/?x=1&amp;y=2 </loc></url></urlset>'
    assert addresses(plain) == (["https://a.example/?x=1&y=2"], False)
    assert addresses(gzip.compress(plain)) == addresses(plain)
    data = b"<s:urlset><s:url><s:loc><![CDATA[https://a.example/]]></s:loc></s:url></s:urlset>"
    assert addresses(data) == (["https://a.example/"], False)
    nested = b"<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>"
    assert addresses(nested) == (["https://a.example/1.xml"], True)
    assert addresses(b"https://a.example/\nhttps://a.example/b\n") == (
        ["https://a.example/", "https://a.example/b"],
        False,
    )
    assert addresses(b"<html>Not found</html>") == ([], False)
    assert addresses(b"\x1f\x8bbroken") == ([], False)


def test_a_walk_is_breadth_first_and_ends_at_its_limits() -> None:
    walk = Walk(most_pages=2, most_depth=1)
    walk.add(["a"], 0)
    walk.add(["b", "c", "a"], 1)
    walk.add(["d"], 2)
    assert [walk.next(), walk.next()] == [("a", 0), ("b", 1)]
    walk.read = 2
    assert (walk.next(), walk.left_out) == (None, 1)
