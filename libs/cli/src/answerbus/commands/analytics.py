"""`answerbus analytics`: the figures, made anew."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from answerbus.commands.running import DATA_DIR, DataDir, NatsUrl, find_database, find_nats
from answerbus.commands.terminal import console, in_sentences
from chassis.settings import ServiceSettings

app = typer.Typer(help="Figures that are folded from the facts.", no_args_is_help=True)
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        envvar="ANSWERBUS_DATABASE_URL",
        show_envvar=True,
        help="The database of analytics; the running stack's when left out.",
    ),
]


@app.callback()
def figures() -> None:
    """Figures that are folded from the facts."""


@app.command()
def rebuild(nats_url: NatsUrl = None, database_url: DatabaseUrl = None, data_dir: DataDir = DATA_DIR) -> None:
    """Compute every figure from the streams alone; a running service goes on meanwhile."""
    from analytics.rebuild import rebuild as rebuild_figures

    with in_sentences():
        settings = ServiceSettings(
            nats_url=find_nats(nats_url, data_dir),
            database_url=find_database(database_url, data_dir, "analytics"),
        )
        console().print(str(asyncio.run(rebuild_figures(settings))), soft_wrap=True)
