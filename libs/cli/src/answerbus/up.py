"""`answerbus up`: everything on this machine, until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.status import Status
from rich.table import Table

from answerbus.demo.load import DemoFailed, load_demo
from answerbus.embedded.data_folder import end_leftovers, held
from answerbus.embedded.environment import Places
from answerbus.embedded.errors import StartFailed
from answerbus.embedded.model import Precision
from answerbus.embedded.ports import free_port, obstacle
from answerbus.embedded.stack import EmbeddedStack

DEFAULT_PORT = 8000
OTHER_FOLDER = "Mend that, or choose another data folder with --data-dir."
console = Console(highlight=False)


def _elsewhere(variable: str, what: str) -> Any:
    return typer.Option(envvar=f"ANSWERBUS_UP_{variable}", help=what)


Port = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=65_535,
        help=f"Port of the gateway, 0 for a free one; {DEFAULT_PORT}, or a free one, when left out.",
    ),
]
NatsUrl = Annotated[
    str | None, _elsewhere("NATS_URL", "A NATS that runs already, as a user who may do everything.")
]
PostgresUrl = Annotated[
    str | None, _elsewhere("POSTGRES_URL", "A PostgreSQL, as a user who may create roles and databases.")
]
QdrantUrl = Annotated[
    str | None, _elsewhere("QDRANT_URL", "A Qdrant server, instead of the engine in the process.")
]
SmtpUrl = Annotated[str | None, _elsewhere("SMTP_URL", "A mail server, instead of the local mailbox.")]
ModelsDir = Annotated[
    Path | None,
    typer.Option(
        envvar="ANSWERBUS_MODELS_DIR",
        help="Embedding models of yours, in folders of their names; DATA-DIR/models when left out.",
    ),
]


def up(
    port: Port = None,
    data_dir: Annotated[Path, typer.Option(help="Where everything is kept.")] = Path(".answerbus"),
    demo: Annotated[bool, typer.Option(help="Load the demo company.")] = True,
    fp32: Annotated[bool, typer.Option(help="Use the full-precision model instead of int8.")] = False,
    nats_url: NatsUrl = None,
    postgres_url: PostgresUrl = None,
    qdrant_url: QdrantUrl = None,
    smtp_url: SmtpUrl = None,
    models_dir: ModelsDir = None,
) -> None:
    """Start every service on embedded real parts. A part whose URL is given is used where it is."""
    data = data_dir.resolve()
    _let_each_other_finish()
    try:
        with held(data):
            for name in end_leftovers(data):
                console.print(f"Ended {name}, left over from a stack that was killed.")
            models = (models_dir or data / "models").resolve()
            places = Places(data, _gateway_port(port), qdrant_url, smtp_url, models)
            precision: Precision = "fp32" if fp32 else "int8"
            asyncio.run(_run(places, nats_url, postgres_url, precision, demo))
    except StartFailed as error:
        _complain(str(error))
        raise typer.Exit(1) from None
    except OSError as error:
        _complain(f"{error.filename or data} cannot be used: {error.strerror or error}. {OTHER_FOLDER}")
        raise typer.Exit(1) from None


def _let_each_other_finish() -> None:
    """A process of the stack that wakes up does not interrupt one that computes, which costs caches."""
    with suppress(AttributeError, OSError):  # other systems have no such policy, a container may forbid it
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _gateway_port(wanted: int | None) -> int:
    if wanted == 0:
        return free_port()
    if (why := obstacle(wanted or DEFAULT_PORT)) is None:
        return wanted or DEFAULT_PORT
    if wanted is not None:
        _complain(f"Port {wanted} {why}. Choose another with --port.")
        raise typer.Exit(1)
    other = free_port()
    console.print(f"Port {DEFAULT_PORT} is in use, taking {other}.")
    return other


def _complain(sentence: str) -> None:
    console.print(sentence, style="red", markup=False, soft_wrap=True)


async def _run(
    places: Places, nats_url: str | None, postgres_url: str | None, precision: Precision, demo: bool
) -> None:
    asked_to_stop = asyncio.Event()
    with console.status("Starting Answerbus") as status:
        say = _Teller(status)
        stack = EmbeddedStack(
            places, nats_url=nats_url, postgres_url=postgres_url, precision=precision, say=say
        )
        _heed_signals(asked_to_stop, stack)
        starting = asyncio.create_task(_start(stack, demo, say))
        stopping = asyncio.create_task(asked_to_stop.wait())
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if starting.done():
            _print_where(stack, starting.result())
            await stopping
    finally:
        starting.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await starting
        console.print("Stopping; once more stops at once.")
        await stack.stop()


def _heed_signals(asked_to_stop: asyncio.Event, stack: EmbeddedStack) -> None:
    """The first request to stop lets everybody finish, the second does not wait."""

    def heed() -> None:
        if asked_to_stop.is_set():
            stack.kill()
        asked_to_stop.set()

    for sig in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sig, heed)


async def _start(stack: EmbeddedStack, demo: bool, say: _Teller) -> dict[str, str] | None:
    await stack.start()
    loaded = None
    if demo:
        try:
            loaded = await load_demo(stack.places.gateway_url, stack.places.data / "demo.json", say)
        except DemoFailed as error:
            _complain(str(error))
    stack.announce(loaded)
    say.restarts_only()
    return loaded


class _Teller:
    """A line that changes on a terminal, lines below each other in a log."""

    def __init__(self, status: Status) -> None:
        self._status = status
        self._starting = True

    def __call__(self, line: str) -> None:
        if self._starting and console.is_terminal:
            self._status.update(line)
        else:
            console.print(line, markup=False)

    def restarts_only(self) -> None:
        self._starting = False


def _print_where(stack: EmbeddedStack, demo: dict[str, str] | None) -> None:
    table = Table(title="Answerbus is ready", show_header=False, title_justify="left")
    url = stack.places.gateway_url
    rows = [("API", f"{url}/docs"), ("Events", f"{url}/asyncapi")]
    if not stack.places.smtp_url:
        rows.append(("Mailbox", stack.places.mailbox_url))
    if demo:
        rows.insert(0, ("Demo page", f"{url}/demo"))
        rows.append(("Demo admin", f"{demo['admin_email']}  {demo['admin_password']}"))
    for row in rows:
        table.add_row(*row)
    console.print(table, "Ctrl-C stops everything.", sep="\n")
