"""Every knob is in the documentation, and nothing there is no knob."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from contracts.catalogue import SERVICES

DOCUMENTED = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_of_settings_names_each_and_no_other() -> None:
    known = {
        f"ANSWERBUS_{name}".upper()
        for service in SERVICES
        for name in import_module(f"{service}.settings").Settings.model_fields
    }
    assert set(re.findall(r"`(ANSWERBUS_[A-Z_]+[A-Z])`", DOCUMENTED.read_text())) == known
