"""Web pages as sites really serve them."""

from __future__ import annotations

import json

import pytest

from retrieval.domain.document import Digest, Unreadable
from retrieval.outbound.parsing.read import read

MENU = "<nav><ul><li><a href=/>Home</a><li><a href=/shop>Shop</a></ul></nav>"
PAGE = f"""<!doctype html><html><head><title>Returns | Parcelwing</title><style>p {{}}</style></head><body>
<header>Parcelwing {MENU}</header>
<div class="cookie-banner"><p>We use cookies.</p><button>Fine</button></div>
<main>
 <ul class=toc><li><a href=#how>How</a><li><a href=#cost>Cost</a></ul>
 <h1 id=top>Returns</h1>
 <p>Send it back within <b>14&nbsp;days</b>.<br>No questions asked.</p>
 <section id=how><h2>How to return</h2>
  <ol><li>Print the label<li><p>Bring it to a <i>shop</i></p></ol></section>
 <h2><a name=cost></a>What it costs</h2>
 <table><tr><th>Size</th><th>Price</th></tr>
  <tr><td rowspan=2>S</td><td>2 EUR</td></tr><tr><td>3 EUR</td></tr></table>
 <h3>Abroad</h3><p>Ten euros.</p>
 <img src=map.png alt="A map of all the countries we serve"><img width=1 height=1>
 <h2 id=faq>FAQ</h2>
 <details id=dogs><summary>Do you take dogs?</summary>Never.</details>
 <dl><dt>Who pays?<dd>You do.</dl>
 <p>Anything else: write to us.</p>
 <script>alert("x")</script><form><label>Search</label><input></form>
</main><footer>© Parcelwing</footer></body></html>"""


def of(body: str | bytes, name: str = "page.html", media_type: str = "") -> Digest:
    return read(body.encode() if isinstance(body, str) else body, name, media_type)


def test_the_content_of_a_page_by_heading_with_anchors() -> None:
    digest = of(PAGE)
    assert digest.title == "Returns"
    assert [(one.heading, one.anchor, one.text) for one in digest.drafts] == [
        ("Returns", "top", "Send it back within 14 days.\nNo questions asked."),
        ("How to return", "how", "1. Print the label\n2. Bring it to a shop"),
        ("What it costs", "cost", "Size: S; Price: 2 EUR\nSize: S; Price: 3 EUR"),
        ("What it costs › Abroad", "cost", "Ten euros.\n\nA map of all the countries we serve"),
        ("FAQ › Do you take dogs?", "dogs", "Never."),
        ("FAQ › Who pays?", "faq", "You do."),
        ("FAQ", "faq", "Anything else: write to us."),
    ]
    assert digest.notes == ("1 image was not read.",)


def test_a_page_without_a_main_element_loses_its_menus() -> None:
    page = f"<title>Prices - Shop</title>{MENU}<div class=sidebar>Ads</div><h2>Small</h2><p>2 EUR</p>"
    digest = of(page + "<p>" + "It is always the same price, summer and winter. " * 5)
    assert digest.title == "Prices"
    assert digest.drafts[0].heading == "Small"
    assert digest.drafts[0].text.startswith("2 EUR\n\nIt is always")
    assert "Ads" not in digest.drafts[0].text


def test_what_holds_the_text_is_content_whatever_it_is_called() -> None:
    (draft,) = of("<div class=cookie-policy><h1>Cookies</h1><p>We keep one cookie.</p></div>").drafts
    assert draft.text == "We keep one cookie."


def test_answers_folded_away_are_read() -> None:
    (draft,) = of("<h3>Pets?</h3><div hidden aria-hidden=true style='display:none'>Never.</div>").drafts
    assert (draft.heading, draft.text) == ("Pets?", "Never.")


def test_questions_that_a_page_states_for_machines() -> None:
    asked = {"@type": "Question", "name": "Pets?", "acceptedAnswer": {"text": "<p>Never,<br>ever.</p>"}}
    stated = json.dumps({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": [asked, 7, {}]})
    page = (
        f'<script type="application/ld+json">{stated}</script><script type="application/ld+json">{{</script>'
    )
    (draft,) = of(page + "<p></p>").drafts
    assert (draft.question, draft.text) == ("Pets?", "Never, ever.")


def test_tables_that_only_place_things_are_walked_through() -> None:
    page = "<table><tr><td><h2>Left</h2><p>One.</p></td><td><h2>Right</h2><p>Two.</p></td></tr></table>"
    assert [(one.heading, one.text) for one in of(page).drafts] == [("Left", "One."), ("Right", "Two.")]


def test_marks_of_footnotes_do_not_run_into_words() -> None:
    page = "<p>It weighs 5<sup><a href=#n1>1</a></sup> kg on 3 m<sup>2</sup>.</p><ol><li id=n1>Or less.</ol>"
    (draft,) = of(page).drafts
    assert draft.text == "It weighs 5 kg on 3 m2.\n\n1. Or less."
    (draft,) = of("It weighs 5[^1] kg, by `[^a]`.\n\n[^1]: Or less.", "a.md").drafts
    assert draft.text == "It weighs 5 kg, by [^a].\n\nOr less."


def test_a_table_with_its_names_at_the_side() -> None:
    (draft,) = of("<table><tr><th>Weight<td>5 kg<tr><th>Size<td>M<td>L</table>").drafts
    assert draft.text == "Weight: 5 kg\nSize: M; L"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("<p>Žluťoučký kůň</p>".encode("iso-8859-2"), "text/html; charset=ISO-8859-2"),
        ("<meta charset=iso-8859-2><p>Žluťoučký kůň</p>".encode("iso-8859-2"), "text/html"),
        ("<p>Žluťoučký kůň</p>".encode(), "text/html; charset=nonsense"),
        ("<p>Žluťoučký kůň</p>".encode("utf-16-le"), ""),
        ("<p>Žluťoučký kůň</p>".encode("utf-16"), ""),
    ],
)
def test_in_whatever_encoding(body: bytes, media_type: str) -> None:
    assert of(body, media_type=media_type).drafts[0].text == "Žluťoučký kůň"


def test_the_media_type_decides_for_an_address() -> None:
    assert of("<h1>A</h1><p>b</p>", "contact", "text/html").title == "A"
    assert of("<h1>A</h1><p>b</p>", "contact.php", "text/html").title == "A"


def test_a_page_nested_without_end_is_refused() -> None:
    with pytest.raises(Unreadable, match="nested too deeply"):
        of("<div>" * 100_000 + "x")


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("<p><a href=/a>How it works</a> | <a href=/b>Prices</a></p>", False),
        ("<div class=more><a href=/a>How it works</a> <a href=/b>Prices</a></div>", False),
        ("<p>See <a href=/a>how it works</a> and our <a href=/b>prices</a>.</p>", True),
        ("<p><a href=tel:1>0800 555 0142</a> <a href=/b>Call us</a></p>", True),
        ("<p><a href=/a>Prices</a></p>", True),
    ],
)
def test_a_row_of_links_says_nothing(row: str, kept: bool) -> None:
    (draft,) = of(f"<main><h2>Hours</h2><p>We open at nine.</p>{row}</main>").drafts
    assert (draft.text != "We open at nine.") is kept


def test_buttons_that_unfold_an_answer_are_its_question() -> None:
    page = """<main><h1>Help</h1><p><button aria-expanded=false>Show more</button></p><p>Ask us.</p>
    <div class=accordion><div><button aria-controls=a>Return costs</button><div id=a>None.</div></div>
    <div><button aria-expanded=false>Do you ship to Norway?</button><div hidden>No.</div></div></div>
    <p>Or write to us.</p></main>"""
    assert [(draft.heading, draft.text) for draft in read(page.encode(), "help.html", "").drafts] == [
        ("Help", "Ask us."),
        ("Return costs", "None."),
        ("Do you ship to Norway?", "No."),
        ("Help", "Or write to us."),
    ]


def test_struck_prices_are_gone_and_icons_say_what_they_stand_for() -> None:
    page = """<h1>Plans</h1><p>Only <del>99 EUR</del> <ins>79 EUR</ins>.</p>
    <table><tr><th>Plan<th>Phone<th>Price<tr><td>Basic<td><svg aria-label="no"></svg><td><s>9</s> 8 EUR
    <tr><td>Pro<td><img alt="yes"><td>29 EUR</table>"""
    (draft,) = read(page.encode(), "plans.html", "").drafts
    assert draft.text.split("\n\n") == [
        "Only 79 EUR.",
        "Plan: Basic; Phone: no; Price: 8 EUR\nPlan: Pro; Phone: yes; Price: 29 EUR",
    ]


@pytest.mark.parametrize(
    "named",
    [
        "id=CybotCookiebotDialog",
        "class='cc-window cc-banner'",
        "id=onetrust-banner-sdk",
        "class=cmplz-manage",
    ],
)
def test_consent_banners_are_no_knowledge(named: str) -> None:
    banner = f"<div {named}><h2>We use cookies</h2><p>They make it nicer for you and for us.</p></div>"
    page = f"{banner}<div><h2>Shipping</h2><p>It costs five EUR.</p></div>"
    assert [draft.text for draft in read(page.encode(), "a.html", "").drafts] == ["It costs five EUR."]
