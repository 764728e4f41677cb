"""The catalogue as Markdown: streams, facts and requests, for `docs/architecture/contracts.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from contracts.catalogue import LINES, STREAMS, durables
from contracts.requests import HEALTH
from contracts.rpcs import RPCS

BEGIN, END = "<!-- made from the catalogue -->", "<!-- until here -->"


def render() -> str:
    """Three tables with their headings."""
    return "\n\n".join(
        [
            "### Streams",
            _table(("stream", "subjects", "kept", "at most"), _streams()),
            "### Facts",
            _table(("subject", "stream", "said by", "heard by"), _facts()),
            "### Requests",
            _table(("subject", "asked by", "answer within"), _requests()),
        ]
    )


def put_into(page: str) -> str:
    """The page with the tables between its two marks renewed. Raises ValueError when a mark is missing."""
    before, _, rest = page.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"The page has no {BEGIN} … {END}.")
    return f"{before}{BEGIN}\n\n{render()}\n\n{END}{after}"


def _streams() -> Iterable[Sequence[str]]:
    for stream in STREAMS:
        yield (stream.name, _code(stream.subjects), stream.kept, f"{stream.max_bytes >> 30} GiB")


def _facts() -> Iterable[Sequence[str]]:
    batched = {(durable.service, durable.stream) for durable in durables() if len(durable.subjects) > 1}
    for line in LINES:
        heard = [f"{name} (batched)" if (name, line.stream) in batched else name for name in line.consumers]
        yield (_code([line.subjects]), line.stream, line.producer, ", ".join(heard))


def _requests() -> Iterable[Sequence[str]]:
    yield ("`rpc.<service>.health`", "gateway", f"{next(iter(HEALTH.values())).timeout:g} s")
    for rpc in RPCS:
        if rpc not in HEALTH.values():
            yield (_code([rpc.subject]), ", ".join(rpc.callers), f"{rpc.timeout:g} s")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(put_into(page.read_text()))
