"""What `answerbus up` says when it cannot even begin."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from answerbus.up import up


def started(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(up)
    return CliRunner().invoke(app, [*arguments], env={"COLUMNS": "160"})


def test_a_data_folder_that_cannot_be_one_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for folder in (file, file / "below"):
        result = started("--data-dir", str(folder), "--port", "0")
        assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True)
        assert "cannot be used" in result.output and "--data-dir" in result.output


@pytest.mark.parametrize("port", ["-1", "65536", "99999999"])
def test_a_port_that_is_none_is_a_sentence(port: str, tmp_path: Path) -> None:
    result = started("--data-dir", str(tmp_path), "--port", port)
    assert (result.exit_code, "'--port'" in result.output) == (2, True)
