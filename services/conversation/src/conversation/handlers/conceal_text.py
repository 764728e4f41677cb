"""Puts what identifies the customer into the vault before a text goes anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from conversation.domain.privacy.hidden import holds_placeholder
from conversation.domain.privacy.pii import Span, find_pii
from conversation.domain.privacy.placeholders import hide
from conversation.ports import Vault


async def conceal(
    conn: Any,
    vault: Vault,
    workspace_id: str,
    contact_id: str,
    text: str,
    found: Sequence[Span] | None = None,
) -> str:
    """The text with placeholders; for an erased contact their values are stored nowhere.

    `found`: what `find_pii` found in the text, searched for when left out.
    """
    spans = find_pii(text) if found is None else found
    if not spans:
        return text
    known = await vault.open(conn, workspace_id, contact_id)
    hidden, grown = hide(text, known, spans)
    if known is not None and len(grown) > len(known):
        await vault.keep(conn, workspace_id, contact_id, grown)
    return hidden


async def revealed(
    conn: Any, vault: Vault, workspace_id: str, conversation_id: str, texts: Iterable[str]
) -> dict[str, str]:
    """The values of the placeholders in these texts of one conversation; without any, nothing is read."""
    if not holds_placeholder(texts):
        return {}
    found = await vault.of_conversations(conn, workspace_id, [conversation_id])
    return found.get(conversation_id, {})
