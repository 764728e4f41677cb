"""LiteLLM, and the only place that imports it: it costs seconds and memory, so only where models are
configured.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Any

from chassis import logs
from chassis.settings import set_default
from conversation.domain.providers import Provider
from conversation.domain.storable import storable, storable_values
from conversation.domain.usage import Usage
from conversation.outbound.llm_chunks import Part, parts
from conversation.outbound.llm_limits import limited
from conversation.outbound.llm_route import Route, learn

MAX_TOKENS = 1200
SEARCH_SIZE = "medium"
NOBODY_LISTENS = "http://127.0.0.1:1/v1"
WARM_UP_SECONDS = 3.0
HELLO = [{"role": "user", "content": "Hello"}]
_UNFIT = (400, 422)
"""HTTP's numbers for a request that no provider would take."""
log = logs.get(__name__)


class Fault(Exception):
    """A provider did not give a complete answer. `provider_down` is false when only this request was unfit.

    `kind` may be shown to operators: unlike the reason it holds nothing that a provider wrote.
    """

    def __init__(self, reason: str, *, provider_down: bool = True, kind: str = "Incomplete") -> None:
        super().__init__(reason)
        self.provider_down = provider_down
        self.kind = kind


class LiteLlm:
    """Streams chat completions of any provider LiteLLM knows."""

    def __init__(self, api_key: str | None = None) -> None:
        self._api_key = api_key
        self._module: Any = None
        self._prices: dict[str, tuple[float, float]] = {}
        self._routes: dict[Provider, Route | None] = {}

    async def load(self, providers: tuple[Provider, ...] = ()) -> None:
        """Import the library off the event loop, and what a first call imports; idempotent."""
        if self._module is None:
            self._module = await asyncio.to_thread(_import)
            for provider in providers:
                nobody = Provider(provider.model, NOBODY_LISTENS)
                with suppress(Fault, TimeoutError):
                    async with (
                        asyncio.timeout(WARM_UP_SECONDS),
                        aclosing(self.stream(nobody, HELLO, 1.0)) as pieces,
                    ):
                        await anext(pieces, None)

    async def stream(
        self, provider: Provider, messages: list[dict[str, str]], timeout: float
    ) -> AsyncGenerator[str | Usage, None]:
        """Pieces of text, then a Usage when and only when the provider said that it had finished.

        Raises Fault for everything else, an end without a finish reason included.
        """
        await self.load()
        finish: str | None = None
        usage: Any = None
        try:
            async with aclosing(await self._parts(provider, messages, timeout)) as said:
                async for part in said:
                    if part.text and finish is None:
                        yield storable(part.text)
                    finish, usage = finish or part.finish, part.usage or usage
        except Exception as error:
            if finish is None:  # else the answer is complete, whatever happens to the connection
                raise _fault(error) from error
        if finish != "stop":
            raise Fault(f"The stream ended with finish reason {finish}.", provider_down=finish is None)
        yield self._priced(provider, usage)

    async def _parts(
        self, provider: Provider, messages: list[dict[str, str]], timeout: float
    ) -> AsyncGenerator[Part]:
        call = self._call(provider, messages, timeout)
        if provider not in self._routes:
            self._routes[provider] = await learn(self._module, call)
        route = self._routes[provider]
        return route.parts(messages, timeout) if route else parts(await self._module.acompletion(**call))

    async def choose(
        self, provider: Provider, messages: list[dict[str, Any]], tools: list[dict[str, Any]], timeout: float
    ) -> tuple[dict[str, Any], Usage]:
        """The provider's message, with the calls it wants made, and what it cost. Raises Fault."""
        # With `tools=` LiteLLM imports its MCP gateway, which needs packages that are not ours.
        return await self._whole(provider, messages, timeout, {"tools": tools, "_skip_mcp_handler": True})

    async def look_up(
        self, provider: Provider, messages: list[dict[str, str]], timeout: float
    ) -> tuple[dict[str, Any], Usage]:
        """The provider's message after it searched the web, with the sources it names. Raises Fault."""
        await self.load()
        wish = {"web_search_options": {"search_context_size": SEARCH_SIZE}, "temperature": None}
        message, usage = await self._whole(provider, messages, timeout, wish)
        return message, usage + Usage(cost_usd=self._cost_of_search(provider))

    async def can_look_up(self, provider: Provider) -> bool:
        """Whether LiteLLM knows this model to search the web."""
        await self.load()
        try:
            taken = self._module.get_supported_openai_params(model=provider.model) or []
            return "web_search_options" in taken and bool(self._module.supports_web_search(provider.model))
        except Exception:
            return False

    async def _whole(
        self, provider: Provider, messages: list[dict[str, Any]], timeout: float, more: dict[str, Any]
    ) -> tuple[dict[str, Any], Usage]:
        await self.load()
        call = self._call(provider, messages, timeout) | {"stream": False} | more
        call.pop("stream_options")
        try:
            answer = await self._module.acompletion(**call)
            message: dict[str, Any] = storable_values(answer.choices[0].message.model_dump())
        except Exception as error:
            raise _fault(error) from error
        return message, self._priced(provider, getattr(answer, "usage", None))

    def _call(self, provider: Provider, messages: list[dict[str, str]], timeout: float) -> dict[str, Any]:
        call: dict[str, Any] = {
            "model": provider.model,
            "messages": messages,
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": 0.1,
            "max_tokens": MAX_TOKENS,
            "timeout": timeout,
            "max_retries": 0,
            "num_retries": 0,
            "drop_params": True,
        }
        if provider.api_base is not None:
            call |= {"api_base": provider.api_base, "api_key": self._api_key or "none"}
        elif self._api_key is not None:
            call["api_key"] = self._api_key
        return call

    def _priced(self, provider: Provider, usage: Any) -> Usage:
        prompt, completion = (
            int(getattr(usage, f"{kind}_tokens", 0) or 0) for kind in ("prompt", "completion")
        )
        for_prompt, for_completion = self._price(provider.model)
        return Usage(prompt, completion, prompt * for_prompt + completion * for_completion)

    def _price(self, model: str) -> tuple[float, float]:
        """US dollars for a token of the prompt and of the answer; LiteLLM is asked once per model."""
        if model not in self._prices:
            try:
                for_prompt, for_completion = self._module.cost_per_token(
                    model=model, prompt_tokens=1, completion_tokens=1
                )
            except Exception:
                for_prompt, for_completion = 0.0, 0.0
            self._prices[model] = (float(for_prompt), float(for_completion))
        return self._prices[model]

    def _cost_of_search(self, provider: Provider) -> float:
        try:
            prices = self._module.get_model_info(provider.model)["search_context_cost_per_query"]
            return float(prices[f"search_context_size_{SEARCH_SIZE}"])
        except Exception:
            return 0.0


def _import() -> Any:
    """Without the SDK of OpenAI between LiteLLM and the wire, a call costs half."""
    set_default("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    set_default("LITELLM_MODE", "PRODUCTION")
    set_default("EXPERIMENTAL_OPENAI_BASE_LLM_HTTP_HANDLER", "True")
    module: Any = importlib.import_module("litellm")
    logs.by_root_alone("LiteLLM")
    module.suppress_debug_info = True
    module.telemetry = False
    _limit(importlib.import_module("litellm.llms.custom_httpx.aiohttp_transport").LiteLLMAiohttpTransport)
    return module


def _limit(transport: Any) -> None:
    """Once, although every LiteLlm of a process imports the same library."""
    if not hasattr(transport, "without_limit"):
        transport.without_limit = transport.handle_async_request
        transport.handle_async_request = limited(transport.without_limit)


def _fault(error: Exception) -> Fault:
    name = type(error).__name__
    reason = str(error).split("\n")[0][:200]
    unfit = getattr(error, "status_code", None) in _UNFIT
    return Fault(f"{name}: {reason}", provider_down=not unfit, kind=name)
