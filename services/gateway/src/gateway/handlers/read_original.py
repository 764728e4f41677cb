"""The original of a source, to be downloaded again."""

from __future__ import annotations

from urllib.parse import quote

from chassis.errors import NotFound
from contracts.source_requests import Original
from gateway.ports import Uploads


async def download(original: Original, uploads: Uploads) -> tuple[str, str, bytes]:
    """Quoted name, media type and bytes. Raises NotFound when none was kept."""
    name, media_type = quote(original.name), original.media_type or "application/octet-stream"
    if original.object_key:
        return name, media_type, await uploads.get(original.object_key)
    if original.text is not None:
        return name, media_type, original.text.encode()
    raise NotFound(f"No original was kept here; it is at {original.url}.")
