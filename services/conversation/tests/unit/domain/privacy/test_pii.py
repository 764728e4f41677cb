from itertools import pairwise

import pytest

from conversation.domain.privacy.pii import LONGEST, find_pii

FOUND = [
    ("EMAIL", "john.o'neil+x@mail.example.co.uk"),
    ("PHONE", "+49 170 1234567"),
    ("PHONE", "+41 (0)69 979 80 58"),
    ("PHONE", "0170/1234567"),
    ("PHONE", "(212) 555-0199"),
    ("PHONE", "212-555-0199"),
    ("PHONE", "06 12 34 56 78"),
    ("CARD", "4111 1111 1111 1111"),
    ("CARD", "378282246310005"),
    ("IBAN", "DE89 3704 0044 0532 0130 00"),
    ("IBAN", "de89370400440532013000"),
    ("IBAN", "FR14 2004 1010 0505 0001 3M02 606"),
    ("NATIONAL_ID", "123-45-6789"),
    ("NATIONAL_ID", "AB123456C"),
    ("NATIONAL_ID", "12345678Z"),
    ("NATIONAL_ID", "X1234567L"),
    ("NATIONAL_ID", "86095742719"),
    ("NATIONAL_ID", "RSSMRA85T10A562S"),
    ("NATIONAL_ID", "1 85 05 78 006 084 91"),
    ("NATIONAL_ID", "44051401359"),
    ("NATIONAL_ID", "529.982.247-25"),
    ("NATIONAL_ID", "756.9217.0769.85"),
    ("NATIONAL_ID", "85.07.30-033.28"),
    ("ADDRESS", "12 Baker Street, London NW1 6XE"),
    ("ADDRESS", "Musterstraße 12, 10115 Berlin"),
    ("ADDRESS", "Calle de Alcalá 45"),
    ("ADDRESS", "10 rue de Rivoli"),
    ("ADDRESS", "Via Roma 10"),
    ("ADDRESS", "P.O. Box 123"),
]
BEHIND_WORDS = [
    ("PHONE", "call me at 5550199 please", "5550199"),
    ("PHONE", "mi móvil es 612345678", "612345678"),
    ("CARD", "my card 4111 1111 1111 1112 was lost", "4111 1111 1111 1112"),
    ("IBAN", "IBAN: DE88370400440532013000", "DE88370400440532013000"),
    ("NATIONAL_ID", "passport number C01X00T47.", "C01X00T47"),
    ("ADDRESS", "I live at Rosebank 5 in Leeds.", "Rosebank 5 in Leeds"),
    ("NAME", "Hi, my name is Ada Lovelace and I", "Ada Lovelace"),
    ("NAME", "ich heiße jürgen klein", "jürgen klein"),
    ("NAME", "Je m'appelle Marie Curie.", "Marie Curie"),
    ("NAME", "Thank you.\nKind regards,\nTom Baker", "Tom Baker"),
]
NOTHING = """order 123456789 is late|My order number is 4711-2233-11|It costs 1 299,00 EUR
it was $1,234,567.89
invoice 2024-00123456|on 12.05.2024 at 10:30|between 2019-2021|ticket T-1042|room 101 and 102|192.168.0.1
tracking number 00340434161094042557|from 2024-05-12 to 2024-05-19
1.000.000 Euro
100 200 300 kg
part no. 123-456-789
Bestellnummer 302-1234567-1234567|Kundennummer 0815 4711 12|ISBN 978-3-16-148410-0
articles 11111111, 22222222
4111 1111 1111 1112|DE88370400440532013000
86095742718|12345678A|I want a 3 star place|0.5 mile trail, a long way
My name is not on the list
this is Madness|a@b|GB00 is not an account|the 24/7 hotline|from 08:00 to 18:00"""


@pytest.mark.parametrize(("kind", "value"), FOUND)
def test_a_value_is_found_alone_and_in_a_sentence(kind: str, value: str) -> None:
    for before, after in (("", ""), ("So: ", ", thanks"), ("It is ", ".")):
        spans = find_pii(before + value + after)
        assert [(span.kind, (before + value + after)[span.start : span.end]) for span in spans] == [
            (kind, value)
        ]


@pytest.mark.parametrize(("kind", "text", "value"), BEHIND_WORDS)
def test_words_before_tell_what_a_value_is(kind: str, text: str, value: str) -> None:
    assert [(span.kind, text[span.start : span.end]) for span in find_pii(text)] == [(kind, value)]


@pytest.mark.parametrize("text", [text for line in NOTHING.splitlines() for text in line.split("|")])
def test_orders_prices_dates_and_measures_are_nobody(text: str) -> None:
    assert find_pii(text) == ()


def test_spans_come_in_order_and_apart() -> None:
    text = "I am at 12 Baker Street, a@b.org, card 4111111111111111, 0170 1234567"
    spans = find_pii(text)
    assert [span.kind for span in spans] == ["ADDRESS", "EMAIL", "CARD", "PHONE"]
    assert all(first.end <= second.start for first, second in pairwise(spans))


@pytest.mark.parametrize(
    "piece", ["a.", "a-", "1 ", "GB12 ", "Mr ", "name Al van ", "ssn A1 ", "12 a b street"]
)
def test_long_texts_are_read_to_a_limit(piece: str) -> None:
    assert find_pii(f"{piece * LONGEST} jane@shop.example") == find_pii(piece * LONGEST)
