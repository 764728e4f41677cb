"""What a turn costs in counts: these cannot lie, so they are gated."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from psycopg import AsyncConnection

from tests.support.http_client import HttpClient
from tests.support.stack import Stack

_SAMPLE = re.compile(r"^(?P<name>[a-z_]+?)(?:_total)?(?:\{[^}]*\})? (?P<value>[0-9.e+]+)$")
_NAMES = {
    "answerbus_transactions": "transactions",
    "answerbus_published": "publishes",
    "answerbus_published_bytes": "published_bytes",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over all services; per turn after `per`."""

    transactions: float = 0.0
    publishes: float = 0.0
    published_bytes: float = 0.0

    def since(self, before: Counts) -> Counts:
        earlier = asdict(before)
        return Counts(**{name: value - earlier[name] for name, value in asdict(self).items()})

    def per(self, turns: int) -> Counts:
        return Counts(**{name: round(value / turns, 2) for name, value in asdict(self).items()})


async def read_counts(urls: list[str]) -> Counts:
    sums = dict.fromkeys(_NAMES.values(), 0.0)
    for url in urls:
        text = (await HttpClient(url).request("GET", "/metrics")).body.decode()
        for line in text.splitlines():
            match = _SAMPLE.match(line)
            if match and match["name"] in _NAMES:
                sums[_NAMES[match["name"]]] += float(match["value"])
    return Counts(**sums)


async def answered_by(writer: str, running: Stack) -> int:
    """How many questions were answered, and not declined, by what this writer wrote."""
    sql = "select count(*) from messages where outcome = 'answered' and receipt ->> 'writer' = %s"
    async with await AsyncConnection.connect(running.ready["postgres"]["conversation"]) as connection:
        row = await (await connection.execute(sql, (writer,))).fetchone()
    return int(row[0]) if row else 0
