from __future__ import annotations

import pytest

from contracts.mail_address import valid_address


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
