"""What retrieval can be told."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """`vector_dir` is used by the embedded index alone; with `qdrant_url` the vectors lie on a server.

    `model_dir` holds the packaged model, `models_dir` others in folders of their names; `fetch_models` lets
    more come, `model_memory_bytes` bounds those at hand together. `opened_hosts` (`name:port`) may be read
    although they are not public, as an intranet; `crawl_delay` is in seconds, `crawl_pages` and `crawl_depth`
    are the most that one website may ask for.
    """

    vector_dir: Path = Path(".answerbus/vectors")
    model_dir: Path = Path(".answerbus/model")
    models_dir: Path = Path(".answerbus/models")
    model_memory_bytes: int = 1 << 30
    fetch_models: bool = True
    qdrant_url: str | None = None
    qdrant_api_key: str | None = None
    qdrant_replicas: int = Field(default=1, ge=1)
    max_upload_bytes: int = 20 << 20
    parse_cpu_seconds: int = Field(default=20, ge=1)
    parse_memory_bytes: int = Field(default=512 << 20, ge=256 << 20)
    dense_weight: float = Field(default=0.75, ge=0, le=1)
    context_turns: int = Field(default=8, ge=1, le=20)
    remember_days: int = Field(default=7, ge=1)
    opened_hosts: frozenset[str] = frozenset()
    crawl_delay: float = Field(default=0.2, ge=0)
    crawl_pages: int = Field(default=2_000, ge=1)
    crawl_depth: int = Field(default=12, ge=0)
    page_bytes: int = 5 << 20
