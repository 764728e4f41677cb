import json
import math

import pytest

from conversation.domain.nlu.emotion_features import word_features
from conversation.domain.nlu.emotion_model import MAGIC, EmotionModel
from conversation.outbound.emotion_file import MODEL, load_emotions


def tiny() -> bytes:
    """Knows the whole word `good` alone, for the first of two labels."""
    code = word_features("good")[0]
    head = {
        "labels": ["joy", "neutral"],
        "bias": [-2.0, 0.0],
        "scale": [0.04, 1.0],
        "threshold": [0.5, 0.25],
        "rows": 1,
        "rarity": 1.0,
    }
    text = json.dumps(head).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % 4)
    row = code.to_bytes(4, "little") + bytes([2]) + bytes([100, 0])
    return MAGIC + len(text).to_bytes(4, "little") + text + row


def test_known_features_move_the_probability() -> None:
    model = EmotionModel.from_bytes(tiny())
    unmoved, moved = model.probabilities("bad"), model.probabilities("good")
    assert unmoved["joy"] == pytest.approx(0.1192, abs=1e-3)
    assert moved["joy"] == pytest.approx(0.5, abs=1e-3)  # -2 + 100 * 0.04 / 2
    assert moved["neutral"] == 0.5 and model.relative("good")["neutral"] == 2.0


def test_other_files_are_refused() -> None:
    with pytest.raises(ValueError, match="no file of emotion weights"):
        EmotionModel.from_bytes(b"something else")
    with pytest.raises(ValueError, match="cut off"):
        EmotionModel.from_bytes(tiny()[:-1])


def test_the_model_that_is_shipped_is_small_and_names_its_origin() -> None:
    assert MODEL.stat().st_size <= 5_000_000
    assert "CC-BY-4.0" in MODEL.with_suffix(".md").read_text()
    model = load_emotions()
    assert len(model.labels) >= 28 and model.codes[0] < model.codes[len(model.codes) // 2] < model.codes[-1]


@pytest.mark.parametrize("text", ["", "\ud800", "🙂" * 3000, "a" * 5000, "\n\t "])
def test_any_text_has_probabilities(text: str) -> None:
    values = load_emotions().probabilities(text).values()
    assert len(values) >= 28 and all(0 < value < 1 for value in values)


def test_a_folded_label_listens_to_its_parts() -> None:
    data = tiny()
    start = len(MAGIC) + 4
    size = int.from_bytes(data[len(MAGIC) : start], "little")
    head = json.loads(data[start : start + size])
    text = json.dumps({**head, "folded": {"neutral": ["joy"]}, "mix": 0.5}).encode()
    text += b" " * (-(start + len(text)) % 4)
    model = EmotionModel.from_bytes(MAGIC + len(text).to_bytes(4, "little") + text + data[start + size :])
    odds = 0.5 * 0.0 + 0.5 * -2.0  # its own, and those of joy in a text without known words
    assert model.probabilities("bad")["neutral"] == pytest.approx(1 / (1 + math.exp(-odds)))
