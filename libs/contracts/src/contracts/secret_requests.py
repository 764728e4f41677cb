"""Credentials of a workspace: written, named by the tools of its bots, and never read again."""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from contracts.base import Frozen
from contracts.bot_tools import SecretName
from contracts.rpc import Empty, Rpc, Scoped


class PutSecret(Scoped):
    """`value` goes into a header: printable ASCII."""

    name: SecretName
    value: str = Field(min_length=1, max_length=4_096, pattern=r"^[\x21-\x7e][\x20-\x7e]*$", repr=False)


class DropSecret(Scoped):
    name: SecretName


class ListSecrets(Scoped):
    """All of the workspace."""


class SecretKept(Frozen):
    """That there is a secret of this name, never what it is."""

    name: str
    updated_at: AwareDatetime


class SecretsKept(Frozen):
    items: list[SecretKept]


PUT_SECRET = Rpc("conversation", "put_secret", PutSecret, SecretKept)
DROP_SECRET = Rpc("conversation", "drop_secret", DropSecret, Empty)
LIST_SECRETS = Rpc("conversation", "list_secrets", ListSecrets, SecretsKept)
SECRET_RPCS = (PUT_SECRET, DROP_SECRET, LIST_SECRETS)
