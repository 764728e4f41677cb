"""Rows of tables, as they are shown."""

from __future__ import annotations

import pytest

from conversation.domain.answering.rows import readable


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("Box: Size L; Price: 2.60 EUR", "Size L: 2.60 EUR"),
        ("Box: Size L; Price: $2.60", "Size L: $2.60"),
        ("Word: Locker; Meaning: A box that a PIN opens", "Locker: A box that a PIN opens"),
        ("Size: S, up to 2 kg; Price: 4.90 EUR", "Size S, up to 2 kg: 4.90 EUR"),
        ("Status: 409; Meaning: It was already sent", "Status 409: It was already sent"),
        ("Same-Day parcel: Size M; Price: 14.90 EUR", "Same-Day parcel: Size M \u2013 14.90 EUR"),
        ("Way: E-mail; Answer: within a day", "E-mail \u2013 Answer: within a day"),
        ("Way: Card; Online: yes", "Card \u2013 Online: yes"),
        ("Depot: Halvik; Weekdays: 6:00; Sunday: closed", "Halvik \u2013 Weekdays: 6:00; Sunday: closed"),
        ("Price a year; Home: 69 EUR; Plus: 129 EUR", "Price a year \u2013 Home: 69 EUR; Plus: 129 EUR"),
        ("2 rooms; Price: 12 EUR", "2 rooms: 12 EUR"),
    ],
)
def test_the_first_cell_names_the_row(row: str, shown: str) -> None:
    parts = (cell.rpartition(": ")[:2] for cell in row.split("; "))
    columns = "; ".join(f"{column}{mark}other" for column, mark in parts)
    assert readable([row, columns])[row] == shown


def test_a_line_that_has_no_fellow_stays_as_it_is() -> None:
    assert readable(["Monday: open; Sunday: closed", "Card: yes, always; Cash: no, sorry, never"]) == {}


def test_a_single_cell_stays_as_it_is() -> None:
    assert readable(["Small: 4.90 EUR", "Small: 5.90 EUR"]) == {}
