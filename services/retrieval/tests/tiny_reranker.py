"""A cross-encoder that scores a pair by a word in it, as a folder that fastembed reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

WORD_PIECES = 30_522


def write_tiny_reranker(folder: Path, packaged: Path, liked: str) -> Path:
    """Pairs are worth the more, the more often `liked` is in them, which is one word piece."""
    folder.mkdir(parents=True)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copy(packaged / name, folder / name)
    (folder / "config.json").write_text(json.dumps({"pad_token_id": 0}))
    worth = np.zeros((WORD_PIECES, 1), dtype=np.float32)
    pieces = Tokenizer.from_file(str(packaged / "tokenizer.json"))
    worth[pieces.token_to_id(liked)] = 1
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in names]
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 1])
    nodes = [
        helper.make_node("Gather", ["worth", "input_ids"], ["each"]),
        helper.make_node("ReduceSum", ["each", "axis"], ["logits"], keepdims=0),
    ]
    constants = [
        numpy_helper.from_array(worth, "worth"),
        numpy_helper.from_array(np.array([1], dtype=np.int64), "axis"),
    ]
    graph = helper.make_graph(nodes, "tiny", inputs, [output], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, str(folder / "model.onnx"))
    return folder
