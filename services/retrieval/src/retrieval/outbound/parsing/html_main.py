"""Finds the part of a web page that is its content, and what in it is furniture."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retrieval.domain.document import Unreadable

DEEPEST = 2_000
LEAST_SHARE = 0.2
"""If the main element holds less than this share of the text, the content is elsewhere."""
MOST_SHARE = 0.3
"""An element that holds more than this share of the text is no furniture, whatever its name."""
MOSTLY_LINKS = 0.6
FEWEST_LINKS = 4
FEWEST_IN_ROW, MOST_LETTERS = 2, 40
SILENT = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "svg",
        "canvas",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "map",
        "button",
        "label",
        "input",
        "select",
        "option",
        "textarea",
        "datalist",
        "progress",
        "meter",
        "nav",
        "footer",
        "aside",
        "dialog",
        "menu",
    )
)
ROLES = frozenset(
    (
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "dialog",
        "alertdialog",
        "complementary",
        "menu",
        "toolbar",
    )
)
STRUCK = ["del", "s", "strike"]
"""What was true once, such as the price before."""
LISTS = frozenset(("ul", "ol", "div", "table", "section", "p"))
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|breadcrumbs?|navbar|nav|sidebar|share|sharing|social|newsletter|"
    r"pagination|pager|adverts?|ads|skip|sr-only|visually-hidden|edit-?link|toc)(?:$|[\s_-])"
    r"|cookie-?(?:banner|bar|box|consent|dialog|hint|layer|modal|notice|popup)",
    re.I,
)
_CONSENT = re.compile(
    r"cookiebot|\b(?:cc-window|cmplz-|onetrust-(?:banner|consent|pc)|usercentrics|didomi-host|borlabs-?cookie)",
    re.I,
)
"""What the programs that ask for consent call their banners."""
_NESTING = re.compile(
    r"<(/?)(?:div|span|section|article|ul|ol|dl|table|a|b|i|u|em|font|blockquote|form)\b", re.I
)
Visit = Callable[[LexborNode], bool]


def parse_tree(text: str) -> LexborHTMLParser:
    """Raises Unreadable for a page nested so deeply that reading it would take minutes."""
    depth = 0
    for tag in _NESTING.finditer(text):
        depth += -1 if tag[1] else 1
        if depth > DEEPEST:
            raise Unreadable("This page is nested too deeply to be read.")
    tree = LexborHTMLParser(text)
    tree.strip_tags(STRUCK, recursive=True)
    return tree


@dataclass(frozen=True, slots=True)
class Main:
    """The element that holds a page's content, and how many letters are in it."""

    node: LexborNode
    letters: int


def main_of(tree: LexborHTMLParser) -> Main | None:
    """None for a page without content."""
    body = tree.body
    if body is None:
        return None
    whole = len(body.text(deep=True))
    for selector in ("main", "[role=main]", "article", "#content", "#main"):
        found = tree.css(selector)
        letters = len(found[0].text(deep=True)) if len(found) == 1 else 0
        if letters > LEAST_SHARE * whole:
            return Main(found[0], letters)
    return Main(body, whole)


def is_furniture(node: LexborNode, main: Main) -> bool:
    """Whether it is a menu, banner, form or list of links, as every page of a site has."""
    tag = node.tag
    if tag in SILENT:
        return True
    attributes = node.attributes
    if (attributes.get("role") or "").casefold() in ROLES:
        return True
    if tag == "header":
        return main.node.tag == "body" and node.css_first("h1") is None
    if tag not in LISTS:
        return False
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if named != " " and _CONSENT.search(named):
        return True
    if named != " " and _NOISE.search(named) and len(node.text(deep=True)) < MOST_SHARE * main.letters:
        return True
    if tag in ("ul", "ol"):
        return _is_menu(node)
    return tag in ("p", "div") and _is_row_of_links(node)


def _is_menu(node: LexborNode) -> bool:
    links = node.css("a")
    if len(links) < FEWEST_LINKS:
        return False
    linked = sum(len(link.text(deep=True).strip()) for link in links)
    return linked >= MOSTLY_LINKS * len(" ".join(node.text(deep=True).split()))


def _is_row_of_links(node: LexborNode) -> bool:
    """Whether it holds only short links; one with a number may be content, such as a phone number."""
    links = [_letters(link) for link in node.css("a[href]")]
    if len(links) < FEWEST_IN_ROW or "".join(links) != _letters(node):
        return False
    return all(link and len(link) <= MOST_LETTERS and link.isalpha() for link in links)


def _letters(node: LexborNode) -> str:
    return "".join(filter(str.isalnum, node.text(deep=True)))


def walk(root: LexborNode, enter: Visit, leave: Callable[[LexborNode], None]) -> None:
    """Every node below `root` in order, without recursion; `enter` says whether to go inside."""
    node = root
    while True:
        inner = node.child if enter(node) else None
        if inner is not None:
            node = inner
            continue
        while True:
            leave(node)
            if node.mem_id == root.mem_id:
                return
            if node.next is not None:
                node = node.next
                break
            parent = node.parent
            if parent is None:
                return
            node = parent
