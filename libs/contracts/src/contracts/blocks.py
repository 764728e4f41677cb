"""Blocks of a message that say more than its text, by `type`; clients leave out those they do not know."""

from __future__ import annotations

from typing import Literal

from contracts.base import Frozen


class Card(Frozen):
    """A page of the company's knowledge that the answer rests on. `url` is the page's own, on `host`."""

    type: Literal["card"] = "card"
    document_id: str
    title: str
    text: str
    url: str
    host: str
