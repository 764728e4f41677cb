"""What a bot may do beside answering: its tools, as the company configures them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from contracts.base import Frozen

BuiltIn = Literal["search_knowledge", "ticket_status", "open_form", "slots", "book"]
Callers = Literal["everyone", "reachable"]
"""Who may have it called: every customer, or those who said how to reach them."""
MAX_PARAMETERS = 4_000
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def _https(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or "{" in parts.netloc:
        raise ValueError("A tool is called at an address that begins with https:// and names its host.")
    return url


Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,31}$")]
Address = Annotated[str, Field(max_length=1_000), AfterValidator(_https)]
Seconds = Annotated[float, Field(gt=0, le=10)]


class HttpAction(Frozen):
    """One call of the company's own API. `parameters` is the JSON schema of an object.

    `{argument}` in the path or query of `url` is filled; what is left goes into the query of a GET, else into
    a JSON body. What is not a GET changes something and always needs the customer's confirmation.
    """

    name: Name
    description: str = Field(min_length=1, max_length=500)
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    url: Address
    parameters: dict[str, Any] = {"type": "object", "properties": {}}
    timeout: Seconds = 5.0
    callers: Callers = "everyone"
    needs_confirmation: bool = False

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
    """A call of a tool, as the receipt keeps it. `arguments` carry placeholders; times in milliseconds."""

    name: str
    arguments: dict[str, Any] = {}
    status: Literal["ok", "refused", "failed", "proposed"]
    confirmed: bool = False
    ms: float = 0.0
