"""Where a bot's tickets go: which company, which address, which language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.mail_address import valid_address
from ticketing.domain.words import one_line

Language = Literal["en", "de"]


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known here of a bot and its workspace; both facts may still be on their way."""

    workspace_name: str | None = None
    workspace_email: str | None = None
    bot_name: str | None = None
    company: str | None = None
    support_email: str | None = None
    locale: str = "en"

    @property
    def complete(self) -> bool:
        return self.workspace_name is not None and self.bot_name is not None

    @property
    def sender_name(self) -> str:
        """The name a customer knows us by; typed by the company, never by a customer."""
        return one_line(self.company or self.bot_name or self.workspace_name or "Support", 80)

    @property
    def recipient(self) -> str | None:
        """Where the support team reads its mail, or None when no address of theirs is usable."""
        return valid_address(self.support_email) or valid_address(self.workspace_email)

    @property
    def language(self) -> Language:
        return "de" if self.locale.lower().startswith("de") else "en"
