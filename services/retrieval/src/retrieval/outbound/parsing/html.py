"""Web pages: their main content by heading path, with the anchors that lead there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retrieval.domain.document import Block, Parsed, Section, unread
from retrieval.domain.listing import Listing, number_in
from retrieval.outbound.parsing.html_accordion import holder_of, is_question
from retrieval.outbound.parsing.html_faq import faq_page
from retrieval.outbound.parsing.html_main import Main, is_furniture, main_of, parse_tree, walk
from retrieval.outbound.parsing.html_table import is_layout, table_text

INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
        "picture",
        "source",
    )
)
ASKED = 7
"""The level of a question that opens its answer, below every heading."""
FEWEST_LETTERS = 15
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?")
_TITLE_ENDS = re.compile(r"\s+[|–—·»-]\s+")


def parse_html(text: str) -> Parsed:
    """Raises Unreadable for a page that is nested too deeply."""
    tree = parse_tree(text)
    faqs = faq_page(tree)
    main = main_of(tree)
    if main is None:
        return Parsed(faqs=faqs)
    page = _Page(main)
    walk(main.node, page.enter, page.leave)
    page.close()
    tops = [section for section in page.headings if section[0] == 1]
    title = tops[0][1] if len(tops) == 1 else ""
    sections = [_below(section, title) for section in page.sections]
    return Parsed(tuple(sections), faqs, title or _named(tree), notes=unread(page.images, "image"))


def _below(section: Section, title: str) -> Section:
    kept = section.path[1:] if title and section.path[:1] == (title,) else section.path
    return Section(kept, section.blocks, section.anchor)


def _named(tree: LexborHTMLParser) -> str:
    """The page's title without the name of the site behind it."""
    found = tree.css_first("title")
    words = " ".join(found.text().split()) if found else ""
    return _TITLE_ENDS.split(words)[0][:200]


@dataclass(slots=True)
class _Page:
    """Collects the blocks below each heading while the tree is walked."""

    main: Main
    sections: list[Section] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    path: dict[int, tuple[str, str]] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    listing: Listing = field(default_factory=Listing)
    anchor: str = ""
    images: int = 0
    asked_in: int | None = None

    def enter(self, node: LexborNode) -> bool:
        if node.is_text_node:
            self._text(node.text_content or "")
            return False
        if node.tag == "button" and is_question(node):
            self.asked_in = holder_of(node).mem_id
            return self._heading(node, ASKED)
        is_top = node.mem_id == self.main.node.mem_id
        if not node.is_element_node or (not is_top and is_furniture(node, self.main)):
            return False
        tag = node.tag or ""
        if name := node.attributes.get("id") or (tag == "a" and node.attributes.get("name")):
            self.anchor = str(name)
        return self._open(node, tag)

    def _open(self, node: LexborNode, tag: str) -> bool:
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return self._heading(node, int(tag[1]))
        if tag == "summary" or (tag == "dt" and _text_of(node).endswith("?")):
            return self._heading(node, ASKED)
        if tag == "table" and not is_layout(node):
            self._flush()
            self._block(table_text(node), table=True)
            return False
        if tag == "pre":
            self._flush()
            self._block(node.text(deep=True).strip("\n"))
            return False
        if tag == "sup" and _is_note_mark(node):
            return False
        if tag == "img":
            self._image(node)
        elif tag == "br":
            self.line.append("\n")
        elif tag not in INLINE:
            self._flush()
            self._list(node, tag)
        return True

    def _list(self, node: LexborNode, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.listing.enter((_number(node, "start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self.listing.item(_number(node, "value"))

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if not node.is_element_node or tag in INLINE or tag == "br":
            return
        self._flush()
        if tag in ("ul", "ol") and self.listing.last:
            self.listing.leave()
            if not self.listing.last:
                self._block(self.listing.taken())
        elif tag in ("details", "dl") or node.mem_id == self.asked_in:
            self._end_answer()

    def close(self) -> None:
        """End the last section."""
        self._flush()
        self._section()

    def _heading(self, node: LexborNode, level: int) -> bool:
        words = _text_of(node).rstrip("¶# ").strip()
        self._flush()
        if not words:
            return False
        self._section()
        inner = node.css_first("[id], a[name]")
        own = node.attributes.get("id") or (
            inner and (inner.attributes.get("id") or inner.attributes.get("name"))
        )
        above = {key: value for key, value in self.path.items() if key < level}
        inherited = above[max(above)][1] if above else ""
        self.path = {**above, level: (words, own or self.anchor or inherited)}
        self.headings.append((level, words))
        self.anchor = ""
        return False

    def _end_answer(self) -> None:
        if ASKED in self.path:
            self._section()
            del self.path[ASKED]

    def _section(self) -> None:
        if items := self.listing.taken():
            self.blocks.append(Block(items))
        if self.blocks:
            levels = sorted(self.path)
            anchor = self.path[levels[-1]][1] if levels else ""
            names = tuple(self.path[level][0] for level in levels)
            self.sections.append(Section(names, tuple(self.blocks), anchor))
            self.blocks = []

    def _text(self, text: str) -> None:
        if text:
            self.line.append(re.sub(r"\s+", " ", text))

    def _image(self, node: LexborNode) -> None:
        sizes = (node.attributes.get("width") or "", node.attributes.get("height") or "")
        if any(size.isdigit() and int(size) <= 32 for size in sizes):
            return
        self.images += 1
        described = (node.attributes.get("alt") or "").strip()
        if len(described) >= FEWEST_LETTERS:
            self.line.append(f" {described} ")

    def _flush(self) -> None:
        lines = (" ".join(line.split()) for line in "".join(self.line).split("\n"))
        text = "\n".join(filter(None, lines))
        self.line = []
        if not text:
            return
        self.anchor = ""
        self._block(text)

    def _block(self, text: str, *, table: bool = False) -> None:
        if text.strip() and self.listing.last:
            self.listing.add(text)
        elif text.strip():
            self.blocks.append(Block(text, table=table))


def _number(node: LexborNode, name: str) -> int | None:
    return number_in((node.attributes.get(name) or "").strip())


def _is_note_mark(node: LexborNode) -> bool:
    """Whether it only leads to a footnote: `1` that runs into the word before it."""
    return node.css_first('a[href^="#"]') is not None and _NOTE_MARK.fullmatch(_text_of(node)) is not None


def _text_of(node: LexborNode) -> str:
    return " ".join(node.text(deep=True).split())
