"""Keeps of a provider's web search only the sentences that name a source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from contracts.bot_settings import WebSearch
from contracts.event_ids import derived_id
from contracts.shapes import Outcome, Passage
from conversation.domain.answering.checked_text import CheckedText
from conversation.domain.answering.claims import MARK
from conversation.domain.answering.grounding import Evidence
from conversation.domain.answering.quantities import quantities
from conversation.domain.answering.sentences import ends_of_sentences
from conversation.domain.answering.writing import Written
from conversation.domain.usage import NOTHING, Usage

RULE = "web_search"
PROMPT_VERSION = "web_v1"
MAX_URL = 2_000
MAX_TITLE = 200
_POINTER = re.compile(r"[\s(]*(?:\[[^\]]*\]\([^)\s]*\)|https?://\S+|\[\d{1,3}\]|【[^】]*】)[\s).,;]*")
_EMPTY_BRACKETS = re.compile(r"(?:(?<!\s)\s++)?\(\s*+(?:[,;]\s*+)?\)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_REDIRECTS = "vertexaisearch.cloud.google.com"


@dataclass(frozen=True, slots=True)
class Cite:
    """The source a provider names for the characters `start` to `end` of its text."""

    start: int
    end: int
    url: str
    title: str

    @property
    def host(self) -> str:
        """The host of the page; Google names it in the title of a redirecting link."""
        host = (urlsplit(self.url).hostname or "").removeprefix("www.")
        return self.title.strip().casefold() if host == _REDIRECTS else host


@dataclass(frozen=True, slots=True)
class Looked:
    """A provider's answer from the web, with the sources it names."""

    text: str
    cites: tuple[Cite, ...]
    model: str
    usage: Usage = NOTHING


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    cites: tuple[Cite, ...]


def written_from(looked: Looked, wish: WebSearch, spoken: str) -> Written | None:
    """An answer of the sentences with sources; None when nothing of it may be shown.

    `spoken`: what may be named without a source, as in Evidence. `citations` are pages of the web.
    """
    found = _sentences(looked, tuple(cite for cite in looked.cites if _counts(cite, wish)))
    kept = [sentence for sentence in found if sentence.cites and _own_addresses(sentence)]
    passages = _passages(kept)
    checked = CheckedText(passages, Evidence(passages, spoken))
    places = {passage.url: number for number, passage in enumerate(passages, 1)}
    for sentence in kept:
        marks = "".join(f"[{number}]" for number in sorted({places[cite.url] for cite in sentence.cites}))
        checked.feed(f"{sentence.text} {marks}\n")
    checked.finish()
    if checked.rule != "written" or not checked.order:
        return None
    return Written(
        Outcome.ANSWERED,
        checked.text,
        RULE,
        "web",
        PROMPT_VERSION,
        tuple(citation.model_copy(update={"web": True}) for citation in checked.citations()),
        (),
        looked.model,
        verdicts=(
            *checked.verdicts(),
            ("web", f"{len(checked.order)} sources, {len(found) - len(kept)} uncited"),
        ),
    )


def _counts(cite: Cite, wish: WebSearch) -> bool:
    """Whether a link may be shown: its host must be one the company allows."""
    parts = urlsplit(cite.url)
    plain = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and "@" not in parts.netloc
    allowed = not wish.domains or any(_below(cite.host, domain) for domain in wish.domains)
    return plain and allowed and len(cite.url) <= MAX_URL


def _below(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _sentences(looked: Looked, cites: Sequence[Cite]) -> list[_Sentence]:
    """The text without what only points at a source, sentence by sentence, each with its sources."""
    pointers = [cite for cite in looked.cites if _POINTER.fullmatch(looked.text, cite.start, cite.end)]
    found: list[_Sentence] = []
    for start, end in _spans(looked.text, pointers):
        if not looked.text[start:end].strip():
            continue
        own = [cite for cite in cites if _is_of(cite, start, end, looked.text, cite in pointers)]
        bare = MARK.sub("", _LINK.sub(r"\1", _cut(looked.text, start, end, pointers)))
        text = _EMPTY_BRACKETS.sub("", bare).rstrip()
        if text.strip():
            found.append(_Sentence(text, tuple(own)))
    return found


def _spans(text: str, pointers: Sequence[Cite]) -> list[tuple[int, int]]:
    """Where sentences begin and end; what points at a source goes with the sentence before it."""
    blank = text
    for cite in pointers:
        blank = blank[: cite.start] + "\N{HORIZONTAL ELLIPSIS}" * (cite.end - cite.start) + blank[cite.end :]
    ends, at = [], 0
    for line in blank.splitlines(keepends=True):
        inner = (at + end for end in ends_of_sentences(line))
        ends += [end for end in inner if not _points_first(end, pointers)]
        at += len(line)
        ends.append(at)
    return [(start, end) for start, end in zip([0, *ends], ends, strict=False) if end > start]


def _points_first(start: int, pointers: Sequence[Cite]) -> bool:
    """Whether a pointer to a source starts here, perhaps behind a bracket."""
    return any(cite.start - 1 <= start <= cite.start for cite in pointers)


def _is_of(cite: Cite, start: int, end: int, text: str, points: bool) -> bool:
    if points:
        return start < cite.start < end or cite.start == start
    return bool(text[max(cite.start, start) : min(cite.end, end)].strip()) and cite.start < end


def _cut(text: str, start: int, end: int, pointers: Sequence[Cite]) -> str:
    parts, at = [], start
    for cite in sorted(pointers, key=lambda one: one.start):
        if start <= cite.start < end:
            parts.append(text[at : max(at, cite.start)])
            at = max(at, cite.end)
    return "".join(parts) + text[at:end]


def _own_addresses(sentence: _Sentence) -> bool:
    """Whether a sentence names no other addresses than its own sources."""
    hosts = [cite.host for cite in sentence.cites]
    named = (one.split("@")[-1].split("/")[0] for one in quantities(sentence.text).addresses)
    return all(any(_below(name, host) or _below(host, name) for host in hosts) for name in named)


def _passages(sentences: Sequence[_Sentence]) -> tuple[Passage, ...]:
    """Each cited page with the sentences that cite it."""
    said: dict[str, tuple[Cite, list[str]]] = {}
    for sentence in sentences:
        for cite in sentence.cites:
            texts = said.setdefault(cite.url, (cite, []))[1]
            if sentence.text not in texts:
                texts.append(sentence.text)
    return tuple(_passage(cite, "\n".join(texts)) for cite, texts in said.values())


def _passage(cite: Cite, text: str) -> Passage:
    key = derived_id("web", cite.url)
    return Passage(
        passage_id=key,
        document_id=key,
        source_id="web",
        revision=1,
        content_hash="",
        title=" ".join(cite.title.split())[:MAX_TITLE] or cite.host,
        text=text,
        url=cite.url,
        score=1.0,
        dense_score=1.0,
        bm25_score=1.0,
    )
