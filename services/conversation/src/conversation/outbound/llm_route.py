"""The way to a provider that speaks OpenAI's protocol, learned from LiteLLM once and then taken alone."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_FAMILY = "openai"
"""Others' requests are signed anew, or their tokens expire."""
_KEPT_CLIENTS = {"ssl_verify": None}
"""As LiteLLM asks for its own, so that connections are shared with it."""


class _Learned(Exception):
    """Nothing is sent while a request is learned."""


@dataclass(frozen=True)
class Route:
    """Where a call goes, with which headers and what besides its messages."""

    module: Any
    config: Any
    url: str
    headers: dict[str, str]
    body: dict[str, Any]

    async def open(self, messages: list[dict[str, str]], timeout: float) -> Any:
        """LiteLLM's iterator over the provider's chunks; `timeout` in seconds. Raises its exceptions."""
        body = json.dumps({**self.body, "messages": messages})
        sent = {"url": self.url, "headers": self.headers, "data": body, "timeout": timeout, "stream": True}
        try:
            response = await _http(self.module).get_async_httpx_client(_FAMILY, _KEPT_CLIENTS).post(**sent)
        except Exception as error:
            raise self._named(error) from error
        lines = response.aiter_lines()
        chunks = self.config.get_model_response_iterator(streaming_response=lines, sync_stream=False)
        chunks.http_response = response
        return chunks

    def _named(self, error: Exception) -> Exception:
        """What LiteLLM calls this error."""
        response = getattr(error, "response", None)
        if response is not None:
            text = getattr(error, "text", "")
            error = self.config.get_error_class(text, response.status_code, response.headers)
        try:
            named: Exception = self.module.exception_type(self.body["model"], error, _FAMILY)
        except Exception as raised:
            return raised
        return named


async def learn(module: Any, call: dict[str, Any]) -> Route | None:
    """What `module.acompletion(**call)` would send; None where only LiteLLM can send it."""
    model, family, *_ = module.get_llm_provider(call["model"], api_base=call.get("api_base"))
    config = module.ProviderConfigManager.get_provider_chat_config(model=model, provider=family)
    if family != _FAMILY or config is None:
        return None
    sent: dict[str, Any] = {}

    async def post(**request: Any) -> None:
        sent.update(request)
        raise _Learned

    client = _http(module).AsyncHTTPHandler()
    client.post = post
    with suppress(Exception):
        await module.acompletion(**call, client=client)
    await client.close()
    body = json.loads(sent.get("data") or "{}")
    if body.pop("messages", None) != call["messages"]:
        return None
    return Route(module, config, sent["url"], sent["headers"], body)


def _http(module: Any) -> Any:
    return module.llms.custom_httpx.http_handler
