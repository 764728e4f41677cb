import json
import sys
from pathlib import Path

import numpy as np
import pytest

from answerbus.embedded import model
from answerbus.embedded.minilm_weights import packaged_model, read_weights
from answerbus.embedded.model import (
    LEAST_COSINE,
    REFERENCE,
    ModelIsWrong,
    Precision,
    build_model,
    ensure_model,
    is_built,
    model_folder,
)

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))
from minilm_numpy import embed  # type: ignore[import-not-found]

REFERENCES = json.loads(REFERENCE.read_text(encoding="utf-8"))


def test_the_stored_references_are_what_numpy_computes_from_the_weights() -> None:
    weights = read_weights(packaged_model() / "model.safetensors")
    for reference in REFERENCES:
        assert np.abs(embed(weights, reference["ids"]) - np.array(reference["vector"])).max() < 1e-6


@pytest.mark.parametrize("precision", ["int8", "fp32"])
async def test_fastembed_loads_what_was_built_and_agrees_with_the_references(
    tmp_path: Path, precision: Precision
) -> None:
    from fastembed import TextEmbedding

    said: list[str] = []
    folder = await ensure_model(tmp_path, precision, said.append)
    assert said
    encoder = TextEmbedding(
        "sentence-transformers/all-MiniLM-L6-v2", specific_model_path=str(folder), threads=1
    )
    for reference in REFERENCES:
        (vector,) = encoder.embed([reference["text"]])
        assert float(vector @ np.array(reference["vector"])) >= LEAST_COSINE[precision]
    padded = np.array(list(encoder.embed([reference["text"] for reference in REFERENCES])))
    assert (padded * np.array([r["vector"] for r in REFERENCES])).sum(axis=1).min() > 0.96
    assert (await ensure_model(tmp_path, precision, said.append)) == folder
    assert sum("reference vectors" in line for line in said) == 1, "the second call builds nothing"


def test_a_model_that_disagrees_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crooked = [reference | {"vector": REFERENCES[0]["vector"]} for reference in REFERENCES]
    (tmp_path / "references.json").write_text(json.dumps(crooked))
    monkeypatch.setattr(model, "REFERENCE", tmp_path / "references.json")
    with pytest.raises(ModelIsWrong, match="nothing was put in place"):
        build_model(tmp_path / "models", "fp32", lambda _: None)
    assert not is_built(tmp_path / "models", "fp32")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_model_of_another_version_is_not_the_model(tmp_path: Path) -> None:
    folder = model_folder(tmp_path, "int8")
    folder.mkdir()
    (folder / "answerbus.json").write_text('{"version": 0}')
    assert not is_built(tmp_path, "int8")
