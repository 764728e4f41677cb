"""Dead letters as an operator meets them, on a real nats-server."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nats
import pytest
import typer
from typer.testing import CliRunner, Result

from answerbus.commands import add_commands
from answerbus.embedded.ports import free_port
from chassis.dead_letters import Grave, bury
from chassis.testing.fakes import event_of
from contracts.facts.chat import FeedbackGiven
from tests.support.stage import LoopThread

SUBJECT = "chat.feedback_given.wsp_1"
GOOD = event_of(
    FeedbackGiven(conversation_id="cnv_1", bot_id="bot_1", rating=5, given_at=datetime.now(UTC))
).to_json()


def answerbus(*arguments: str, columns: str = "250") -> Result:
    app = typer.Typer()
    add_commands(app)
    return CliRunner().invoke(app, arguments, env={"COLUMNS": columns}, catch_exceptions=False)


class Cemetery:
    """Buries letters and looks at what was published."""

    def __init__(self, servers: LoopThread, url: str) -> None:
        self._servers = servers
        self.url = url

    def bury(
        self, number: int, body: bytes, reason: str = "The body is not JSON.", service: str = "analytics"
    ) -> None:
        grave = Grave(service, f"{service}-CHAT", "CHAT", SUBJECT, number, 5, reason)
        self._servers.run(self._with(lambda js: bury(js, grave, body)))

    def published(self) -> list[bytes]:
        async def read(js: Any) -> list[bytes]:
            count = (await js.stream_info("CHAT")).state.messages
            return [(await js.get_msg("CHAT", seq=seq)).data for seq in range(1, count + 1)]

        return list(self._servers.run(self._with(read)))

    async def _with(self, act: Callable[[Any], Any]) -> Any:
        client = await nats.connect(self.url)
        try:
            return await act(client.jetstream())
        finally:
            await client.close()

    def ask(self, *arguments: str) -> Result:
        return answerbus("dead-letters", *arguments, "--nats-url", self.url)


@pytest.fixture
def cemetery(servers: LoopThread, nats_url: Callable[[str], str]) -> Cemetery:
    return Cemetery(servers, nats_url("admin"))


def test_letters_are_listed_shown_and_redriven(cemetery: Cemetery) -> None:
    cemetery.bury(7, b"{not json")
    listed = cemetery.ask("list").stdout
    assert all(word in listed for word in ("1", "analytics", SUBJECT, "5", "The body is not JSON."))
    shown = cemetery.ask("show", "1").stdout
    assert "message 7 of CHAT" in shown
    assert "{not json" in shown
    assert "1 letter published" in cemetery.ask("redrive", "1").stdout
    assert cemetery.published() == [b"{not json"]
    assert "no dead letters" in cemetery.ask("list").stdout


def test_mended_letter_is_published_instead_of_the_dead_one(cemetery: Cemetery, tmp_path: Path) -> None:
    cemetery.bury(1, b"{not json")
    (tmp_path / "mended.json").write_bytes(GOOD)
    assert cemetery.ask("redrive", "1", "--body", str(tmp_path / "mended.json")).exit_code == 0
    assert cemetery.published() == [GOOD]


def test_body_that_would_die_again_is_refused_and_the_letter_stays(
    cemetery: Cemetery, tmp_path: Path
) -> None:
    cemetery.bury(1, b"{not json")
    (tmp_path / "mended.json").write_text("[]")
    refused = cemetery.ask("redrive", "1", "--body", str(tmp_path / "mended.json"))
    assert refused.exit_code == 1
    assert "would only die again" in refused.stderr
    assert cemetery.published() == []
    assert "analytics" in cemetery.ask("list").stdout


def test_all_letters_are_redriven_in_order_over_several_batches(
    cemetery: Cemetery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("answerbus.commands.dead_letters.BATCH", 2)
    bodies = [json.dumps({"number": number}).encode() for number in range(5)]
    for number, body in enumerate(bodies):
        cemetery.bury(number, body)
    assert "5 letters published" in cemetery.ask("redrive", "--all").stdout
    assert cemetery.published() == bodies
    assert "no dead letters" in cemetery.ask("list").stdout


def test_a_pipe_gets_whole_words(cemetery: Cemetery) -> None:
    cemetery.bury(7, b"{not json")
    listed = answerbus("dead-letters", "list", "--nats-url", cemetery.url, columns="80").stdout
    assert SUBJECT in listed and "The body is not JSON." in listed


def test_a_message_that_died_at_several_services_is_published_once(cemetery: Cemetery) -> None:
    for service in ("analytics", "conversation", "retrieval"):
        cemetery.bury(7, b"{not json", service=service)
    assert "3 letters published" in cemetery.ask("redrive", "--all").stdout
    assert cemetery.published() == [b"{not json"]
    assert "no dead letters" in cemetery.ask("list").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("redrive",), "or --all"),
        (("redrive", "1", "--all"), "or --all"),
        (("redrive", "1", "2", "--body", __file__), "one letter"),
        (("redrive", "99"), "no dead letter 99"),
        (("show", "99"), "no dead letter 99"),
        (("redrive", "1", "--body", "/nowhere/at.all"), "cannot be read: No such file or directory."),
        (("redrive", "1", "--body", "/"), "cannot be read: Is a directory."),
    ],
)
def test_what_cannot_be_done_is_said(cemetery: Cemetery, arguments: tuple[str, ...], sentence: str) -> None:
    cemetery.bury(1, b"{not json")
    result = cemetery.ask(*arguments)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert cemetery.published() == []


@pytest.mark.parametrize("command", ["show", "redrive"])
@pytest.mark.parametrize("number", ["0", "99999999999999999999"])
def test_a_number_no_letter_can_have_is_not_blamed_on_nats(
    cemetery: Cemetery, command: str, number: str
) -> None:
    result = cemetery.ask(command, number)
    assert result.exit_code == 2
    assert "equal to" in result.stderr and "NATS" not in result.stderr


def test_strangers_text_cannot_steer_the_terminal(cemetery: Cemetery) -> None:
    cemetery.bury(1, b"\x1b[2J\x07 [red]hello[/red]", reason="bad \x1b[2J [bold]text[/bold]")
    shown = cemetery.ask("show", "1").stdout + cemetery.ask("list").stdout
    assert "\x1b" not in shown
    assert "\\x1b[2J\\x07 [red]hello[/red]" in shown


def test_server_that_is_away_and_stack_that_does_not_run_are_sentences(tmp_path: Path) -> None:
    away = answerbus("dead-letters", "list", "--nats-url", f"nats://127.0.0.1:{free_port()}")
    assert (away.exit_code, "NATS does not answer" in away.stderr) == (1, True)
    (tmp_path / "file").touch()
    for folder in (tmp_path, tmp_path / "file"):
        missing = answerbus("dead-letters", "list", "--data-dir", str(folder))
        assert (missing.exit_code, "No Answerbus runs on" in missing.stderr) == (1, True)


def test_the_data_folder_of_another_user_is_not_blamed_on_nats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    refused = answerbus("dead-letters", "list", "--data-dir", str(tmp_path))
    assert (refused.exit_code, "This user may not read" in refused.stderr) == (1, True)
    assert "NATS" not in refused.stderr


def test_address_comes_from_ready_json(cemetery: Cemetery, tmp_path: Path) -> None:
    (tmp_path / "ready.json").write_text(json.dumps({"nats_url": cemetery.url}))
    assert "no dead letters" in answerbus("dead-letters", "list", "--data-dir", str(tmp_path)).stdout
