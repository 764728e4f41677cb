"""What the public API takes and gives, beyond the shapes all services share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from contracts.mail_address import valid_address
from contracts.shapes import Audience, Priority, Role, TicketStatus
from gateway.domain.identity import User, Workspace
from gateway.handlers.sign_in import Session

ItemT = TypeVar("ItemT")


def no_nul(value: Any) -> Any:
    """`value`, as it is. Raises ValueError for a NUL anywhere in it: PostgreSQL takes none."""
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("The text contains a NUL character.")
    if isinstance(value, dict):
        no_nul([*value.keys(), *value.values()])
    if isinstance(value, list):
        for item in value:
            no_nul(item)
    return value


def not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("Write something.")
    return text


def _email(text: str) -> str:
    if valid_address(text) is None:
        raise ValueError("This is not an email address.")
    return text.strip()


Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(not_blank)]
Email = Annotated[str, Field(min_length=3, max_length=254), AfterValidator(_email)]
Password = Annotated[str, Field(min_length=8, max_length=200)]


class Taken(BaseModel):
    """A body of a request. Fields nobody knows are refused, so that typing errors are seen."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, raw: Any) -> Any:
        return no_nul(raw)


class ProblemDetails(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


class Page(BaseModel, Generic[ItemT]):
    items: list[ItemT]
    next_cursor: str | None = None


class WorkspaceShown(BaseModel):
    id: str
    name: str
    email: str
    created_at: datetime

    @classmethod
    def of(cls, workspace: Workspace) -> WorkspaceShown:
        return cls(
            id=workspace.workspace_id,
            name=workspace.name,
            email=workspace.email,
            created_at=workspace.created_at,
        )


class UserShown(BaseModel):
    id: str
    workspace_id: str
    name: str
    email: str
    role: Role
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> UserShown:
        return cls(
            id=user.user_id,
            workspace_id=user.workspace_id,
            name=user.name,
            email=user.email,
            role=user.role,
            created_at=user.created_at,
        )


class SessionShown(BaseModel):
    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 # the scheme, not a secret
    expires_in: int

    @classmethod
    def of(cls, session: Session) -> SessionShown:
        return cls(
            access_token=session.access_token,
            refresh_token=session.refresh_token,
            expires_in=session.expires_in,
        )


class SignedUp(SessionShown):
    workspace: WorkspaceShown
    user: UserShown


class Me(BaseModel):
    user: UserShown
    workspace: WorkspaceShown


class NewWorkspaceBody(Taken):
    name: Name
    email: Email
    password: Password


class WorkspaceChange(Taken):
    name: Name


class WorkspaceLeaving(Taken):
    """`name` as the workspace is called, so that nobody deletes one by mistake."""

    name: Name


class Leaving(BaseModel):
    detail: str


class RefreshBody(Taken):
    refresh_token: str = Field(min_length=1, max_length=200)


class NewUser(Taken):
    name: Name
    email: Email
    role: Role
    password: Password


class UserChangeBody(Taken):
    name: Name | None = None
    email: Email | None = None
    role: Role | None = None
    password: Password | None = None


class TicketChange(Taken):
    """What is not named stays; `version` is the one that was read, an older one answers 409."""

    version: int = Field(ge=1)
    status: TicketStatus | None = None
    priority: Priority | None = None
    resolution: Annotated[str, Field(max_length=10_000), AfterValidator(not_blank)] | None = None


class SearchBody(Taken):
    query: str = Field(min_length=1, max_length=1000)
    limit: int = Field(default=6, ge=1, le=50)
    audience: Audience = "public"


class WidgetConfig(BaseModel):
    bot_id: str
    name: str
    company: str
    greeting: str
    color: str
    locale: str
    suggested_questions: list[str]


class NewConversation(Taken):
    page_url: str | None = Field(default=None, max_length=2000)
    locale: str | None = Field(default=None, max_length=35)
    attributes: dict[str, Annotated[str, Field(max_length=200)]] = Field(default={}, max_length=20)
    contact_token: str | None = Field(default=None, max_length=2000)


class ConversationStartedShown(BaseModel):
    conversation_id: str
    contact_id: str
    token: str
    expires_in: int
    contact_token: str | None


class NewMessage(Taken):
    text: Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(not_blank)]
    client_message_id: str = Field(min_length=1, max_length=100)
    page_url: str | None = Field(default=None, max_length=2000)


class AgentReply(Taken):
    text: Annotated[str, Field(min_length=1, max_length=8000), AfterValidator(not_blank)]
    client_message_id: str | None = Field(default=None, min_length=1, max_length=100)


class AgentTyping(Taken):
    typing: bool = True


class TurnAccepted(BaseModel):
    """No reply yet: it takes longer, or an agent answers; it will be among the messages."""

    turn_id: str


class HandoffBody(Taken):
    name: Name
    email: Email
    phone: str | None = Field(default=None, max_length=50)
    description: Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(not_blank)]
    priority: Priority | None = None
    request_id: str | None = Field(default=None, min_length=1, max_length=100)


class HandoffAccepted(BaseModel):
    handoff_id: str
    detail: str


class FeedbackBody(Taken):
    rating: int = Field(ge=1, le=5)
    comment: str | None = Field(default=None, max_length=2000)
