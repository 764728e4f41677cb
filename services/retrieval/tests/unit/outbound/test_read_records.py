"""Questions, records and tables as people export them."""

from __future__ import annotations

import json

import pytest

from retrieval.domain.document import Digest, Unreadable
from retrieval.outbound.parsing.read import read

BAGS = "Article: Box; Price: 5\nArticle: Bag; Price: 3"
PLANS = (("Basic", 1), ("Pro", 2))


def of(body: str | bytes, name: str, media_type: str = "") -> Digest:
    return read(body.encode() if isinstance(body, str) else body, name, media_type)


@pytest.mark.parametrize(
    "raw",
    [
        {"faqs": [{"question": "Open?", "keywords": ["hours"], "answer": "Yes."}]},
        [{"question": "Open?", "answer": "Yes.", "tags": "hours, days"}],
        [{"q": "Open?", "a": "Yes."}],
        {"items": {"General": [{"Question": " Open? ", "Answer": "Yes."}]}},
        {"Are you open?": "Yes."},
        [{"title": "Open?", "answer": ["Yes."]}],
    ],
)
def test_json_in_many_shapes(raw: object) -> None:
    (draft,) = of(json.dumps(raw), "faq.json").drafts
    assert draft.question is not None
    assert draft.question.casefold().endswith("open?")
    assert draft.text == "Yes."


def test_json_titles_with_texts_are_sections() -> None:
    (draft,) = of('[{"title": "Returns", "text": "Within 14 days."}]', "kb.json").drafts
    assert (draft.heading, draft.text, draft.question) == ("Returns", "Within 14 days.", None)


@pytest.mark.parametrize(
    "raw",
    [
        {
            "articles": [
                {"id": 7, "title": "Returns", "body": "<p>Within <b>14</b> days.</p>", "draft": False}
            ]
        },
        [{"title": "Returns", "content": {"type": "doc", "text": "Within 14 days."}}],
        {"data": [{"type": "page", "attributes": {"title": "Returns", "body": "Within 14 days."}}]},
        [{"headline": "Returns", "details": "Within 14 days."}],
    ],
)
def test_json_records_with_a_title_and_a_text_also_one_level_deeper(raw: object) -> None:
    (draft,) = of(json.dumps(raw), "kb.json").drafts
    assert (draft.heading, draft.text) == ("Returns", "Within 14 days.")


def test_html_in_json_is_read_by_its_headings() -> None:
    record = {"title": "Returns", "body": "<h2>How</h2><p>By mail.</p><h2>Cost</h2><p>None.</p>"}
    drafts = of(json.dumps([record]), "kb.json").drafts
    assert [(one.heading, one.text) for one in drafts] == [
        ("Returns › How", "By mail."),
        ("Returns › Cost", "None."),
    ]


def test_json_records_of_other_names_are_a_table() -> None:
    (draft,) = of('[{"sku": "A1", "price": 2}, {"sku": "B2", "price": 3.5}]', "prices.json").drafts
    assert draft.text == "sku: A1; price: 2\nsku: B2; price: 3.5"


def test_what_records_say_beside_title_and_text_is_kept() -> None:
    shoe = {"id": 1, "title": "Trail shoe", "body_html": "<p>For trails.</p>", "price": "99 EUR"}
    shoe["variants"] = [{"size": 42, "stock": 3}, {"size": 43, "stock": 0}]
    digest = of(json.dumps({"products": [shoe, {"title": "Sock", "text": "Wool.", "price": 5}]}), "shop.json")
    assert [(draft.heading, draft.text) for draft in digest.drafts] == [
        ("Trail shoe", "For trails.\n\nprice: 99 EUR"),
        ("Trail shoe", "size: 42; stock: 3\nsize: 43; stock: 0"),
        ("Sock", "Wool.\n\nprice: 5"),
    ]
    (draft,) = of("title,text,price\nSock,Wool.,5 EUR\n", "shop.csv").drafts
    assert draft.text == "Wool.\n\nprice: 5 EUR"


def test_json_records_with_records_in_them() -> None:
    plans = [{"plan": name, "price": {"month": at, "year": at * 10}, "for": ["a", "b"]} for name, at in PLANS]
    (draft,) = of(json.dumps(plans), "plans.json").drafts
    assert draft.text == (
        "plan: Basic; price month: 1; price year: 10; for: a, b\n"
        "plan: Pro; price month: 2; price year: 20; for: a, b"
    )
    (draft,) = of('{"name": "Shop", "open": {"mon": "9-17", "tue": "9-18"}}', "shop.json").drafts
    assert draft.text == "name: Shop\nopen mon: 9-17\nopen tue: 9-18"


def test_pasted_text_and_one_entry_go_the_same_way() -> None:
    assert of("We open at 8.", "", "text/plain").drafts[0].text == "We open at 8."
    (draft,) = of('{"question": "Open?", "answer": "At 8."}', "entry", "application/json").drafts
    assert (draft.question, draft.text) == ("Open?", "At 8.")


def test_csv_broken_in_the_middle_is_read_up_to_there() -> None:
    digest = of('question,answer\nA?,B.\nC?,"' + "x" * 200_000, "faq.csv")
    assert [draft.question for draft in digest.drafts] == ["A?"]
    assert digest.problems[0].startswith("Line 3 of this CSV file cannot be read")


def test_a_quote_that_is_never_closed_swallows_nothing_silently() -> None:
    digest = of('question,answer\nA?,B.\nC?,"D\nE?,F.\n', "faq.csv")
    assert [draft.question for draft in digest.drafts] == ["A?"]
    sentence = "The quote that opens in line 3 is never closed."
    assert digest.problems == (f"{sentence} What follows it was left out.",)
    with pytest.raises(Unreadable, match="line 2 is never closed"):
        of('question,answer\nC?,"D\nE?,F.', "faq.csv")


def test_json_with_a_record_in_each_line() -> None:
    digest = of('{"q": "A?", "a": "B."}\n{"q": "C?", "a": "D."}\n', "faq.json")
    assert [draft.question for draft in digest.drafts] == ["A?", "C?"]
    with pytest.raises(Unreadable, match="mistake in line 2"):
        of('{"q": "A?", "a": "B."}\n{"q": "C?", ', "faq.json")


def test_a_bad_entry_is_named_and_the_rest_is_kept() -> None:
    digest = of('[{"question": "A?", "answer": "B."}, {"question": "C?"}, 7, {"answer": "D"}]', "faq.json")
    assert len(digest.drafts) == 1
    assert digest.problems == (
        "Entry 2 has no answer.",
        "Entry 3 is not an object with a question and an answer.",
        "Entry 4 has no question.",
    )


def test_only_the_first_bad_entries_are_named() -> None:
    digest = of(json.dumps([{"q": "A?", "a": "B."}, *({"q": "C?"} for _ in range(40))]), "faq.json")
    assert len(digest.problems) == 6
    assert digest.problems[-1] == "35 more were left out."


@pytest.mark.parametrize(
    "body",
    [
        'question,answer\nOpen?,"Yes, always."\n',
        "\ufeffQuestion;Answer\r\nOpen?;Yes, always.\r\n",
        "sep=;\nQ;A\nOpen?;Yes, always.\n",
        "topic\tFrage\tAntwort\nx\tOpen?\tYes, always.\n",
        'Open?,"Yes, always."\n',
        "\n\nanswer|question\nYes, always.|Open?\n",
    ],
)
def test_csv_in_many_shapes(body: str) -> None:
    (draft,) = of(body, "faq.csv").drafts
    assert (draft.question, draft.text) == ("Open?", "Yes, always.")


def test_csv_in_other_encodings() -> None:
    for encoding in ("utf-16", "cp1252"):
        (draft,) = of("question,answer\nGeöffnet?,Täglich.\n".encode(encoding), "faq.csv").drafts
        assert draft.question == "Geöffnet?"


def test_bad_csv_lines_are_named() -> None:
    digest = of("question,answer\nA?,\nB?,yes, and no\nC?,Yes.\n", "faq.csv")
    assert [draft.question for draft in digest.drafts] == ["C?"]
    assert digest.problems[0] == "Line 2 has no answer."
    assert digest.problems[1].startswith("Line 3 has 3 columns where the first has 2")


def test_any_other_csv_is_a_table() -> None:
    (draft,) = of("Product,Price\nSmall box,2 EUR\nLarge box,4 EUR\n", "prices.csv").drafts
    assert draft.text == "Product: Small box; Price: 2 EUR\nProduct: Large box; Price: 4 EUR"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Price list 2026\n\nArticle,Price\nBox,5\nBag,3\n", [("Price list 2026", BAGS)]),
        (
            "Acme;\nvalid from 2026;\nArticle;Price\nBox;5\nBag;3\n",
            [("", "Acme\nvalid from 2026"), ("", BAGS)],
        ),
        (
            "Article;Price, net, in EUR\nBox;1,00\nBag;2,00\n",
            [("", "Article: Box; Price, net, in EUR: 1,00\nArticle: Bag; Price, net, in EUR: 2,00")],
        ),
        (
            "Article,Text\nBox,<p>Of <b>wood</b> &amp; glue</p>\n",
            [("", "Article: Box; Text: Of wood & glue")],
        ),
    ],
)
def test_csv_with_lines_above_the_names_commas_in_names_and_html(
    body: str, said: list[tuple[str, str]]
) -> None:
    assert [(draft.heading, draft.text) for draft in of(body, "prices.csv").drafts] == said


def test_html_in_answers_of_a_csv_is_text() -> None:
    (draft,) = of('Our FAQ\nquestion,answer\nOpen?,"<p>Yes, <b>always</b>.</p>"\n', "faq.csv").drafts
    assert (draft.question, draft.text) == ("Open?", "Yes, always.")


def test_json_entries_with_several_wordings_and_with_lists_beside_them() -> None:
    entry = {"id": 1, "questions": ["Open?", "Hours?"], "answer": "At 8."}
    listed = {"qnaList": [{**entry, "metadata": [{"name": "topic", "value": "shop"}]}]}
    assert [(one.question, one.text, one.keywords) for one in of(json.dumps(listed), "qna.json").drafts] == [
        ("Open?", "At 8.", ("Hours?",))
    ]
    below = {"question": "Open\nnow?", "answer": "At 8.", "more": [{"question": "Sundays?", "answer": "No."}]}
    drafts = of(json.dumps([below]), "faq.json").drafts
    assert [(one.question, one.text) for one in drafts] == [("Open\nnow?", "At 8."), ("Sundays?", "No.")]


def test_json_of_a_page_with_questions() -> None:
    accepted = {"@type": "Answer", "text": "<p>At 8.</p>"}
    page = {
        "@type": "FAQPage",
        "mainEntity": [{"@type": "Question", "name": "Open?", "acceptedAnswer": accepted}],
    }
    assert [(one.question, one.text) for one in of(json.dumps(page), "faq.json").drafts] == [
        ("Open?", "At 8.")
    ]
