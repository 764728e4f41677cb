from __future__ import annotations

import asyncio
import gc
import io
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from reportlab.pdfgen.canvas import Canvas

from chassis.errors import Unavailable
from retrieval.domain.document import Unreadable
from retrieval.outbound.reading_fork import ReadingFork
from retrieval.outbound.resting_forks import MOST_FORKS
from retrieval.outbound.sandbox import SMALL_BYTES, SandboxReader

SLOW = ("| a " * 60 + "|\n" + "|---" * 60 + "|\n" + ("| b " * 60 + "|\n") * 60_000).encode()


def newest_child() -> psutil.Process:
    return max(psutil.Process().children(), key=lambda child: child.create_time())


def forks() -> set[int]:
    return {child.pid for child in newest_child().children()}


async def test_reads_in_another_process() -> None:
    digest = await SandboxReader().read(b"# A\n\n## B\n\ntext\n", "a.md", "text/markdown")
    assert (digest.title, digest.drafts[0].heading, digest.drafts[0].text) == ("A", "B", "text")


async def test_passes_on_the_sentence() -> None:
    with pytest.raises(Unreadable, match="This file is empty"):
        await SandboxReader().read(b"", "a.md", "")


async def test_cpu_is_limited() -> None:
    with pytest.raises(Unreadable, match="takes too long"):
        await SandboxReader(cpu_seconds=1).read(SLOW, "a.md", "")


async def test_time_is_limited() -> None:
    with pytest.raises(Unreadable, match="takes too long"):
        await SandboxReader(wall_seconds=0.1).read(SLOW, "a.md", "")


async def test_memory_is_limited() -> None:
    many = b"[" + b"[]," * 3_000_000 + b"[]]"
    with pytest.raises(Unreadable, match="too much memory"):
        await SandboxReader(memory_bytes=160 << 20).read(many, "a.json", "")


async def test_the_next_file_is_read_when_the_warm_process_was_killed() -> None:
    reader = SandboxReader()
    assert await reader.read(b"text", "a.txt", "")
    warm = newest_child()
    warm.kill()
    warm.wait()
    assert (await reader.read(b"more", "a.txt", "")).drafts[0].text == "more"


async def test_nobody_is_left_when_the_reader_is_gone() -> None:
    reader = SandboxReader()
    await reader.read(b"text", "a.txt", "")
    warm = newest_child()
    del reader
    gc.collect()
    assert warm.wait(60) == 0


async def test_files_are_read_side_by_side() -> None:
    reader = SandboxReader()
    names = [f"{number}.md" for number in range(12)]
    digests = await asyncio.gather(*(reader.read(b"text", name, "") for name in names))
    assert [f"{digest.title}.md" for digest in digests] == names


async def test_a_pdf_that_explodes_is_stopped() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=1)
    canvas.setFont("Helvetica", 1)
    for line in range(300):
        canvas.drawString(1, line, "a " * 2_000)
    canvas.save()
    with pytest.raises(Unreadable, match=r"takes too long|too much memory"):
        await SandboxReader(cpu_seconds=1).read(file.getvalue(), "bomb.pdf", "")


async def test_nothing_of_the_environment_reaches_the_child(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "retrieval.py").write_text("raise SystemExit('captured')")
    digest = await asyncio.wait_for(SandboxReader().read(b"text", "a.txt", ""), 90)
    assert digest.drafts[0].text == "text"


async def test_a_process_that_does_not_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = SandboxReader()
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "false")
        with pytest.raises(Unavailable, match="does not start"):
            await reader.read(b"# Opening hours\n\nWe open at nine.", "hours.md", "text/markdown")
    assert await reader.read(b"# Opening hours\n\nWe open at nine.", "hours.md", "text/markdown")


async def test_searches_go_before_a_file_that_takes_long() -> None:
    least = min(19, psutil.Process().nice() + 5)
    reading = asyncio.create_task(SandboxReader(cpu_seconds=4).read(SLOW, "slow.md", "text/markdown"))
    seen: set[int] = set()
    while not reading.done() and least not in seen:
        with suppress(psutil.NoSuchProcess):
            seen |= {child.nice() for child in psutil.Process().children(recursive=True)}
        await asyncio.sleep(0.02)
    assert least in seen
    with pytest.raises(Unreadable):
        await reading


async def test_texts_of_one_owner_and_kind_are_read_by_one_process_and_nobody_elses() -> None:
    reader = SandboxReader(rest_seconds=60)
    await reader.read(b"one", "a.txt", "", owner="wsp_1")
    first = forks()
    digest = await reader.read(b"two", "b.txt", "", owner="wsp_1")
    assert (digest.title, digest.drafts[0].text) == ("b", "two")
    assert forks() == first
    await reader.read(b"three", "c.txt", "", owner="wsp_2")
    second = forks() - first
    assert len(first) == len(second) == 1
    await reader.read(b"four", "d.md", "", owner="wsp_2")
    assert forks() - first - second


async def test_a_process_that_read_waits_a_moment_and_few_do() -> None:
    reader = SandboxReader()
    for number in range(4):
        await reader.read(b"text", "a.txt", "", owner=f"wsp_{number}")
    async with asyncio.timeout(60):
        while len(forks()) > MOST_FORKS:
            await asyncio.sleep(0.02)
        while forks():
            await asyncio.sleep(0.02)


async def test_other_files_have_a_process_each() -> None:
    reader, file = SandboxReader(), io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(100, 700, "We open at nine.")
    canvas.save()
    await reader.read(file.getvalue(), "a.pdf", "", owner="wsp_1")
    await reader.read(b"text", "a.txt", "")
    await reader.read(b"text" + b" " * SMALL_BYTES, "a.txt", "", owner="wsp_1")
    async with asyncio.timeout(60):
        while forks():
            await asyncio.sleep(0.02)


async def test_a_file_that_hurts_its_process_is_read_by_its_own_and_costs_only_itself() -> None:
    reader = SandboxReader(cpu_seconds=2, rest_seconds=60)
    await reader.read(b"text", "a.md", "", owner="wsp_1")
    with pytest.raises(Unreadable, match="takes too long"):
        await reader.read(SLOW[:SMALL_BYTES], "slow.md", "", owner="wsp_1")
    assert (await reader.read(b"text", "b.md", "", owner="wsp_1")).title == "b"
    psutil.Process(forks().pop()).kill()
    assert (await reader.read(b"text", "c.md", "", owner="wsp_1")).title == "c"


async def test_what_is_wrong_with_a_file_is_told_by_a_process_of_its_own() -> None:
    class Astray(ReadingFork):
        async def read(self, body: bytes, ask: dict[str, Any]) -> bytes:
            return b'{"unreadable": "There is no text in this file."}'

    reader, astray = SandboxReader(rest_seconds=60), Astray(*socket.socketpair())
    reader._resting.keep(("wsp_1", "text"), astray, 60)
    assert (await reader.read(b"text", "a.txt", "", owner="wsp_1")).title == "a"
    assert astray.job.fileno() == -1
    with pytest.raises(Unreadable, match="This file is empty"):
        await reader.read(b"", "b.txt", "", owner="wsp_1")
