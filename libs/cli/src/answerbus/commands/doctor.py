"""`answerbus doctor`: is everything here that a start needs, and does what runs run well?"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from answerbus.commands.checks import check_machine, check_stack
from answerbus.commands.running import DATA_DIR, DataDir
from answerbus.commands.terminal import console

Port = Annotated[int, typer.Option(help="The port the gateway is wanted on.")]


def doctor(data_dir: DataDir = DATA_DIR, port: Port = 8000) -> None:
    """Look over this machine and the running stack; status 1 when something needs care."""
    findings = [*check_machine(data_dir, port), *check_stack(data_dir)]
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        table.add_row("well" if finding.well else "CARE", finding.what, finding.sentence)
    console().print(table)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
