"""The emotion model that comes with the service, mapped into memory: processes share its pages."""

from __future__ import annotations

import mmap
from pathlib import Path

from conversation.domain.nlu.emotion_model import EmotionModel

MODEL = Path(__file__).parents[1] / "models" / "goemotions.bin"


def load_emotions() -> EmotionModel:
    """Raises `OSError` when the file is missing and `ValueError` when it is not of this kind."""
    with MODEL.open("rb") as file:
        return EmotionModel.from_bytes(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
