"""The demo company's knowledge: whole, printed from its source, and true to its evaluation set."""

import csv
import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from answerbus.demo import handbook

CONTENT = handbook.CONTENT


def normalised(text: str) -> str:
    return " ".join(text.split())


def pages_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [normalised(page.get_textpage().get_text_range()) for page in document]


def loaded(name: str) -> Any:
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


def faqs() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = loaded("faq.json")["faqs"]
    return entries


def service_points() -> list[dict[str, str]]:
    with (CONTENT / "service-points.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def questions() -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in (CONTENT / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    ]


@pytest.fixture(scope="module")
def pages() -> list[str]:
    return pages_of(handbook.PDF)


def test_the_pdf_is_what_the_markdown_prints(pages: list[str], tmp_path: Path) -> None:
    assert len(pages) >= 30
    assert pages_of(handbook.build(output=tmp_path / "fresh.pdf")) == pages


def test_printing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (handbook.build(output=tmp_path / name) for name in ("first.pdf", "second.pdf"))
    assert first.read_bytes() == second.read_bytes()


def test_the_pdf_holds_every_sentence_in_reading_order(pages: list[str]) -> None:
    prose = [
        normalised(block)
        for block in handbook.SOURCE.read_text(encoding="utf-8").split("\n\n")
        if not block.startswith(("#", "|", "-"))
    ]
    assert len(prose) > 200
    assert [block for block in prose if not any(block in page for page in pages)] == []


def test_a_table_row_is_read_as_one_line(pages: list[str]) -> None:
    assert any("M, up to 5 kg 5.90 EUR 7.90 EUR 8.90 EUR 15.90 EUR 21.90 EUR" in page for page in pages)


def test_contents_name_the_page_of_each_chapter(pages: list[str]) -> None:
    with pypdfium2.PdfDocument(handbook.PDF) as document:
        chapters = [
            (mark.get_title(), mark.get_dest().get_index() + 1)
            for mark in document.get_toc()
            if mark.level == 0
        ]
    assert len(chapters) == 42
    for title, number in chapters:
        assert f"{title} {number}" in pages[1]
        assert title in pages[number - 1]


def test_questions_of_the_knowledge_are_asked_once() -> None:
    for asked in (faqs(), service_points(), questions()):
        texts = [normalised(entry["question"]).casefold() for entry in asked]
        assert len(set(texts)) == len(texts)


def test_faq_entries_and_service_points_are_complete() -> None:
    assert len(faqs()) >= 60
    assert all(entry["answer"] and entry["keywords"] for entry in faqs())
    assert len(service_points()) >= 40
    assert all(set(row) == {"question", "answer"} and all(row.values()) for row in service_points())


def test_the_company_has_what_the_demo_page_shows() -> None:
    company = loaded("company.json")
    assert all(company[key] for key in ("name", "tagline", "greeting", "bot_name", "escalation_keywords"))
    assert company["color"].startswith("#")
    assert company["support_email"].endswith("parcelwing.example")
    assert len(company["sample_questions"]) == 6
    assert company["out_of_scope_samples"]


@pytest.mark.parametrize("question", questions(), ids=lambda question: question["question"][:40])
def test_the_named_source_holds_the_key_facts(question: dict[str, Any], pages: list[str]) -> None:
    entries = {
        "faq": [f"{entry['question']} {entry['answer']}" for entry in faqs()],
        "service-points": [f"{row['question']} {row['answer']}" for row in service_points()],
        "handbook": pages[question["page"] - 1 : question["page"]] if question["page"] else [],
        None: [""],
    }[question["source"]]
    assert question["answerable"] == (question["source"] is not None)
    assert question["answerable"] == bool(question["must_contain"])
    assert (question["page"] is not None) == (question["source"] == "handbook")
    assert any(all(fact in normalised(entry) for fact in question["must_contain"]) for entry in entries)


def test_the_set_is_large_and_has_questions_nobody_can_answer() -> None:
    answerable = [question["answerable"] for question in questions()]
    assert len(answerable) >= 80
    assert answerable.count(False) >= 20
