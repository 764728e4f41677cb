"""Text that somebody pasted."""

from __future__ import annotations

import pytest

from retrieval.domain.passages import Scope
from retrieval.domain.sources import Origin
from retrieval.outbound.parsing.read import read


@pytest.mark.parametrize("name", ["Shipping / returns", "Prices 2.5", "old.doc", "Note.md"])
def test_pasted_text_is_called_what_it_was_named(name: str) -> None:
    origin = Origin("src_1", Scope("wsp_1", "bot_1"), "text", name, "text/markdown")
    digest = read(b"Within **14** days.", origin.file_name, origin.media_type)
    assert (digest.title, digest.drafts[0].text) == (name.removesuffix(".md"), "Within 14 days.")
