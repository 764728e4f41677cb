"""What a bot may do beside answering: its tools, as the company configures them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from contracts.base import Frozen

BuiltIn = Literal["search_knowledge", "ticket_status", "open_form", "slots", "book"]
Callers = Literal["everyone", "reachable"]
"""Who may have it called: every customer, or those who said how to reach them."""
MAX_PARAMETERS = 4_000
MAX_HEADERS = 10
_CREDENTIAL = r"[a-z][a-z0-9_]{1,63}"
_SECRET_PLACE = re.compile(r"\{secret:(" + _CREDENTIAL + r")\}")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]{1,1000}")
_OUR_HEADERS = frozenset(
    [
        "host",
        "content-length",
        "content-type",
        "transfer-encoding",
        "connection",
        "upgrade",
        "te",
        "trailer",
        "expect",
        "idempotency-key",
    ]
)
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def _https(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or "{" in parts.netloc:
        raise ValueError("A tool is called at an address that begins with https:// and names its host.")
    return url


Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,31}$")]
SecretName = Annotated[str, Field(pattern=f"^{_CREDENTIAL}$")]
Address = Annotated[str, Field(max_length=1_000), AfterValidator(_https)]
Seconds = Annotated[float, Field(gt=0, le=10)]


class HttpAction(Frozen):
    """One call of the company's own API. `parameters` is the JSON schema of an object; its types, bounds and
    choices are checked before the call, patterns and conditions only tell the model what to write.

    `{argument}` in the path or query of `url` is filled; what is left goes into the query of a GET, else into
    a JSON body. `{secret:name}` in the value of a header stands for a secret of the workspace, put in for
    the call. What is not a GET changes something and always needs the customer's confirmation.
    """

    name: Name
    description: str = Field(min_length=1, max_length=500)
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    url: Address
    headers: dict[str, str] = Field(default={}, max_length=MAX_HEADERS)
    parameters: dict[str, Any] = {"type": "object", "properties": {}}
    timeout: Seconds = 5.0
    callers: Callers = "everyone"
    needs_confirmation: bool = False

    @property
    def secrets(self) -> list[str]:
        """The names of the secrets that its headers hold."""
        return sorted({name for value in self.headers.values() for name in _SECRET_PLACE.findall(value)})

    def filled_headers(self, secrets: Mapping[str, str]) -> dict[str, str]:
        """The headers as they are sent. Raises KeyError for a secret that is not there."""
        return {
            header: _SECRET_PLACE.sub(lambda place: secrets[place[1]], value)
            for header, value in self.headers.items()
        }

    @model_validator(mode="after")
    def _headers_are_its_own(self) -> Self:
        for header, value in self.headers.items():
            if not _HEADER.fullmatch(header) or not _HEADER_VALUE.fullmatch(value):
                raise ValueError(f"The header {header[:64]!r} is not one that can be sent.")
            if header.lower() in _OUR_HEADERS or header.lower().startswith("x-answerbus-"):
                raise ValueError(f"The header {header} is set by the call itself.")
            if "{" in _SECRET_PLACE.sub("", value):
                raise ValueError(f"The header {header} names a secret as {{secret:name}}, in small letters.")
        return self

    @property
    def confirmed_first(self) -> bool:
        return self.needs_confirmation or self.method != "GET"

    @model_validator(mode="after")
    def _takes_an_object(self) -> Self:
        properties = self.parameters.get("properties")
        if self.parameters.get("type") != "object" or not isinstance(properties, dict):
            raise ValueError("The parameters are a JSON schema of type object with properties.")
        if len(str(self.parameters)) > MAX_PARAMETERS or "$ref" in str(self.parameters):
            raise ValueError(f"The parameters are short ({MAX_PARAMETERS} characters) and refer to nothing.")
        if unknown := set(_PLACE.findall(self.url)) - set(properties):
            raise ValueError(f"The address names what is no parameter: {', '.join(sorted(unknown))}.")
        return self


class McpServer(Frozen):
    """A server that speaks MCP over HTTP. `tools` are those offered; all but `reads` need confirmation."""

    name: Name
    url: Address
    tools: list[str] = Field(min_length=1, max_length=20)
    reads: list[str] = []
    timeout: Seconds = 5.0
    callers: Callers = "everyone"


class BotTools(Frozen):
    built_in: list[BuiltIn] = []
    http: list[HttpAction] = Field(default=[], max_length=20)
    mcp: list[McpServer] = Field(default=[], max_length=5)

    @property
    def any(self) -> bool:
        return bool(self.built_in or self.http or self.mcp)

    @model_validator(mode="after")
    def _names_are_one_thing(self) -> Self:
        names = [*self.built_in, *(each.name for each in self.http), *(each.name for each in self.mcp)]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"Two tools have the same name: {', '.join(sorted(twice))}.")
        return self


class ToolUse(Frozen):
    """A call of a tool, as the receipt keeps it. `arguments` carry placeholders; times in milliseconds.

    `reason`: why it failed.
    """

    name: str
    arguments: dict[str, Any] = {}
    status: Literal["ok", "refused", "failed", "proposed"]
    confirmed: bool = False
    ms: float = 0.0
    reason: str | None = None
