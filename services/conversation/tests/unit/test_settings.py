"""Which models write."""

from __future__ import annotations

import pytest

from conversation.domain.providers import Provider
from conversation.settings import Settings


def settings(**values: str) -> Settings:
    return Settings(nats_url="nats://x", database_url="postgresql://x", **values)  # type: ignore[arg-type]


def test_models_are_tried_in_their_order_each_at_its_address() -> None:
    chosen = settings(
        llm_models="openai/a, vertex_ai/b@20240229,openai/c@http://127.0.0.1:9/v1",
        llm_api_base="http://base/v1",
    )
    assert chosen.providers() == (
        Provider("openai/a", "http://base/v1"),
        Provider("vertex_ai/b@20240229", "http://base/v1"),
        Provider("openai/c", "http://127.0.0.1:9/v1"),
    )


def test_a_key_alone_chooses_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("GEMINI_API_KEY", raising=False)
    assert settings().providers() == ()
    monkeypatch.setenv("GEMINI_API_KEY", "x")
    assert [p.model for p in settings().providers()] == ["gemini/gemini-2.5-flash"]
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    assert settings().providers()[0].model.startswith("openai/")
