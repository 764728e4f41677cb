"""`answerbus nats-config`: the configuration of a nats-server elsewhere, made from the catalogue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from answerbus.embedded.files import write_atomically
from answerbus.embedded.nats_config import ADMIN, Permissions, server_config
from chassis.permissions import nats_permissions
from contracts.catalogue import SERVICES

HEAD = "# Made by `answerbus nats-config` from the catalogue. Passwords come from the environment.\n"
PORT, MONITOR_PORT = 4222, 8222
Output = Annotated[Path | None, typer.Option(help="The file to write; standard output when left out.")]


def nats_config(output: Output = None) -> None:
    """Write a server configuration with one user per service, each allowed what the catalogue says."""
    if output is None:
        typer.echo(render(), nl=False)
    else:
        write_atomically(output, render(), mode=0o644)


def render() -> str:
    """What the embedded server gets too, but for any address, with passwords by name.

    Where the streams are stored is left to the command line: nats-server takes it from one place only.
    """
    users: dict[str, Permissions] = {service: nats_permissions(service) for service in SERVICES}
    passwords = {user: _variable(user) for user in (ADMIN, *SERVICES)}
    config = server_config(PORT, MONITOR_PORT, Path("/"), passwords, users)
    del config["jetstream"]["store_dir"]
    config |= {
        "server_name": "answerbus",
        "listen": f"0.0.0.0:{PORT}",
        "http": f"0.0.0.0:{MONITOR_PORT}",
    }
    text = json.dumps(config, indent=2)
    for variable in passwords.values():
        # a variable in quotes would be taken for the password itself
        text = text.replace(json.dumps(variable), variable)
    return HEAD + text + "\n"


def _variable(user: str) -> str:
    return f"$NATS_{user.upper()}_PASSWORD"
