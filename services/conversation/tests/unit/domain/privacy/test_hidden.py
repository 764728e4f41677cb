"""Placeholders that come in pieces."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.shapes import Message, SuggestedAction
from conversation.domain.privacy.hidden import Restoring, holds_placeholder, restore_message
from conversation.domain.privacy.placeholders import restore

KNOWN = {"[EMAIL_1]": "ann@example.com", "[PHONE_2]": "+43 660 1", "[NATIONAL_ID_12]": "[EMAIL_1]"}
BITS = st.sampled_from([*KNOWN, "[EMAIL_9]", "[1]", "[", "]", "EMAIL_1]", "[EMA", " and ", "_", "A" * 45])


@given(st.lists(BITS, max_size=12).map("".join), st.lists(st.integers(1, 7), min_size=1, max_size=60))
def test_however_a_text_is_cut_it_reads_the_same(text: str, lengths: list[int]) -> None:
    restoring, shown, at = Restoring(KNOWN), "", 0
    while at < len(text):
        step = lengths[at % len(lengths)]
        shown += restoring.feed(text[at : at + step])
        at += step
    assert shown + restoring.finish() == restore(text, KNOWN)


def test_nothing_waits_when_nothing_is_hidden() -> None:
    assert Restoring({}).feed("as in [EMA") == "as in [EMA"


@pytest.mark.parametrize(("text", "holds"), [("write to [EMAIL_1]", True), ("see [1]", False), ("", False)])
def test_citations_are_no_placeholders(text: str, holds: bool) -> None:
    assert holds_placeholder([text]) is holds


def test_every_text_that_a_customer_sees_is_restored() -> None:
    message = Message(
        id="msg_1",
        conversation_id="cnv_1",
        seq=1,
        role="bot",
        text="Shall I write to [EMAIL_1]?",
        blocks=[{"type": "buttons", "buttons": [{"label": "Yes, to [EMAIL_1]", "n": 1}]}],
        suggested_actions=[SuggestedAction(label="[PHONE_2]", text="Call [PHONE_2]")],
        created_at=datetime.now(UTC),
    )
    shown = restore_message(message, KNOWN)
    assert shown.text == "Shall I write to ann@example.com?"
    assert shown.blocks == [{"type": "buttons", "buttons": [{"label": "Yes, to ann@example.com", "n": 1}]}]
    assert shown.suggested_actions == [SuggestedAction(label="+43 660 1", text="Call +43 660 1")]
