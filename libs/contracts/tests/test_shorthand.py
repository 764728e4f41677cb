"""How shorthand is spelled out, and what is left alone."""

from __future__ import annotations

import pytest

from contracts.shorthand import spelled_out


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("u deliver on sat", "you deliver on Saturday"),
        ("brunnau sat hrs", "brunnau Saturday hours"),
        ("phone nr pls", "phone number"),
        ("thx, and sun?", "and Sunday?"),
        ("wheres my parcel thx", "where is my parcel"),
        ("dont have a printer", "do not have a printer"),
        ("leave it w/ a neighbour w/o signature", "leave it with a neighbour without signature"),
        ("price 4 a 2kg box", "price for a 2 kg box"),
        ("R U OPEN 2DAY?", "are you OPEN today?"),
        ("where r ur shops", "where are your shops"),
        ("wieviel kostet das paket pls", "wie viel kostet das paket"),
        ("wo ist die nr", "wo ist die Nummer"),
        ("i cant find it", "i can not find it"),
        (
            "u open on xmas eve or new years eve?",
            "you open on xmas eve, 24 December or new years eve, 31 December?",
        ),
        (
            "ist an silvester und heiligabend zu",
            "ist an silvester, 31. Dezember und heiligabend, 24. Dezember zu",
        ),
        ("No, I meant Halvik", "what about Halvik"),
        ("nein ich meinte das depot in Halvik", "was ist mit das depot in Halvik"),
    ],
)
def test_shorthand_is_spelled_out(message: str, read: str) -> None:
    assert spelled_out(message) == read


@pytest.mark.parametrize(
    "message",
    [
        "Where is my parcel?",
        "I sat in the sun",
        "Is the terrace at the back of the house in the sun all day?",
        "Is there a plan R for U?",
        "is r a language you teach",
        "write to u@ur.example or see www.u.example/hr",
        "an R&B night for 4 people at 4 pm",
        "que u haces",
        "no, i meant the other one",
        "Is that what I meant to send?",
        "je veux mon colis",
        "thx pls",
        "",
    ],
)
def test_what_may_be_meant_as_it_is_stays(message: str) -> None:
    assert spelled_out(message) == message
