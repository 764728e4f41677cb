"""What Word and PowerPoint documents share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TypeVar
from zipfile import BadZipFile

from lxml import etree

from retrieval.domain.archive import DAMAGED
from retrieval.domain.document import Unreadable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
OUT_OF_MEMORY = ("emory", "unknown error")
"""What libxml2 says when it gets none."""
Opened = TypeVar("Opened")


def opened(open_file: Callable[[BytesIO], Opened], body: bytes) -> Opened:
    """Raises Unreadable for a document its library cannot open, MemoryError when it is too large."""
    try:
        return open_file(BytesIO(body))
    except etree.XMLSyntaxError as error:
        if any(word in str(error) for word in OUT_OF_MEMORY):
            raise MemoryError from error
        raise Unreadable(DAMAGED) from error
    except (BadZipFile, KeyError, ValueError, AttributeError, TypeError, AssertionError, OSError) as error:
        raise Unreadable(DAMAGED) from error


def within(element: etree._Element, skip: frozenset[str]) -> Iterator[etree._Element]:
    """The element and its descendants in order, without those inside a tag in `skip`."""
    pending = [element]
    while pending:
        here = pending.pop()
        if here.tag not in skip:
            yield here
            pending.extend(reversed(here))
