"""The way to a provider that speaks OpenAI's protocol, learned from LiteLLM once and then taken alone."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from chassis import logs
from conversation.outbound.llm_chunks import Part

_FAMILY = "openai"
"""Others' requests are signed anew, or their tokens expire."""
_KEPT_CLIENTS = {"ssl_verify": None}
"""As LiteLLM asks for its own, so that connections are shared with it."""
_LONGEST = 1 << 20
log = logs.get(__name__)


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

    async def parts(self, messages: list[dict[str, str]], timeout: float) -> AsyncGenerator[Part]:
        """The answer; `timeout` in seconds. Raises LiteLLM's exceptions; ValueError for no protocol."""
        body = json.dumps({**self.body, "messages": messages})
        sent = {"url": self.url, "headers": self.headers, "data": body, "timeout": timeout, "stream": True}
        try:
            response = await _http(self.module).get_async_httpx_client(_FAMILY, _KEPT_CLIENTS).post(**sent)
        except Exception as error:
            raise self._named(error) from error
        try:
            async for line in _lines(response):
                if line.startswith(b"data:"):
                    yield self._part(line.removeprefix(b"data:").strip())
        finally:
            await response.aclose()

    def _part(self, data: bytes) -> Part:
        if data == b"[DONE]":
            return Part(finish="stop")
        chunk: Any = json.loads(data)
        match chunk:
            case {"error": error} if error:
                raise self._refused(error)
            case {"choices": [{"delta": {"content": str(text)}, "finish_reason": None}]}:
                return Part(text)
            case {"choices": [{"delta": delta} as choice]}:
                text = (delta or {}).get("content") or ""
                return Part(text, choice.get("finish_reason"), _usage(chunk))
            case {}:
                return Part(usage=_usage(chunk))
        raise ValueError("A piece of the stream is no object.")

    def _refused(self, error: Any) -> Exception:
        """What came amid a stream in place of a status."""
        said = error if isinstance(error, dict) else {}
        code, text = said.get("code"), str(said.get("message", error))
        status = code if isinstance(code, int) and 400 <= code < 600 else 500
        refused: Exception = self.config.get_error_class(text, status, {})
        return refused

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
    try:
        return await _learned(module, call)
    except Exception as error:
        log.info("llm.no_route", model=call["model"], reason=logs.reason_of(error))
        return None


async def _learned(module: Any, call: dict[str, Any]) -> Route | None:
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


async def _lines(response: Any) -> AsyncGenerator[bytes]:
    """Of bytes, because text may hold other ends of lines; a line over 1 MB raises ValueError."""
    rest = b""
    async for piece in response.aiter_bytes():
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line
        if len(rest) > _LONGEST:
            raise ValueError("A piece of the stream has no end.")
    yield rest


def _usage(chunk: dict[str, Any]) -> Any:
    match chunk:
        case {"usage": {"prompt_tokens": int(prompt), "completion_tokens": int(completion)}}:
            return SimpleNamespace(prompt_tokens=prompt, completion_tokens=completion)
    return None


def _http(module: Any) -> Any:
    return module.llms.custom_httpx.http_handler
