"""This service's few knobs."""

from __future__ import annotations

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Nothing beside what every service is told."""
