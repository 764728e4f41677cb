from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticketing.domain.words import clean, one_line, quoted_lines


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text, 40)
    assert len(line) <= 40
    assert len(line.splitlines()) <= 1


@given(st.text(alphabet=st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Lu", "Zs"])))
def test_clean_text_breaks_only_at_newlines(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.splitlines() == cleaned.removesuffix("\n").split("\n") if cleaned else True
    assert "\x00" not in cleaned


def test_words_survive_cleaning() -> None:
    assert clean("Größe 10\r\n\tщит 日本 👩🏽\u200d💻 ok") == "Größe 10\n\tщит 日本 👩🏽\u200d💻 ok"
    assert clean("safe\u202eexe.fdp") == "safeexe.fdp"
    assert one_line("  two\n lines ") == "two lines"
    assert quoted_lines("\na\u2028b\n") == ["a", "b"]
