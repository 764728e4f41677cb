"""The paragraph styles of a Word document, read once: python-docx looks each of them up many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from retrieval.outbound.parsing.office import W

MOST_STYLES = 20
"""How far up a style's ancestors are looked at; a damaged file may have them in a circle."""


@dataclass(frozen=True, slots=True)
class Style:
    """`name` is the built-in English one, in small letters, whatever the language of Word."""

    style_id: str
    name: str
    element: etree._Element


def lineages(document: Any) -> list[list[Style]]:
    """Each paragraph style, followed by those it is based on."""
    styles: dict[str, Style] = {}
    parents: dict[str, str] = {}
    for one in document.styles.element.iterchildren(f"{W}style"):
        if one.get(f"{W}type", "paragraph") == "paragraph":
            style_id = str(one.get(f"{W}styleId"))
            styles[style_id] = Style(style_id, _value(one, "name").casefold(), one)
            parents[style_id] = _value(one, "basedOn")
    return [_lineage(style_id, styles, parents) for style_id in styles]


def _lineage(style_id: str, styles: dict[str, Style], parents: dict[str, str]) -> list[Style]:
    found: list[Style] = []
    while style_id in styles and len(found) < MOST_STYLES:
        found.append(styles[style_id])
        style_id = parents[style_id]
    return found


def _value(element: etree._Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return str(found.get(f"{W}val") or "") if found is not None else ""
