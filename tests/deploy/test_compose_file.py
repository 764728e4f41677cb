"""What docker-compose.yml promises, read without starting anything."""

from __future__ import annotations

import importlib
import re

import pytest

from tests.deploy.compose_file import (
    EXAMPLE,
    FILE,
    OURS,
    MissingVariable,
    environment,
    load,
    mounted,
    new_env,
    raw,
    read_env,
)

SERVICES = raw()["services"]
LONG_RUNNING = sorted(set(SERVICES) - {"provision"})


def test_every_required_variable_is_an_empty_line_of_the_example() -> None:
    required = set(re.findall(r"\$\{(\w+):\?run deploy/new-env.sh\}", FILE.read_text()))
    example = read_env(EXAMPLE.read_text())
    assert {name for name, value in example.items() if not value} == required
    with pytest.raises(MissingVariable):
        load(example)


def test_new_environment_is_complete_and_never_twice_the_same() -> None:
    first, second = new_env(), new_env()
    load(first)
    secrets = [name for name, value in read_env(EXAMPLE.read_text()).items() if not value]
    assert all(re.fullmatch("[0-9a-f]{48}", first[name]) for name in secrets)
    assert len({first[name] for name in secrets} | {second[name] for name in secrets}) == 2 * len(secrets)


def test_no_secret_is_written_down() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|API_KEY", name):
                assert value is None or "${" in value, name
            assert not re.search(r"//[^@/]*:(?!\$\{)[^@/]*@", str(value)), name


@pytest.mark.parametrize("name", OURS)
def test_image_is_built_for_the_service_and_the_settings_know_every_variable(name: str) -> None:
    service = SERVICES[name]
    assert service["build"]["args"] == {"SERVICE": name}
    assert service["build"]["target"] == "service"
    assert service["command"] == ["python", "-m", name]
    settings = importlib.import_module(f"{name}.settings").Settings
    ours = {variable for variable in service["environment"] if variable.startswith("ANSWERBUS_")}
    assert ours <= {f"ANSWERBUS_{field.upper()}" for field in settings.model_fields}


@pytest.mark.parametrize("name", OURS)
def test_settings_can_be_read_from_the_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    env = new_env()
    for variable, value in environment(load(env)[name], env).items():
        monkeypatch.setenv(variable, value)
    settings = importlib.import_module(f"{name}.settings").Settings()
    assert settings.nats_url.startswith(f"nats://{name}:")
    assert settings.database_url.endswith(f"@postgres:5432/{name}")


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_services_come_back_by_themselves(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", OURS)
def test_services_start_after_what_they_need(name: str) -> None:
    needs = {other: how["condition"] for other, how in SERVICES[name]["depends_on"].items()}
    assert needs["provision"] == "service_completed_successfully"
    for server in {"nats", "postgres"} | ({"qdrant"} if name == "retrieval" else set()):
        assert needs[server] == "service_healthy"
        assert "healthcheck" in SERVICES[server]


def test_ports_are_published_on_the_loopback_interface_alone() -> None:
    ports = [port for service in load(new_env()).values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_mounted_file_is_here_and_every_volume_is_named() -> None:
    for service in SERVICES.values():
        assert all(path.is_file() for path in mounted(service).values())
        named = {entry.split(":")[0] for entry in service.get("volumes", []) if not entry.startswith("./")}
        assert named <= set(raw()["volumes"])
