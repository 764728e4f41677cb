"""The `answerbus` command."""

from __future__ import annotations

import typer

from answerbus.commands import add_commands
from answerbus.up import up

app = typer.Typer(help="Answerbus: AI customer support on a message bus.", no_args_is_help=True)
app.command("up")(up)
add_commands(app)
