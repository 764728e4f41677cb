"""The only place that reads the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal, Self

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """What every service is told, from variables that start with `ANSWERBUS_`."""

    model_config = SettingsConfigDict(env_prefix="ANSWERBUS_", extra="ignore", frozen=True)

    nats_url: str
    database_url: str
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"
    trace_dir: Path | None = None
    trace_ratio: float = 1.0
    otlp_endpoint: str | None = None
    database_pool: int = 8
    drain_seconds: float = 10.0

    @classmethod
    def load(cls) -> Self:
        """Read the environment, or end the process with a sentence about what is missing."""
        try:
            return cls()
        except ValidationError as error:
            for problem in error.errors():
                name = "ANSWERBUS_" + "_".join(map(str, problem["loc"])).upper()
                print(f"{name}: {problem['msg']}", file=sys.stderr)
            raise SystemExit(78) from None


def provider_key_present(name: str) -> bool:
    """Whether a provider's own key variable, such as OPENAI_API_KEY, is set."""
    return bool(os.environ.get(name))


def set_default(name: str, value: str) -> None:
    """Give a library its variable before it is imported, unless the operator chose one."""
    os.environ.setdefault(name, value)
