"""How commands speak: tables on standard output, one sentence on standard error when something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from answerbus.commands.running import NotRunning
from chassis.bus import BUS_AWAY
from chassis.errors import Refusal
from chassis.logs import reason_of

WIDE = 160


class Refused(Exception):
    """The command cannot do this; the sentence says why."""


def console() -> Console:
    """Made for each command, so that it writes to the standard output of now; text is never markup.

    A pipe or a file has no width: lines are not broken there as if it were a narrow terminal.
    """
    made = Console(markup=False, highlight=False, emoji=False)
    if not made.is_terminal:
        made.width = max(made.width, WIDE)
    return made


@contextmanager
def in_sentences() -> Iterator[None]:
    """End the command with a sentence and status 1 instead of a stack trace."""
    try:
        yield
    except (NotRunning, Refused, Refusal) as error:
        _end(str(error))
    except SQLAlchemyError as error:
        _end(f"The database does not answer: {reason_of(error)}")
    except BUS_AWAY as error:
        _end(f"NATS does not answer: {reason_of(error)}")


def _end(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def printable(text: str) -> str:
    """Text of strangers for a terminal: what would steer it is shown as an escape instead."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)
