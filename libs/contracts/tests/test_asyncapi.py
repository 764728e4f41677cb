from __future__ import annotations

from typing import get_args

import pytest

from contracts.asyncapi import document
from contracts.base import Frozen
from contracts.glimpses import AccessEnded, AnyGlimpse, SourceProgress, Typing


@pytest.mark.parametrize("glimpse", [*get_args(AnyGlimpse), Typing, SourceProgress, AccessEnded])
def test_every_glimpse_is_shown_with_its_shape(glimpse: type[Frozen]) -> None:
    made = document()
    shown = {name for channel in made["channels"].values() for name in channel["messages"]}
    assert glimpse.__name__ in shown
    assert set(made["components"]["schemas"][glimpse.__name__]["properties"]) == set(glimpse.model_fields)


def test_whoever_shows_glimpses_of_a_conversation_is_named() -> None:
    operations = document()["operations"]
    assert {name for name in operations if name.endswith("glimpse.conversation")} == {
        "conversation.send.glimpse.conversation",
        "gateway.send.glimpse.conversation",
        "gateway.receive.glimpse.conversation",
    }
