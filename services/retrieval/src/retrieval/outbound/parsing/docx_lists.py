"""Works out the numbers that Word shows before list items: the file's text does not have them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from retrieval.domain.listing import number_in
from retrieval.outbound.parsing.docx_styles import Style
from retrieval.outbound.parsing.office import W

_BULLETS = ("bullet", "none")
_FURTHER = ("listcontinue", "listparagraph")
_NO_LIST = "0"
_DEEPER = re.compile(r"list (?:number|bullet) (\d)", re.I)


@dataclass(frozen=True, slots=True)
class _Level:
    """How items on one level of a list are numbered; lists of one `family` count on."""

    family: str
    numbered: bool
    first: int


@dataclass(slots=True)
class Numbering:
    """Counts the items of a document in order. Keys are a list and a depth in it."""

    levels: Mapping[tuple[str, int], _Level]
    anew: Mapping[tuple[str, int], int]
    styles: Mapping[str, tuple[str, int]]
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def item(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list that a paragraph is an item of and the depth in it; None for one that is none."""
        named = _value(paragraph, "pPr/pStyle").casefold()
        found = _list_of(paragraph) or self.styles.get(named)
        if found is None:
            return ("", 0) if named.startswith("list") and not named.startswith(_FURTHER) else None
        list_id, depth = found
        return None if list_id == _NO_LIST else (list_id, depth)

    def continues(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph that is no item belongs to the item above it."""
        return _value(paragraph, "pPr/pStyle").casefold().startswith(_FURTHER)

    def next_number(self, key: tuple[str, int]) -> int | None:
        """Of the next item there; None behind a bullet."""
        level = self.levels.get(key)
        if level is None or not level.numbered:
            return None
        place = (level.family, key[1])
        if key in self.anew and key not in self.begun:
            self.counts[place] = self.anew[key] - 1
        elif place not in self.counts:
            self.counts[place] = level.first - 1
        self.begun.add(key)
        self.counts[place] += 1
        for deeper in [one for one in self.counts if one[0] == level.family and one[1] > key[1]]:
            del self.counts[deeper]
        return self.counts[place]


def numbering_of(document: Any, known: Sequence[Sequence[Style]]) -> Numbering:
    """What a document says about its lists; nothing when that part is missing or damaged."""
    styles = {
        lineage[0].style_id.casefold(): found
        for lineage in known
        if (found := _inherited(lineage)) is not None
    }
    try:
        blob = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).blob
        root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    except (KeyError, etree.XMLSyntaxError):
        return Numbering({}, {}, styles)
    shapes = {str(one.get(f"{W}abstractNumId")): _levels(one) for one in root.iter(f"{W}abstractNum")}
    levels: dict[tuple[str, int], _Level] = {}
    anew: dict[tuple[str, int], int] = {}
    for one in root.iter(f"{W}num"):
        list_id = str(one.get(f"{W}numId"))
        levels |= {(list_id, at): it for at, it in shapes.get(_value(one, "abstractNumId"), {}).items()}
        for change in one.iter(f"{W}lvlOverride"):
            if first := _value(change, "startOverride"):
                anew[list_id, _number(change.get(f"{W}ilvl"))] = _number(first, 1)
    return Numbering(levels, anew, styles)


def _levels(shape: etree._Element) -> dict[int, _Level]:
    family = str(shape.get(f"{W}abstractNumId"))
    return {
        _number(level.get(f"{W}ilvl")): _Level(
            family, _value(level, "numFmt") not in _BULLETS, _number(_value(level, "start"), 1)
        )
        for level in shape.iter(f"{W}lvl")
    }


def _inherited(lineage: Sequence[Style]) -> tuple[str, int] | None:
    """The depth of a list style: the built-in ones have it in their name."""
    found = next((found for one in lineage if (found := _list_of(one.element))), None)
    if found is None or not found[0]:
        return None
    named = _DEEPER.fullmatch(lineage[0].name)
    return found[0], int(named[1]) - 1 if named else found[1]


def _list_of(element: etree._Element) -> tuple[str, int] | None:
    """The list and depth that a paragraph or style names itself."""
    if element.find(f"{W}pPr/{W}numPr") is None:
        return None
    return _value(element, "pPr/numPr/numId"), _number(_value(element, "pPr/numPr/ilvl"))


def _value(element: etree._Element, path: str) -> str:
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return str(found.get(f"{W}val") or "") if found is not None else ""


def _number(text: str | None, otherwise: int = 0) -> int:
    found = number_in(text)
    return otherwise if found is None else found
