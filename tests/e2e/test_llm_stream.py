"""A language model's stream, cut again and again: the text is whole and nobody asks the model twice."""

from __future__ import annotations

import asyncio
import random
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.conftest import PATIENT
from tests.e2e.screen import Screen, cut_and_resume
from tests.support.customers import Customer
from tests.support.llm_server import LlmServer
from tests.support.stack import Stack, stack

CUSTOMERS, CUTS = 10, 200
MOST_TURNS = 30
"""Of a customer: what arrives at once after a cut is fast to watch, so the number of cuts varies."""
ANSWER = "A locker keeps a parcel for three days [1]. " * 12


async def test_200_cuts_of_a_models_streams_resume_without_asking_it_again(
    tmp_path: Path, model_dir: Path
) -> None:
    model = LlmServer(answer=ANSWER.strip(), delay=0.005)
    async with model.running():
        environment = {"ANSWERBUS_LLM_MODELS": f"openai/stub@{model.base}", "OPENAI_API_KEY": "unused"}
        with ExitStack() as resources:
            up = stack(tmp_path / "data", model=model_dir, **PATIENT, **environment)
            running = await asyncio.to_thread(resources.enter_context, up)
            await _first_turn(running)
            asked = len(model.requests)
            choice = random.Random(11)
            screens: list[Screen] = []
            talks = [_talk(running, random.Random(choice.random()), screens) for _ in range(CUSTOMERS)]
            await asyncio.gather(*talks)
    assert all(screen.text in ("", screen.final) for screen in screens)
    assert sum(screen.cuts for screen in screens) >= CUTS
    assert sum(map(_is_question, model.requests[asked:])) == len(screens)


def _is_question(request: dict[str, Any]) -> bool:
    """Long conversations are summed up by a model too, beside the turns."""
    return str(request["messages"][-1]["content"]).startswith("<question>")


async def _first_turn(running: Stack) -> None:
    """The model's client is loaded in the background."""
    customer = Customer(running.gateway_url, running.public_key)
    await customer.start()
    for _ in range(60):
        answer = await customer.ask("How long does a locker keep my parcel?")
        if answer.message["text"].startswith("A locker keeps a parcel for three days"):
            customer.close()
            return
        await asyncio.sleep(0.5)
    raise AssertionError("The model never wrote an answer.")


async def _talk(running: Stack, choice: random.Random, screens: list[Screen]) -> None:
    """Until all together were cut often enough."""
    customer = Customer(running.gateway_url, running.public_key)
    await customer.start()
    for number in range(MOST_TURNS):
        if sum(screen.cuts for screen in screens) >= CUTS:
            return
        order = choice.randrange(10_000, 99_999)  # another question each time: no answer serves again
        question = f"How long does a locker keep my parcel {order}?"
        screens.append(await cut_and_resume(customer, f"m{number}", question, choice, 3))
