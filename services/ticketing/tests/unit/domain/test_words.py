from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.domain.words import clean, one_line, quoted_lines, valid_address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ida@customer.example", "ida@customer.example"),
        ("  ida.berg+x@mail.customer.example ", "ida.berg+x@mail.customer.example"),
        ("ida@müller.example", "ida@xn--mller-kva.example"),
        (None, None),
        ("", None),
        ("ida", None),
        ("ida@localhost", None),
        ("a@b@customer.example", None),
        ("Ida <ida@customer.example>", None),
        ("ida@customer.example, eve@evil.example", None),
        ("ida@customer.example\r\nBcc: eve@evil.example", None),
        ('"ida berg"@customer.example', None),
        ("ida..berg@customer.example", None),
        ("müller@customer.example", None),
        (f"{'i' * 65}@customer.example", None),
        (f"ida@{'a' * 64}.example", None),
        ("ida@-customer.example", None),
    ],
)
def test_only_plain_addresses_are_valid(typed: str | None, address: str | None) -> None:
    assert valid_address(typed) == address


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
