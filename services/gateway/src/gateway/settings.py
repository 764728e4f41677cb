"""The gateway's few knobs."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from chassis.settings import ServiceSettings
from gateway.domain.rate import Rate


class Settings(ServiceSettings):
    """Rates are per minute with a burst; a rate of 0 means without limit.

    Without `token_secret` the replicas share a key that the first one put into the database.
    """

    public_url: str | None = None
    token_secret: SecretStr | None = None
    demo_public_key_file: Path | None = None
    message_rate: float = 30
    message_burst: int = 10
    login_rate: float = 30
    login_burst: int = 20
    workspace_rate: float = 30
    workspace_burst: int = 30
    conversation_rate: float = 600
    conversation_burst: int = 300

    @property
    def messages(self) -> Rate:
        return Rate(self.message_rate, self.message_burst)

    @property
    def logins(self) -> Rate:
        return Rate(self.login_rate, self.login_burst)

    @property
    def workspaces(self) -> Rate:
        return Rate(self.workspace_rate, self.workspace_burst)

    @property
    def conversations(self) -> Rate:
        return Rate(self.conversation_rate, self.conversation_burst)
