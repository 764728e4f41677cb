"""What identifies the customer goes into the vault before a text goes anywhere else."""

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
    """The text with placeholders; values of an erased contact are hidden and kept nowhere.

    `found` is what `find_pii` found in the text, searched for when left out.
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
    """What the placeholders in these texts of one conversation stand for; asks nobody when there are none."""
    if not holds_placeholder(texts):
        return {}
    found = await vault.of_conversations(conn, workspace_id, [conversation_id])
    return found.get(conversation_id, {})
