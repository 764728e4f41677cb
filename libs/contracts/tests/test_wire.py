"""What the wire leaves out must be allowed to be missing."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import get_args

import contracts
from contracts.base import Frozen


def models(root: type[Frozen] = Frozen) -> Iterator[type[Frozen]]:
    for model in root.__subclasses__():
        yield model
        yield from models(model)


def test_nothing_that_may_be_none_is_required_since_none_is_never_sent() -> None:
    for module in walk_packages(contracts.__path__, "contracts."):
        import_module(module.name)
    found = {
        f"{model.__name__}.{name}"
        for model in models()
        if model.__module__.startswith("contracts.")
        for name, field in model.model_fields.items()
        if field.is_required() and type(None) in get_args(field.annotation)
    }
    assert found == set()
