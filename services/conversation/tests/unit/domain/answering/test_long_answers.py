"""What a model writes is read in a moment, whatever it repeats: all other turns wait meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest

from contracts.bot_settings import WebSearch
from conversation.domain.answering.checked_text import LONGEST, CheckedText
from conversation.domain.answering.claims import marked, plain, promises
from conversation.domain.answering.cleaning import clean
from conversation.domain.answering.focus import closest
from conversation.domain.answering.grounding import Evidence
from conversation.domain.nlu.injection import suspect
from conversation.domain.nlu.person_words import parts_of
from conversation.domain.privacy.pii import find_pii
from conversation.domain.web_search import Cite, Looked, written_from
from conversation.testing.facts import passage

ENDLESS = 100_000
ANSWER = 16_000
PASSAGES = (passage(),)
TRUE = "Parcelwing does not deliver on Sundays."


def streamed(text: str, size: int = 7) -> CheckedText:
    """The check of an answer that came in pieces of this size."""
    checked = CheckedText(PASSAGES, Evidence(PASSAGES))
    for at in range(0, len(text), size):
        checked.feed(text[at : at + size])
    checked.finish()
    return checked


def from_the_web(text: str) -> None:
    written_from(Looked(text, (Cite(0, 9, "https://a.example", "A"),), "m"), WebSearch(), "")


def quoted(text: str) -> str:
    return closest(text, [TRUE] * 200)


@pytest.mark.parametrize("read", [clean, plain, promises, marked, suspect, find_pii, parts_of, quoted])
@pytest.mark.parametrize(
    "said",
    ["#", "[", "![", "[a](", "[1, ", "<a ", " ", "\n", "\u2028", "ich habe ", "I have ", "1x", "Dr. ", "A "],
)
def test_whatever_a_text_repeats_it_is_read_at_once(read: Callable[[str], Any], said: str) -> None:
    started = process_time()
    read(f"[{said * (ENDLESS // len(said))}")
    assert process_time() - started < 3


@pytest.mark.parametrize("read", [streamed, from_the_web])
@pytest.mark.parametrize(
    "said", ["A. ", "Dr. ", "#", "[", "![", "( ", " ", "[1, ", "ich habe ", "a", f"{TRUE} "]
)
def test_whatever_an_answer_repeats_it_is_checked_while_it_comes(
    read: Callable[[str], Any], said: str
) -> None:
    started = process_time()
    read((said * ANSWER)[:ANSWER])
    assert process_time() - started < 3


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_sentence_without_end_is_left_out_and_those_around_it_are_not(size: int) -> None:
    endless = "and " * LONGEST
    checked = streamed(f"{TRUE} It is true {endless}so. {TRUE}", size)
    assert checked.text == f"{TRUE} [1] {TRUE}"
    assert checked.removed == {"length": 1}
