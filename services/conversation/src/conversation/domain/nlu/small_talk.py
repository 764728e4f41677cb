"""Recognises messages that are nothing but polite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conversation.domain.nlu.insults import scolds_in
from conversation.domain.nlu.languages.known import KNOWN
from conversation.domain.nlu.languages.word_lists import Talk
from conversation.domain.nlu.word_sets import plain

LONGEST = 90
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[^\W_]+")
_YES = re.compile("[👍👌🆗✅✔☑]")
_SIGNS: tuple[tuple[re.Pattern[str], Talk], ...] = (
    (re.compile("[?\uff1f\u061f¿❓❔🤔🤷]"), "lost"),
    (re.compile("[👎😠😡🤬😤😒🙁☹😞😢😭🖕💢]"), "unhappy"),
    (re.compile("[👋🙋]"), "greeting"),
    (re.compile("[🙏💐]"), "thanks"),
)
_NAME = r"(?:\[NAME_\d+\]|[A-ZÀ-Þ][a-zß-ÿ'’-]+)"
_SPOKEN = {language: lists for language, lists in KNOWN.items() if lists.said}
_INTRODUCED = {
    language: re.compile(rf"\b(?:{lists.introduces}) {_NAME}(?: {_NAME})?(?=\W*$|[.,;!?])")
    for language, lists in _SPOKEN.items()
}
# A message that is several things is answered as the first of these.
_BEFORE_OTHERS: tuple[Talk, ...] = (
    "unhappy",
    "lost",
    "who_are_you",
    "chatter",
    "help",
    "how_are_you",
    "bye",
    "thanks",
    "greeting",
    "acknowledged",
)


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """`language` is None for what has no words."""

    talk: Talk
    language: str | None


def small_talk(text: str) -> SmallTalk | None:
    """The kind of politeness, None when the text says anything else as well."""
    if text.strip() and not _WORD.search(text):
        return SmallTalk(next((talk for signs, talk in _SIGNS if signs.search(text)), "acknowledged"), None)
    if len(text) > LONGEST:
        return None
    spoken = _words(text)
    for language, phrases in _PHRASES.items():
        rest, introduced = _INTRODUCED[language].subn(" ", text)
        words = _words(rest) if introduced else spoken
        talks = _read(words, phrases, _FILLERS[language])
        if talks or (introduced and not words):
            return SmallTalk(min(talks, key=_BEFORE_OTHERS.index, default="greeting"), language)
    scolds = scolds_in(spoken) if "?" not in text else None
    return SmallTalk("unhappy", scolds) if scolds else None


def affirms(text: str) -> str | None:
    """The language of a plain yes, which is empty for a thumb that is raised; or None."""
    if _YES.search(text) and not _WORD.search(text):
        return ""
    return _AFFIRMATIVE.get(" ".join(_words(text))) if len(text) <= LONGEST else None


def _read(words: list[str], phrases: dict[tuple[str, ...], Talk], fillers: frozenset[str]) -> list[Talk]:
    """The phrases that the words consist of, longest first; nothing when a word is left over."""
    talks, at = [], 0
    while at < len(words):
        ends = range(min(len(words), at + _LONGEST_PHRASE), at, -1)
        end = next((end for end in ends if tuple(words[at:end]) in phrases), None)
        if end is not None:
            talks.append(phrases[tuple(words[at:end])])
            at = end
        elif words[at] in fillers:
            at += 1
        else:
            return []
    return talks


def _words(text: str) -> list[str]:
    return [_STRETCHED.sub(r"\1", plain(word)) for word in _WORD.findall(text)]


def _split(phrases: str) -> Iterator[tuple[str, ...]]:
    return (tuple(phrase.split()) for phrase in phrases.split(","))


_PHRASES: dict[str, dict[tuple[str, ...], Talk]] = {
    language: {phrase: talk for talk, said in lists.said.items() for phrase in _split(said)}
    for language, lists in _SPOKEN.items()
}
_FILLERS = {language: frozenset(lists.fillers.split()) for language, lists in _SPOKEN.items()}
_LONGEST_PHRASE = max(len(phrase) for phrases in _PHRASES.values() for phrase in phrases)
_AFFIRMATIVE = {
    " ".join(phrase): language for language, lists in _SPOKEN.items() for phrase in _split(lists.affirmed)
}
