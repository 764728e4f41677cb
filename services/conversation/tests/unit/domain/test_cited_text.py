"""A model's answer, cleaned while it streams."""

from __future__ import annotations

import pytest

from conversation.domain.cited_text import CitedText
from conversation.testing.facts import passage

PASSAGES = (passage(key="1"), passage("Express costs 9 EUR. It is fast.", key="2"), passage(key="3"))


def stream(text: str, size: int) -> CitedText:
    cited = CitedText(PASSAGES)
    shown = [cited.feed(text[at : at + size]) for at in range(0, len(text), size)]
    shown.append(cited.finish())
    assert "".join(shown) == cited.text
    return cited


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_marks_are_renumbered_and_unknown_ones_vanish(size: int) -> None:
    cited = stream("  Express costs 9 EUR [2]. Sure [7]. Really [2, 9] or [1][3]? ", size)
    assert cited.text == "Express costs 9 EUR [1]. Sure. Really [1] or [2][3]?"
    assert cited.passage_ids() == ("psg_2", "psg_1", "psg_3")
    assert cited.citations()[0].quote == "Express costs 9 EUR."


@pytest.mark.parametrize("size", [1, 4, 100])
def test_the_refusal_is_never_shown(size: int) -> None:
    cited = stream("\n[[NO_ANSWER]] sorry", size)
    assert cited.declined
    assert cited.text == ""


@pytest.mark.parametrize("size", [1, 5])
def test_brackets_that_are_no_marks_stay(size: int) -> None:
    assert stream("[[NO, thanks] a[i] and [12", size).text == "[[NO, thanks] a[i] and [12"
