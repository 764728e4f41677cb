import socket
import stat
from pathlib import Path

import pytest

from answerbus.embedded import ports
from answerbus.embedded.files import read_json, write_atomically, write_json
from answerbus.embedded.ports import LOOPBACK, free_port, is_free, obstacle
from answerbus.embedded.secret_store import SecretStore


def test_a_file_is_private_from_the_first_byte_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"x": 1})
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o600
    assert read_json(tmp_path / "a.json") == {"x": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_failed_write_keeps_the_old_file(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(tmp_path / "a", "\ud800")
    assert (tmp_path / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("content", [None, "", "{half"])
def test_a_missing_or_broken_file_reads_as_nothing(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "a.json").write_text(content)
    assert read_json(tmp_path / "a.json") is None


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first = SecretStore(tmp_path / "secrets.json").get("nats.gateway")
    again = SecretStore(tmp_path / "secrets.json")
    assert again.get("nats.gateway") == first
    assert again.get("nats.retrieval") != first
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_a_free_port_is_free_and_outside_the_range_of_outgoing_connections() -> None:
    port = free_port()
    assert is_free(port)
    ephemeral = Path("/proc/sys/net/ipv4/ip_local_port_range")
    if ephemeral.exists():
        assert port < int(ephemeral.read_text().split()[0])


def test_a_port_somebody_listens_on_is_not_free() -> None:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        listener.listen()
        assert not is_free(listener.getsockname()[1])
        assert obstacle(listener.getsockname()[1]) == "is in use"


def test_a_port_of_the_administrator_is_not_called_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("socket.socket.bind", refuse)
    assert obstacle(80) == "may not be used by this user"


def test_no_port_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_BELOW_EPHEMERAL", range(28_000, 28_400))
    given = [free_port() for _ in range(150)]
    assert len(set(given)) == len(given)
