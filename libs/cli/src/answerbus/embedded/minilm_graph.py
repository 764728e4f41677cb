"""all-MiniLM-L6-v2 as an ONNX graph, written node by node from the weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from answerbus.embedded.minilm_weights import Weights

LAYERS, HEADS, HEAD_SIZE, HIDDEN = 6, 12, 32, 384
EPSILON = 1e-12
OPSET = 20
IR_VERSION = 9


def build_graph(weights: Weights) -> Any:
    """An `onnx.ModelProto`: int64 [batch, tokens] `input_ids`, `attention_mask`, `token_type_ids` in,
    float32 [batch, tokens, 384] `last_hidden_state` out. Query, key and value are one multiplication."""
    writer = _Writer(weights)
    hidden = _embed(writer)
    bias = _mask_bias(writer)
    for layer in range(LAYERS):
        hidden = _layer(writer, f"encoder.layer.{layer}", hidden, bias)
    writer.op("Identity", [hidden], "last_hidden_state")
    return writer.model()


def _embed(w: _Writer) -> str:
    words = w.op("Gather", [w.weight("embeddings.word_embeddings.weight"), "input_ids"], "words")
    types = w.op("Gather", [w.weight("embeddings.token_type_embeddings.weight"), "token_type_ids"], "types")
    count = w.op("Shape", ["input_ids"], "count", start=1, end=2)
    zero = w.constant("zero", np.array([0]))
    table = w.weight("embeddings.position_embeddings.weight")
    positions = w.op("Slice", [table, zero, count, zero], "positions")
    total = w.op("Add", [w.op("Add", [words, types], "typed_words"), positions], "embedded")
    return w.normalise(total, "embeddings.LayerNorm", "embedded_norm")


def _mask_bias(w: _Writer) -> str:
    """0 where attention goes, a large negative number where padding is, as [batch, 1, 1, tokens]."""
    mask = w.op("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    wide = w.op("Unsqueeze", [mask, w.constant("mask_axes", np.array([1, 2]))], "mask_wide")
    away = w.op("Sub", [w.constant("one", np.float32(1)), wide], "masked")
    return w.op("Mul", [away, w.constant("far", np.float32(-1e9))], "mask_bias")


def _layer(w: _Writer, prefix: str, hidden: str, bias: str) -> str:
    context = _attention(w, f"{prefix}.attention", hidden, bias)
    attended = w.dense(context, f"{prefix}.attention.output.dense")
    first = w.op("Add", [hidden, attended], f"{prefix}.attention.sum")
    hidden = w.normalise(first, f"{prefix}.attention.output.LayerNorm", f"{prefix}.attention.norm")
    inner = w.op("Gelu", [w.dense(hidden, f"{prefix}.intermediate.dense")], f"{prefix}.gelu")
    second = w.op("Add", [hidden, w.dense(inner, f"{prefix}.output.dense")], f"{prefix}.sum")
    return w.normalise(second, f"{prefix}.output.LayerNorm", f"{prefix}.norm")


def _attention(w: _Writer, prefix: str, hidden: str, bias: str) -> str:
    parts = ("query", "key", "value")
    kernels = np.concatenate([w.weights[f"{prefix}.self.{part}.weight"] for part in parts])
    biases = np.concatenate([w.weights[f"{prefix}.self.{part}.bias"] for part in parts])
    joined = w.linear(hidden, f"{prefix}.qkv", kernels, biases)
    shape = w.constant("heads_shape", np.array([0, 0, 3, HEADS, HEAD_SIZE]))
    heads = w.op("Reshape", [joined, shape], f"{prefix}.heads")
    first = w.op("Transpose", [heads], f"{prefix}.heads_first", perm=[2, 0, 3, 1, 4])
    split = w.ops("Split", [first], [f"{prefix}.{part}_1" for part in parts], axis=0, num_outputs=3)
    zero = w.constant("zero", np.array([0]))
    query, key, value = (
        w.op("Squeeze", [part, zero], f"{prefix}.{name}") for part, name in zip(split, parts, strict=True)
    )
    turned = w.op("Transpose", [key], f"{prefix}.key_turned", perm=[0, 1, 3, 2])
    scale = w.constant("scale", np.float32(HEAD_SIZE**-0.5))
    scores = w.op("Mul", [w.op("MatMul", [query, turned], f"{prefix}.dots"), scale], f"{prefix}.scores")
    weights = w.op("Softmax", [w.op("Add", [scores, bias], f"{prefix}.biased")], f"{prefix}.weights", axis=-1)
    mixed = w.op("MatMul", [weights, value], f"{prefix}.mixed")
    back = w.op("Transpose", [mixed], f"{prefix}.mixed_back", perm=[0, 2, 1, 3])
    return w.op("Reshape", [back, w.constant("flat_shape", np.array([0, 0, HIDDEN]))], f"{prefix}.context")


class _Writer:
    """Collects nodes and constants; each method gives the name of what it made."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def op(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        return self.ops(kind, inputs, [output], **attributes)[0]

    def ops(self, kind: str, inputs: list[str], outputs: list[str], **attributes: Any) -> list[str]:
        self._nodes.append(helper.make_node(kind, inputs, outputs, name=f"{outputs[0]}.node", **attributes))
        return outputs

    def constant(self, name: str, value: Any) -> str:
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name])

    def linear(self, value: str, name: str, kernel: Any, bias: Any) -> str:
        product = self.op("MatMul", [value, self.constant(f"{name}.kernel", kernel.T)], f"{name}.product")
        return self.op("Add", [product, self.constant(f"{name}.bias", bias)], f"{name}.out")

    def dense(self, value: str, name: str) -> str:
        return self.linear(value, name, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def normalise(self, value: str, name: str, output: str) -> str:
        inputs = [value, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.op("LayerNormalization", inputs, output, axis=-1, epsilon=EPSILON)

    def model(self) -> Any:
        sizes = ["batch", "tokens"]
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, sizes)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        ]
        output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*sizes, HIDDEN])
        graph = helper.make_graph(
            self._nodes, "all-MiniLM-L6-v2", inputs, [output], list(self._constants.values())
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
        )
        onnx.checker.check_model(model)
        return model
