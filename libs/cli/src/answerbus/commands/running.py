"""Where the running stack is: from options, the environment, or the data folder's ready.json."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from answerbus.embedded.files import read_json

DATA_DIR = Path(".answerbus")

DataDir = Annotated[Path, typer.Option("--data-dir", help="The data folder of `answerbus up`.")]
NatsUrl = Annotated[
    str | None,
    typer.Option(
        "--nats-url",
        envvar="ANSWERBUS_NATS_URL",
        show_envvar=True,
        help="NATS as a user who may do everything; the running stack's when left out.",
    ),
]


class NotRunning(Exception):
    """No stack runs on the data folder, and no address was given instead."""

    def __init__(self, data_dir: Path, option: str) -> None:
        super().__init__(
            f"No Answerbus runs on {data_dir}: there is no {data_dir / 'ready.json'}. "
            f"Start one with `answerbus up`, name its folder with --data-dir, or give {option}."
        )


class Forbidden(NotRunning):
    """The data folder is another user's."""

    def __init__(self, data_dir: Path) -> None:
        Exception.__init__(
            self, f"This user may not read {data_dir / 'ready.json'}: ask as the one who runs `answerbus up`."
        )


def read_ready(data_dir: Path, option: str) -> dict[str, Any]:
    """What `answerbus up` wrote when it was ready. Raises NotRunning; `option` is what would help instead.

    Raises Forbidden when it is there for somebody else.
    """
    try:
        ready = read_json(data_dir / "ready.json")
    except PermissionError:
        raise Forbidden(data_dir) from None
    if not isinstance(ready, dict):
        raise NotRunning(data_dir, option)
    return ready


def find_nats(chosen: str | None, data_dir: Path) -> str:
    """Raises NotRunning."""
    return chosen or str(read_ready(data_dir, "--nats-url")["nats_url"])


def find_database(chosen: str | None, data_dir: Path, service: str) -> str:
    """Raises NotRunning."""
    return chosen or str(read_ready(data_dir, "--database-url")["postgres"][service])
