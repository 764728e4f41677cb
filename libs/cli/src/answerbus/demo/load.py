"""Loads the demo company through the gateway's public API, as any company would load itself."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from answerbus.embedded.files import read_json, write_json

CONTENT = Path(__file__).parent / "content"
FILES = ("parcelwing-handbook.pdf", "faq.json", "service-points.csv")
EMAIL = "owner@parcelwing.example"
INDEXING_SECONDS = 180.0


class DemoFailed(Exception):
    """The demo company could not be loaded; the stack itself runs."""


async def load_demo(gateway_url: str, memory: Path, say: Callable[[str], None]) -> dict[str, str]:
    """Credentials and public key of the demo company: `{public_key, admin_email, admin_password}`.

    Done once; `memory` remembers it. Raises DemoFailed.
    """
    known = read_json(memory)
    if isinstance(known, dict) and "public_key" in known:
        return {str(name): str(value) for name, value in known.items()}
    try:
        async with httpx.AsyncClient(base_url=gateway_url, timeout=30, trust_env=False) as client:
            demo = await _load(client, say)
    except (httpx.HTTPError, KeyError) as error:
        raise DemoFailed(f"The demo company could not be loaded: {error}.") from error
    write_json(memory, demo)
    return demo


async def _load(client: httpx.AsyncClient, say: Callable[[str], None]) -> dict[str, str]:
    company: dict[str, Any] = read_json(CONTENT / "company.json")
    password = secrets.token_urlsafe(12)
    account = {"name": company["name"], "email": EMAIL, "password": password}
    created = await _post(client, "/v1/workspaces", json=account)
    client.headers["Authorization"] = f"Bearer {created['access_token']}"
    owner = await client.patch(f"/v1/users/{created['user']['id']}", json={"name": company["owner_name"]})
    owner.raise_for_status()
    settings = {
        "company": company["name"],
        "greeting": company["greeting"],
        "color": company["color"],
        "support_email": company["support_email"],
        "suggested_questions": [*company["sample_questions"], company["booking_question"]],
        "escalation_keywords": company["escalation_keywords"],
        "host_description": company["tagline"],
    }
    bot = await _post(client, "/v1/bots", json={"name": company["bot_name"], "settings": settings})
    availability = await client.put(f"/v1/bots/{bot['id']}/availability", json=company["availability"])
    availability.raise_for_status()
    for name in FILES:
        file = (name, (CONTENT / name).read_bytes())
        await _post(client, f"/v1/bots/{bot['id']}/sources", files={"file": file})
    await _indexed(client, bot["id"], say)
    return {"public_key": bot["public_key"], "admin_email": EMAIL, "admin_password": password}


async def _post(client: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(path, **body)
    answer.raise_for_status()
    return dict(answer.json())


async def _indexed(client: httpx.AsyncClient, bot_id: str, say: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + INDEXING_SECONDS
    told = ""
    while loop.time() < deadline:
        sources = (await client.get(f"/v1/bots/{bot_id}/sources")).raise_for_status().json()["items"]
        failed = [source["error"] for source in sources if source["status"] == "failed"]
        if failed:
            raise DemoFailed(f"The demo company could not be loaded: {failed[0]}")
        if all(source["status"] == "ready" for source in sources):
            return
        done = sum(source["progress"] for source in sources) / len(sources)
        news = f"Reading the demo company's handbook, FAQ and service points: {done:.0%}"
        if news != told:
            say(news)
        told = news
        await asyncio.sleep(0.4)
    raise DemoFailed("The demo company's files were not indexed in time.")
