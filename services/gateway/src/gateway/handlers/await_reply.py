"""A caller who wants no stream waits for the reply."""

from __future__ import annotations

import asyncio

from contracts.shapes import Message
from gateway.handlers.follow_transcript import TranscriptFollower
from gateway.refusals import Unauthorized


async def await_reply(follower: TranscriptFollower, *, longest: float) -> Message | None:
    """The stored reply of the followed turn; None after `longest` seconds, or when an agent answers.

    Raises Unauthorized when the caller may not read it any more.
    """
    stream = follower.follow()
    try:
        async with asyncio.timeout(longest):
            async for events in stream:
                for event in events:
                    if event.name == "reply.completed":
                        message: Message = event.data["message"]
                        return message
                    if event.name == "agent.joined":
                        return None
                    if event.name == "access.ended":
                        raise Unauthorized(event.data["detail"])
    except TimeoutError:
        pass
    finally:
        follower.close()
    return None
