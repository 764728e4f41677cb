"""`answerbus dead-letters`: what could not be handled, why, and once more."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from rich.table import Table

from answerbus.commands.jetstream import jetstream
from answerbus.commands.running import DATA_DIR, DataDir, NatsUrl, find_nats
from answerbus.commands.terminal import Refused, console, in_sentences, printable
from chassis import dead_letters
from chassis.dead_letters import DeadLetter
from contracts.codec import MalformedEvent, decode
from contracts.upcast import UnknownVersion

BATCH = 200
Origin = tuple[str, int]
app = typer.Typer(help="Messages that could not be handled.", no_args_is_help=True)
Limit = Annotated[int, typer.Option(help="At most so many.", min=1)]
LAST = 2**63 - 1
Seq = Annotated[int, typer.Argument(help="Number of the letter.", min=1, max=LAST)]
Seqs = Annotated[
    list[int] | None, typer.Argument(metavar="SEQ...", help="Numbers of the letters.", min=1, max=LAST)
]
All = Annotated[bool, typer.Option("--all", help="Every letter that is there now.")]
Body = Annotated[
    Path | None,
    typer.Option(help="A file with the mended message, for one letter."),
]


@app.command("list")
def list_letters(nats_url: NatsUrl = None, data_dir: DataDir = DATA_DIR, limit: Limit = 50) -> None:
    """The oldest first."""
    with in_sentences():
        url = find_nats(nats_url, data_dir)
        letters = asyncio.run(_find(url, limit))
        if letters:
            console().print(_table(letters))
        else:
            console().print("There are no dead letters.")


@app.command()
def show(seq: Seq, nats_url: NatsUrl = None, data_dir: DataDir = DATA_DIR) -> None:
    """One letter, with its whole body."""
    with in_sentences():
        letter = asyncio.run(_show(find_nats(nats_url, data_dir), seq))
        grave = letter.grave
        console().print(f"letter      {letter.seq}, died {_moment(letter)} at delivery {grave.deliveries}")
        console().print(f"was for     {grave.service} ({grave.durable})")
        console().print(f"came from   {grave.subject}, message {grave.stream_seq} of {grave.stream}")
        console().print(f"reason      {printable(grave.reason)}", soft_wrap=True)
        console().print(_readable(letter.body), soft_wrap=True)


@app.command()
def redrive(
    seqs: Seqs = None,
    every: All = False,
    body: Body = None,
    nats_url: NatsUrl = None,
    data_dir: DataDir = DATA_DIR,
) -> None:
    """Publish letters once more; a service that has handled one already does nothing."""
    with in_sentences():
        chosen = list(dict.fromkeys(seqs or []))
        if bool(chosen) == every:
            raise Refused("Say which letters by their numbers, or --all.")
        if body is not None and len(chosen) != 1:
            raise Refused("A mended body belongs to one letter: give its number alone.")
        mended = _mended(body) if body is not None else None
        url = find_nats(nats_url, data_dir)
        count = asyncio.run(_redrive_all(url) if every else _redrive(url, chosen, mended))
        console().print(f"{count} {'letter' if count == 1 else 'letters'} published once more.")


async def _find(url: str, limit: int) -> list[DeadLetter]:
    async with jetstream(url) as js:
        return await dead_letters.find(js, limit=limit)


async def _show(url: str, seq: int) -> DeadLetter:
    async with jetstream(url) as js:
        return await _letter(js, seq)


async def _letter(js: JetStreamContext, seq: int) -> DeadLetter:
    try:
        return await dead_letters.show(js, seq)
    except NotFoundError:
        raise Refused(f"There is no dead letter {seq}.") from None


async def _redrive(url: str, seqs: list[int], body: bytes | None) -> int:
    async with jetstream(url) as js:
        letters = [await _letter(js, seq) for seq in seqs]
        await _publish(js, letters, set(), body)
    return len(letters)


async def _redrive_all(url: str) -> int:
    count, published = 0, set[Origin]()
    async with jetstream(url) as js:
        last = (await js.stream_info(dead_letters.STREAM)).state.last_seq
        # letters that die again meanwhile lie behind `last` and stay
        while letters := [x for x in await dead_letters.find(js, limit=BATCH) if x.seq <= last]:
            await _publish(js, letters, published)
            count += len(letters)
    return count


async def _publish(
    js: JetStreamContext, letters: list[DeadLetter], published: set[Origin], body: bytes | None = None
) -> None:
    """Each message once for all services at which it died: poison would multiply by their number."""
    for letter in letters:
        origin = (letter.grave.stream, letter.grave.stream_seq)
        if origin in published:
            await dead_letters.forget(js, letter)
        else:
            await dead_letters.redrive(js, letter, body)
        published.add(origin)


def _mended(file: Path) -> bytes:
    try:
        body = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from None
    try:
        decode(body)
    except (MalformedEvent, UnknownVersion) as error:
        raise Refused(f"{file} would only die again: {error}") from None
    return body


def _table(letters: list[DeadLetter]) -> Table:
    table = Table("SEQ", "DIED", "FOR", "SUBJECT", "DELIVERIES", "REASON", box=None, pad_edge=False)
    for letter in letters:
        grave = letter.grave
        table.add_row(
            *(str(letter.seq), _moment(letter), grave.service, grave.subject, str(grave.deliveries)),
            printable(grave.reason),
        )
    return table


def _moment(letter: DeadLetter) -> str:
    return letter.died_at.strftime("%Y-%m-%d %H:%M:%S") if letter.died_at else "unknown"


def _readable(body: bytes) -> str:
    try:
        text = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        text = body.decode(errors="backslashreplace")
    return printable(text)
