"""What LiteLLM itself costs against the stub server, without Answerbus around it."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time

from benches.stub_llm import MODEL
from conversation.domain.providers import Provider
from conversation.outbound.llm import LiteLlm

CALLS = 60
PASSAGE = """
<passage number="1" from="Prices">
A size S Standard parcel up to 2 kg costs 4.90 EUR within one city and 6.40 EUR between two cities.
</passage>"""
MESSAGES = [
    {"role": "system", "content": f"{'Answer from these passages only. ' * 60}{PASSAGE}"},
    {"role": "user", "content": "How much does a standard parcel within one city cost?"},
]


async def alone(base: str) -> tuple[float, float]:
    """Milliseconds to the first piece (median) and of this process's CPU (mean), of one call."""
    llm, stub, waits = LiteLlm("unused"), Provider(f"openai/{MODEL}", base), []
    await llm.load((stub,))
    for _ in range(CALLS // 6):
        await _first_piece(llm, stub)
    used = time.process_time()
    for _ in range(CALLS):
        waits.append(await _first_piece(llm, stub))
    used = time.process_time() - used
    return round(statistics.median(waits) * 1000, 1), round(used * 1000 / CALLS, 1)


async def _first_piece(llm: LiteLlm, stub: Provider) -> float:
    begun, first = time.perf_counter(), 0.0
    async for _ in llm.stream(stub, MESSAGES, 10.0):
        first = first or time.perf_counter() - begun
    return first


async def measured(base: str) -> tuple[float, float]:
    """`alone` in a process of its own, so that nothing else of the bench counts."""
    program = (sys.executable, "-m", "benches.provider", base)
    process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    first, cpu = json.loads(out)
    return first, cpu


if __name__ == "__main__":
    print(json.dumps(asyncio.run(alone(sys.argv[1]))))
