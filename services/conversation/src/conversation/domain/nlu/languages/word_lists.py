"""The lists of words that a language may have; where one is empty, that is not understood in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Talk = Literal[
    "greeting",
    "thanks",
    "bye",
    "how_are_you",
    "who_are_you",
    "acknowledged",
    "help",
    "lost",
    "unhappy",
    "chatter",
]
"""The kinds of politeness: `help` asks for help without saying with what, `lost` did not understand,
`unhappy` got nothing useful, `chatter` wants to be amused."""


@dataclass(frozen=True, slots=True)
class OwnVisits:
    """How people ask when their own appointment is: regular expressions over plain words.

    `visit` is what an appointment is called, `mine` that it is the customer's, with {visit} in it. `asks` are
    whole questions, one in a line, with {mine} and {visit}; `before` and `after` what may stand around them.
    Lines of these are alternatives like what stands between `|`.
    """

    visit: str
    mine: str
    asks: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WordLists:
    """Words between spaces; in `affirmed`, `said` and `cues` phrases between commas.

    Whole messages are known by these: `common` are the commonest words as customers write them, and `letters`
    those that few languages have. `joining` words join a sentence to the one before it. A word of `denials`
    before a cue takes it back. `introduces`, a regular expression, stands before the writer's name.

    The following are in lower case without marks and accents. `said` are polite phrases by their kind,
    `fillers` words beside them that say nothing, `affirmed` what a plain yes is. A message of `insulting`
    words, and at most those `beside_insults`, only scolds.

    `cues` are what customers say when they feel something; a `*` stands for any ending.

    `person` has the words with which people ask for a person, each line behind the part they play, or the
    parts (Turkish `insanla` is "with a person"):

    V talk · K connect · k connect me · C call, reach · Z call back · X escalate · U open · J ticket
    P agent, human · p person, someone · S support · B bot · R real · r real, behind its noun · M me, it
    Y you · W want · w want, behind what it wants · G get, give · O help, answer · c can · e be
    H there, available · N not
    I am, did, do, must: asks about it instead of asking for it · b already, which tells of the past
    T to, with · F from, about · A a, your · E the · D who, that · Q how, what · L polite · + and · , but

    `person_phrases` are read as the single words behind them, and a word that is `never_misspelt` is not
    taken for a mistyped one of `person`. `own_visits` are questions about the customer's own appointments.
    """

    common: str
    letters: str = ""
    joining: str = ""
    denials: str = ""
    introduces: str = ""
    fillers: str = ""
    affirmed: str = ""
    said: Mapping[Talk, str] = field(default_factory=dict)
    insulting: str = ""
    beside_insults: str = ""
    cues: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    person_phrases: Mapping[str, str] = field(default_factory=dict)
    never_misspelt: str = ""
    own_visits: OwnVisits | None = None
