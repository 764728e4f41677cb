"""What a website's robots.txt allows."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from retrieval.outbound.web import AGENT

NAME = AGENT.partition("/")[0]


@dataclass(frozen=True, slots=True)
class RobotsRules:
    _rules: Protego

    @classmethod
    def parse(cls, text: str) -> RobotsRules:
        """An empty text allows everything."""
        return cls(Protego.parse(text))

    def may(self, url: str) -> bool:
        return bool(self._rules.can_fetch(url, NAME))

    @property
    def delay(self) -> float:
        """The requested seconds between two pages, 0 when none are."""
        return float(self._rules.crawl_delay(NAME) or 0)

    @property
    def sitemaps(self) -> list[str]:
        return list(self._rules.sitemaps)
