"""What an operator can ask of a running Answerbus."""

from __future__ import annotations

import typer

from answerbus.commands import analytics, dead_letters, doctor, knowledge, nats_config, provision, trace


def add_commands(app: typer.Typer) -> None:
    """Give the `answerbus` command everything in this folder."""
    app.add_typer(dead_letters.app, name="dead-letters")
    app.add_typer(analytics.app, name="analytics")
    app.add_typer(knowledge.app, name="knowledge")
    app.command("trace")(trace.trace)
    app.command("provision")(provision.provision_bus)
    app.command("nats-config")(nats_config.nats_config)
    app.command("doctor")(doctor.doctor)
