"""What retrieval can be told."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """`vector_dir` is used by the embedded index alone; with `qdrant_url` the vectors lie on a server."""

    vector_dir: Path = Path(".answerbus/vectors")
    model_dir: Path = Path(".answerbus/model")
    qdrant_url: str | None = None
    qdrant_api_key: str | None = None
    qdrant_replicas: int = Field(default=1, ge=1)
    max_upload_bytes: int = 20 << 20
    dense_weight: float = Field(default=0.75, ge=0, le=1)
    context_turns: int = Field(default=3, ge=1, le=10)
    remember_days: int = Field(default=7, ge=1)
