"""A company gives a bot something to know."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from hashlib import file_digest
from io import SEEK_END
from typing import BinaryIO

from chassis import ids
from chassis.errors import Invalid, Refusal
from contracts.requests import ADD_SOURCE, AddSource
from contracts.shapes import Audience, Source, SourceKind
from gateway.domain.identity import Bot
from gateway.domain.upload_kinds import ACCEPTED, MAX_BYTES, advice, clean_name, contradicts, media_type_of
from gateway.ports import Asking, Uploads
from gateway.refusals import TooLarge, Unsupported

TOO_LARGE = "A file may have at most 20 MB."


@dataclass(frozen=True, slots=True)
class NewSource:
    """`file` is read from its start and stays open; the caller closes it.

    Without a `media_type` the name is that of a file and says what it is.
    """

    kind: SourceKind
    name: str
    file: BinaryIO
    audience: Audience = "public"
    media_type: str | None = None


async def add_source(bot: Bot, new: NewSource, *, uploads: Uploads, bus: Asking) -> Source:
    """Store the original, then have it indexed. Raises a Refusal that says what is wrong with it."""
    name = new.name if new.media_type else clean_name(new.name)
    media_type = new.media_type or media_type_of(name)
    if media_type is None:
        raise Unsupported(advice(name))
    head, size, sha256 = await asyncio.to_thread(_measure, new.file)
    _check(name, media_type, head, size)
    key = f"{bot.workspace_id}/{sha256}-{ids.new_id('obj')}"
    await uploads.put(key, new.file)
    question = AddSource(
        workspace_id=bot.workspace_id,
        bot_id=bot.bot_id,
        source_kind=new.kind,
        name=name,
        media_type=media_type,
        object_key=key,
        size_bytes=size,
        sha256=sha256,
        audience=new.audience,
    )
    try:
        return await bus.ask(ADD_SOURCE, question)
    except Refusal as refusal:
        if refusal.status < 500:
            await uploads.drop(key)
        raise


def _measure(file: BinaryIO) -> tuple[bytes, int, str]:
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    sha256 = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # any binary reader will do
    size = file.seek(0, SEEK_END)
    file.seek(0)
    return head, size, sha256


def _check(name: str, media_type: str, head: bytes, size: int) -> None:
    if size == 0 or (size <= len(head) and not head.strip()):
        raise Invalid(f"The file {name} is empty.")
    if size > MAX_BYTES:
        raise TooLarge(TOO_LARGE)
    if contradicts(media_type, head):
        raise Unsupported(f"The content of {name} is not what its name says; {ACCEPTED} can be read.")
