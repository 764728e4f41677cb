"""Language models by the name LiteLLM knows them under."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_WITH_BASE = re.compile(r"(?P<model>.+?)@(?P<base>https?://.+)")


@dataclass(frozen=True, slots=True)
class Provider:
    """`model` is a LiteLLM model string; `api_base` an address other than the provider's own."""

    model: str
    api_base: str | None = None

    @property
    def key(self) -> str:
        return f"{self.model}@{self.api_base}" if self.api_base else self.model

    @property
    def name(self) -> str:
        """Who is called: the host of its own address, else the family of the model."""
        place = urlsplit(self.api_base or "")
        host = f"{place.hostname}:{place.port}" if place.port else place.hostname
        return host or self.model.partition("/")[0]


def parse_providers(text: str, default_base: str | None = None) -> tuple[Provider, ...]:
    """Read `model,model@http://address/v1`."""
    return tuple(_parse(part.strip(), default_base) for part in text.split(",") if part.strip())


def _parse(part: str, default_base: str | None) -> Provider:
    match = _WITH_BASE.fullmatch(part)
    if match is None:
        return Provider(part, default_base)
    return Provider(match["model"], match["base"])
