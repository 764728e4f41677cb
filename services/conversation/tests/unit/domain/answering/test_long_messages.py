"""The longest message is read in a moment, whatever it repeats: all other turns wait meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest

from conversation.domain.answering.asking import asking
from conversation.domain.answering.demands import lacking
from conversation.domain.answering.measures import ranges
from conversation.domain.answering.quantities import quantities
from conversation.domain.answering.sentences import sentences
from conversation.domain.nlu.understanding import understand

LONGEST = 4_000


def lacks(text: str) -> str | None:
    return lacking(text, "It costs 5 EUR.")


@pytest.mark.parametrize("read", [asking, lacks, ranges, quantities, sentences, understand])
@pytest.mark.parametrize("said", ["9", "9.", "9,", "1-", "w.w.", "a.", "T-", "? ", "Dr. ", "A ", "_", " "])
def test_whatever_a_message_repeats_it_is_read_at_once(read: Callable[[str], Any], said: str) -> None:
    started = process_time()
    read((said * LONGEST)[:LONGEST])
    assert process_time() - started < 1


@pytest.mark.parametrize("space", [" ", "\n", "\t"])
def test_a_gap_in_a_message_is_not_read_anew_for_each_demand(space: str) -> None:
    started = process_time()
    for _ in range(20):
        lacks(f"1.{space * LONGEST}!")
    assert process_time() - started < 1


@pytest.mark.parametrize("said", ["5€", "5 g \U0001f600 ", "1-2 kg ", "up to 5 kg, "])
def test_amounts_cost_the_same_in_a_long_text(said: str) -> None:
    few, many = said * 5_000, said * 60_000
    started = process_time()
    assert len(ranges(few)) == 5_000
    took, started = process_time() - started, process_time()
    assert len(ranges(many)) == 60_000
    assert process_time() - started < 12 * took * 3


@pytest.mark.parametrize("number", ["1" * 5_000 + ".5", "7," + "1" * 5_000, "1" * 5_000])
def test_a_number_of_any_length_is_read(number: str) -> None:
    assert quantities(f"It costs {number} EUR.").amounts
    assert quantities(number) != quantities(f"9{number}")
