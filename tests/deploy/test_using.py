"""What docs/using.md tells a company to send is what the contracts take."""

from __future__ import annotations

import re
from pathlib import Path

from contracts.shapes import BotSettings

PAGE = Path(__file__).parents[2] / "docs" / "using.md"


def test_the_settings_shown_are_settings() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(), re.DOTALL)
    settings = BotSettings.model_validate_json(shown)
    assert settings.office_hours is not None and settings.escalation.rules[0].name == "checkout"
