"""all-MiniLM-L6-v2 as an ONNX graph, written node by node from the weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from answerbus.embedded.minilm_weights import Weights

LAYERS, HEADS, HIDDEN = 6, 12, 384
EPSILON = 1e-12
OPSET = 20
IR_VERSION = 9
MICROSOFT = "com.microsoft"


def build_graph(weights: Weights) -> Any:
    """An `onnx.ModelProto`: int64 [batch, tokens] `input_ids`, `attention_mask`, `token_type_ids` in,
    float32 [batch, tokens, 384] `last_hidden_state` out. Attention is one node of the runtime's own, its
    multiplication included."""
    writer = _Writer(weights)
    hidden = _embed(writer)
    mask = writer.op("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    for layer in range(LAYERS):
        hidden = _layer(writer, f"encoder.layer.{layer}", hidden, mask)
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


def _layer(w: _Writer, prefix: str, hidden: str, mask: str) -> str:
    # Sum instead of Add: the runtime fuses an Add with its norm into a kernel that is twice as slow
    context = _attention(w, f"{prefix}.attention", hidden, mask)
    attended = w.dense(context, f"{prefix}.attention.output.dense")
    first = w.op("Sum", [hidden, attended], f"{prefix}.attention.sum")
    hidden = w.normalise(first, f"{prefix}.attention.output.LayerNorm", f"{prefix}.attention.norm")
    inner = w.op("Gelu", [w.dense(hidden, f"{prefix}.intermediate.dense")], f"{prefix}.gelu")
    second = w.op("Sum", [hidden, w.dense(inner, f"{prefix}.output.dense")], f"{prefix}.sum")
    return w.normalise(second, f"{prefix}.output.LayerNorm", f"{prefix}.norm")


def _attention(w: _Writer, prefix: str, hidden: str, mask: str) -> str:
    parts = ("query", "key", "value")
    kernels = np.concatenate([w.weights[f"{prefix}.self.{part}.weight"] for part in parts])
    biases = np.concatenate([w.weights[f"{prefix}.self.{part}.bias"] for part in parts])
    kernel, bias = w.constant(f"{prefix}.qkv.kernel", kernels.T), w.constant(f"{prefix}.qkv.bias", biases)
    inputs = [hidden, kernel, bias, mask]
    return w.op("Attention", inputs, f"{prefix}.context", domain=MICROSOFT, num_heads=HEADS)


class _Writer:
    """Collects nodes and constants; each method gives the name of what it made."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def op(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], name=f"{output}.node", **attributes))
        return output

    def constant(self, name: str, value: Any) -> str:
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name])

    def dense(self, value: str, name: str) -> str:
        kernel = self.constant(f"{name}.kernel", self.weights[f"{name}.weight"].T)
        product = self.op("MatMul", [value, kernel], f"{name}.product")
        return self.op("Add", [product, self.weight(f"{name}.bias")], f"{name}.out")

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
            graph,
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)],
            ir_version=IR_VERSION,
        )
        onnx.checker.check_model(model)
        return model
