"""Files made to hurt are each bounded and answered with a sentence, and searches go on meanwhile."""

from __future__ import annotations

import asyncio
import time

from retrieval.domain.chunking import MOST_PASSAGES
from retrieval.domain.document import Unreadable
from retrieval.outbound.sandbox import SandboxReader
from tests.security.hostile_files import FILES

CPU_SECONDS = 2
MEMORY_BYTES = 320 << 20
SIDE_BY_SIDE = 3
MOST_AT_ONCE = 0.3
"""Seconds of CPU for which reading a file may keep the event loop from everything else."""
STEP = 0.005
SAYS = {
    "zip_bomb.docx": "200 MB, more than can be read",
    "many_parts.docx": "6,000 parts",
    "nested_zips.docx": "damaged",
    "lying_sizes.docx": "damaged",
    "laughs.docx": "damaged",
    "outside.docx": "damaged",
    "laughs_in_utf16.docx": "damaged",
    "laughs.xlsx": "damaged",
    "outside.xlsx": "damaged",
    "macros.docx": "contains macros",
    "locked.docx": "protected by a password",
    "same_slide.pptx": "50,000 slides",
    "burner.pdf": "please",
    "locked.pdf": "protected by a password",
    "cut_in_half.pdf": "ends in the middle",
    "words_named.pdf": "not a PDF",
    "deep.json": "nested too deeply",
    "deep_objects.json": "nested too deeply",
    "many_lists.json": "please split it",
    "cut.json": "ends in the middle",
    "a_million_columns.csv": "1,000,000 columns",
    "endless_line.csv": "field larger than",
    "zeros.txt": "binary data",
    "deep.html": "nested too deeply",
    "attributes.html": "takes too long",
    "picture_named.html": "PNG image",
    "program_named.docx": "a program",
}


async def outcome(reader: SandboxReader, name: str, body: bytes) -> str:
    """What its owner is told; nothing when all of it could be read. All are one owner's."""
    try:
        digest = await reader.read(body, name, "", owner="wsp_1")
    except Unreadable as error:
        return str(error)
    assert 0 < len(digest.drafts) <= MOST_PASSAGES
    return " ".join(digest.problems)


async def longest_step(done: asyncio.Event) -> float:
    """The most CPU this thread took between two chances to do anything else, in seconds."""
    longest = 0.0
    while not done.is_set():
        before = time.thread_time()
        await asyncio.sleep(STEP)
        longest = max(longest, time.thread_time() - before)
    return longest


async def test_hostile_files_are_bounded_and_nobody_waits_for_them() -> None:
    assert len(FILES) >= 40
    reader = SandboxReader(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES)
    places, done = asyncio.Semaphore(SIDE_BY_SIDE), asyncio.Event()
    bodies = {name: make() for name, make in FILES.items()}
    watching = asyncio.create_task(longest_step(done))

    async def read(name: str) -> str:
        async with places:
            return await outcome(reader, name, bodies[name])

    said = dict(zip(bodies, await asyncio.gather(*map(read, bodies)), strict=True))
    done.set()
    assert await watching < MOST_AT_ONCE
    assert {name: text for name, text in said.items() if text and not text.endswith(".")} == {}
    assert {name: said[name] for name, part in SAYS.items() if part not in said[name]} == {}
