"""The templates of this package; HTML escapes whatever it is given."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

_TEMPLATES = Environment(
    loader=PackageLoader("ticketing.outbound"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def render(template: str, facts: Mapping[str, object]) -> str:
    return _TEMPLATES.get_template(template).render(facts)
