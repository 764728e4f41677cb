"""Chooses the pieces to quote: as few as possible, but with every condition that limits them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversation.domain.answering.focus import Candidate, Focus

MAX_LIST = 8
MAX_PASSAGES = 4
NEAR_BEST = 0.5
CLEAR = 0.75
NEARLY = 0.8
SAME = 0.7
SECOND = 0.1
_LEANS_BACK = re.compile(
    r"^(?:it|this|these|those|they|such|otherwise|however|but|in this case|in that case|then|after "
    r"that|the same"
    r"|dies|diese\w*|das|jedoch|allerdings|sonst|andernfalls|in diesem fall|danach|este|esta|sin embargo|cela"
    r"|ceci|cependant)\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"^(?:however|but|except|unless|only|otherwise|an exception|there is one exception|this does not"
    r"|this applies|it does not|jedoch|allerdings|ausgenommen|ausnahme|nur|dies gilt|sin embargo|excepto"
    r"|cependant|toutefois|sauf)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Room:
    """How many words may be quoted: of the best passage, of each other one, and in total."""

    best: int
    other: int
    total: int = 1000


def choose(ranked: list[Focus], room: Room) -> list[Candidate]:
    """The pieces to quote, each passage's together."""
    if not ranked:
        return []
    best = ranked[0]
    chosen = _from_passage(best, room.best)
    for other in ranked[1:MAX_PASSAGES] if room.other else ():
        if other.value >= SECOND * best.value:
            more = [c for c in _from_passage(other, room.other) if not _repeats(c, chosen)]
            if _words(chosen) + _words(more) <= room.total:
                chosen += more
    return chosen


def _words(chosen: list[Candidate]) -> int:
    return sum(one.words for one in chosen)


def _from_passage(focus: Focus, room: int) -> list[Candidate]:
    if focus.entry and focus.words <= room:
        return list(focus.candidates)
    best = max(focus.candidates, key=lambda c: (c.covered, -c.position))
    if best.piece.kind != "sentence":
        return _from_list(best, focus)
    picked = _sentences(focus, best, room)
    picked |= {around for c in list(picked) for around in _around(c, focus)}
    listed = [c for c in picked if c.piece.text.endswith(":")]
    picked |= {item for c in listed for item in _list_after(c, focus)}
    return sorted(picked, key=lambda c: c.position)


def _sentences(focus: Focus, best: Candidate, room: int) -> set[Candidate]:
    """The sentences about the question that fit into `room` words, filled up with their neighbours unless one
    sentence clearly answers."""
    spoken = [c for c in focus.candidates if c.piece.kind == "sentence"]
    picked, left = {best}, room - best.words
    for candidate in sorted(spoken, key=lambda c: (-c.covered, c.position)):
        if candidate.covered >= NEAR_BEST * best.covered and candidate.words <= left:
            picked.add(candidate)
            left -= candidate.words
    alone = best.fits and sum(c.fits for c in spoken) == 1
    if best.own < CLEAR and not alone:
        by_distance = sorted(focus.candidates, key=lambda c: (abs(c.position - best.position), -c.position))
        for candidate in by_distance:
            if candidate not in picked and candidate.words <= left:
                picked.add(candidate)
                left -= candidate.words
    return picked


def _around(candidate: Candidate, focus: Focus) -> list[Candidate]:
    """The sentence before it, if it refers to that, and the one after it, if that limits it."""
    place = {c.position: c for c in focus.candidates if c.piece.kind == "sentence"}
    before, after = place.get(candidate.position - 1), place.get(candidate.position + 1)
    around = []
    if before is not None and _LEANS_BACK.match(candidate.piece.text):
        around.append(before)
    if after is not None and _LIMITS.match(after.piece.text):
        around.append(after)
    return around


def _from_list(best: Candidate, focus: Focus) -> list[Candidate]:
    """The list members that match the question about as well as the best one; all of them if none matches or
    they are steps."""
    group = [c for c in focus.candidates if c.piece.group == best.piece.group]
    all_of_it = best.own == 0 or best.piece.kind == "step"
    strong = group if all_of_it else [c for c in group if c.own >= NEARLY * best.own]
    before = [
        c for c in focus.candidates if c.piece.kind == "sentence" and c.position == group[0].position - 1
    ]
    return [*before, *_not_too_many(strong)]


def _list_after(candidate: Candidate, focus: Focus) -> list[Candidate]:
    after = [c for c in focus.candidates if c.position > candidate.position]
    if not after or after[0].piece.kind == "sentence":
        return []
    return _not_too_many([c for c in after if c.piece.group == after[0].piece.group])


def _not_too_many(members: list[Candidate]) -> list[Candidate]:
    """At most MAX_LIST, but all steps: instructions without the last step help nobody."""
    return members if members and members[0].piece.kind == "step" else members[:MAX_LIST]


def _repeats(candidate: Candidate, chosen: list[Candidate]) -> bool:
    for other in chosen:
        shared = len(candidate.terms & other.terms)
        if shared >= SAME * max(1, min(len(candidate.terms), len(other.terms))):
            return True
    return False
