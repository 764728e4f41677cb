"""The sentence encoder: built once from the packaged weights, checked, then moved into place."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from answerbus.embedded.errors import StartFailed
from answerbus.embedded.files import read_json, write_json

NAME = "all-MiniLM-L6-v2"
VERSION = 3
MAX_TOKENS = 256
Precision = Literal["int8", "fp32"]
LEAST_COSINE: dict[Precision, float] = {"int8": 0.97, "fp32": 0.9999}
REFERENCE = Path(__file__).parent / "minilm_reference.json"
MOST_SENSITIVE = "encoder.layer.0.output.dense.product.node"
_COPIED = ("tokenizer.json", "special_tokens_map.json", "config.json")


class ModelIsWrong(Exception):
    """The freshly built model gives other vectors than the stored references."""

    def __init__(self, cosine: float, least: float) -> None:
        super().__init__(
            f"The freshly built model agrees with the stored reference vectors only to {cosine:.4f} "
            f"(at least {least} is needed); nothing was put in place."
        )


class ModelBuildFailed(StartFailed):
    """The process that builds the model ended without a model."""


def model_folder(directory: Path, precision: Precision) -> Path:
    """Where the model of this precision lies; what fastembed takes as `specific_model_path`."""
    return directory / f"{NAME}-{precision}"


def is_built(directory: Path, precision: Precision) -> bool:
    stamp = read_json(model_folder(directory, precision) / "answerbus.json")
    return isinstance(stamp, dict) and stamp.get("version") == VERSION


async def ensure_model(
    directory: Path, precision: Precision = "int8", progress: Callable[[str], None] = lambda _: None
) -> Path:
    """Build the model unless it is there, in a process of its own; `progress` gets a line for each step.

    Raises ModelBuildFailed with what the process said.
    """
    if is_built(directory, precision):
        return model_folder(directory, precision)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "answerbus.embedded.model", str(directory), precision),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said = asyncio.create_task(_stream(process.stderr).read())
        async for line in _stream(process.stdout):
            progress(line.decode().strip())
        if await process.wait() != 0:
            raise ModelBuildFailed((await said).decode(errors="replace").strip())
    finally:
        if process.returncode is None:
            process.kill()
    return model_folder(directory, precision)


def _stream(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    if stream is None:
        raise ModelBuildFailed("The process that builds the model has no output.")
    return stream


def build_model(directory: Path, precision: Precision, progress: Callable[[str], None]) -> Path:
    """Build, check and put in place; readers never see a folder that is not whole. Raises ModelIsWrong."""
    from answerbus.embedded.minilm_weights import packaged_model

    packaged = packaged_model()
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory, prefix=".building-") as scratch:
        made = Path(scratch) / "model"
        made.mkdir(mode=0o755)
        _write_graph(packaged / "model.safetensors", made / "model.onnx", precision, progress)
        _write_tokenizer(packaged, made)
        progress("checking it against the reference vectors")
        cosine = worst_cosine(made / "model.onnx")
        if cosine < LEAST_COSINE[precision]:
            raise ModelIsWrong(cosine, LEAST_COSINE[precision])
        write_json(made / "answerbus.json", {"version": VERSION, "cosine": round(cosine, 5)}, mode=0o644)
        _put_in_place(made, model_folder(directory, precision), Path(scratch) / "old")
    return model_folder(directory, precision)


def _write_graph(weights: Path, file: Path, precision: Precision, progress: Callable[[str], None]) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from answerbus.embedded.minilm_graph import build_graph
    from answerbus.embedded.minilm_weights import read_weights

    progress("writing the model's graph")
    model = build_graph(read_weights(weights))
    if precision == "fp32":
        onnx.save(model, str(file))
        return
    progress("quantising it to 8 bits")
    logging.getLogger().setLevel(logging.ERROR)
    # 7-bit weights cost no accuracy here and keep processors without VNNI from saturating
    quantize_dynamic(
        model,
        str(file),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Attention"],
        nodes_to_exclude=[MOST_SENSITIVE],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # attention's type is not inferred
    )


def _write_tokenizer(packaged: Path, made: Path) -> None:
    for name in _COPIED:
        shutil.copy(packaged / name, made / name)
    config = json.loads((packaged / "tokenizer_config.json").read_text())
    # fastembed truncates where this file says, the model was trained for 256 and the package says 512
    config["model_max_length"] = MAX_TOKENS
    (made / "tokenizer_config.json").write_text(json.dumps(config))


def worst_cosine(file: Path) -> float:
    """The smallest cosine between a model's vectors and the stored references."""
    import numpy as np
    import onnxruntime

    session: Any = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    cosines = []
    for reference in json.loads(REFERENCE.read_text(encoding="utf-8")):
        ids = np.array([reference["ids"]])
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        vector = session.run(["last_hidden_state"], feed)[0][0].mean(axis=0)
        cosines.append(float(vector @ np.array(reference["vector"]) / np.linalg.norm(vector)))
    return min(cosines)


def _put_in_place(made: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    made.rename(target)


def main(directory: str, precision: Precision) -> None:
    from answerbus.embedded.minilm_weights import WeightsMissing

    try:
        build_model(Path(directory), precision, lambda line: print(line, flush=True))
    except (ModelIsWrong, WeightsMissing) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1], "fp32" if sys.argv[2] == "fp32" else "int8")
