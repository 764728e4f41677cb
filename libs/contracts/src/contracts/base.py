"""The two ways a model meets the wire: strict when we write, lenient when we read."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value. Unknown fields are refused when built in code and dropped when read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Self:
        """Validate what arrived from another process; fields of a newer writer are ignored.

        Raises pydantic.ValidationError when a known field is missing or of the wrong shape.
        """
        return cls.model_validate(raw, extra="ignore")


class Fact(Frozen):
    """The data of one event: something that has happened."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1

    @classmethod
    def type_name(cls) -> str:
        """CloudEvents `type`, such as `chat.turn_submitted.v1`."""
        return f"{cls.kind}.v{cls.version}"
