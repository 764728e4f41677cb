"""Ids that follow from the content, so that indexing twice stores a passage once."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from contracts.event_ids import derived_id
from retrieval.domain.document import Digest, Draft

GENERATION = "~"


def content_hash(digest: Digest) -> str:
    """sha256 of everything a document says, in hexadecimal."""
    whole = sha256(digest.title.encode())
    for draft in digest.drafts:
        whole.update(f"\x1e{draft.anchor or draft.page}\x1f{draft.words}".encode())
    return whole.hexdigest()


def of_generation(name: str, generation: int) -> str:
    """The first generation has the plain name."""
    return f"{name}{GENERATION}{generation}" if generation else name


def document_id(source_id: str, place: str = "") -> str:
    """`place` tells documents of one source apart, such as the address of a page."""
    return derived_id("doc", source_id, place)


def original_key(workspace_id: str, source_id: str, document: str) -> str:
    """The object key of a fetched document's original."""
    return f"{workspace_id}/{source_id}/{document}"


def passage_ids(document: str, hashed: str, drafts: Iterable[Draft]) -> list[str]:
    return [derived_id("psg", document, hashed, str(number)) for number, _ in enumerate(drafts)]


def point_id(passage_id: str, generation: int = 0) -> str:
    """The id of a passage in one index of its bot: a UUID in hexadecimal, without hyphens."""
    return sha256(of_generation(passage_id, generation).encode()).hexdigest()[:32]
