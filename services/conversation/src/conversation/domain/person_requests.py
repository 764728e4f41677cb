"""Recognises that a customer wants a person, or said a word the company wants a person for."""

from __future__ import annotations

import re
from functools import lru_cache

from conversation.domain.person_words import LANGUAGES, PHRASES, parts_of
from conversation.domain.word_sets import plain

_LONGEST = 2000
_TOKEN = re.compile(r"[^\W_]+|[,.;:!?()\n–—]+")
_APART = re.compile(r"(?<!ca)n['’]t\b", re.IGNORECASE)
_TRIGGERS = frozenset("CPpSBVZJX")

# A clause is a string of letters, one a word; `person_words` says what they stand for.
_ASKS = re.compile(
    "|".join(
        (
            r"V.?T[^EVDPpS]{0,3}[pPS](?!D)",  # talk to someone
            r"VT?E[^DPpS]{0,2}[PS]",  # talk to the manager
            r"V.{0,2}T[^E]{0,2}pD|V.{0,2}T.{0,3}pT.?[OV]",  # talk to someone who can help
            r"T[^DPpSV]{0,3}[pPS].{0,3}V",  # mit jemandem sprechen
            r"[cW][^N]{0,3}P.?V$",  # kann ich einen Mitarbeiter sprechen
            r"(?:[KC]Y?M|k).{0,2}T[^DPpS]{0,3}[pPS](?!D)",  # connect me to someone
            r"K[YEM]{0,2}T.?R?[AEY]?P|eKT.{0,2}[pPS]|KT[AE]?S(?=$|[TF])",
            r"M.?T[^DPpS]{0,3}[pPS].{0,2}K|T[^DPpSV]{0,3}[PS]Ke?$",  # mich mit jemandem verbinden
            r"K.{0,2}[AY]R?[PS]|[KC]MA?r?p(?=$|[TFD])",  # pass me an agent
            r"MK.{0,2}[pPS]",
            r"(?<!E)C.{0,2}P",  # reach an agent
            r"(?<!E)C[AT]?R?p$",
            r"[WG](?:[^T]{0,3}|T[GCKW].{0,2}|TA|OT.{0,2})P(?=$|[TFDHSO])",  # want an agent
            r"[WG]M?A?[xR]?p(?=$|[TFDHRrO])",
            r"[WG].{0,3}[CT].?S+(?=$|[TFDH])",
            r"[Rr]A?[pP]|[pP]r",  # a real person
            r"[Pp][DxcTF].{0,3}V(?=T|$)",  # someone I can talk to
            r"^.{0,2}[Pp]H$|^.?H.{0,2}[Pp](?=$|H|[FT]MO)",  # is anyone there
            r"^T?D[cI]x?VT?$",  # who can I talk to
            r"[Pp].{0,4}(?:[CK]|C.T)M|[pP].{0,2}M.{0,2}[CK]|M[pP].?[CK]",  # someone call me
            r"^[^QNEAPp]{0,4}(?:CY?M[TF]?|M.?C)$",  # call me
            r"[pP]OM?$|[pP]MO$|M[Pp]O$|p[FT].{0,2}SOM?|^.?cA?R?P",  # can someone help
            r"[NB].{0,3}[WVGC].{0,5}B|[WV]N.{0,4}B|N.{0,4}BV|^W?N[AEMFx]{0,2}B",  # not talk to a bot
            r"[WG].{0,2}Z|^x?[AF]{0,2}Z.{0,2}$",  # a callback
            r"^[^Q]*(?:U.{0,3}J|J.?U)",  # open a ticket
            r"XM|MX|[WVGK].{0,3}X|^X",  # escalate this
        )
    )
)
_ALONE = re.compile(r"[AEFT]{0,2}R{0,2}P{1,2}r?|[AFT]{1,2}R?pr?|[AE]?P?S+T?")  # a human!
_ABOUT_IT = re.compile(r"^[^QD]?I[^pPN][WIGVT]|^[^KCG]?YA?[Rr]?[pPB]|bV")  # do I have to talk to, are you a
_REFUSED = re.compile(r"(?<![Qc])(?<![Qc].)N[^Bc]{0,4}$")


def asks_for_person(text: str) -> str | None:
    """The language in which the text asks for a person, or None when it does not."""
    parts = [parts_of(word) for word in _words(text[:_LONGEST])]
    best: tuple[int, str] | None = None
    for at, language in enumerate(LANGUAGES):
        letters = "".join(part[at] for part in parts)
        known = len(letters) - letters.count("x")
        if not _TRIGGERS.isdisjoint(letters) and (best is None or known > best[0]) and _asked(letters):
            best = known, language
    return best[1] if best else None


def keyword_in(text: str, keywords: list[str]) -> str | None:
    """The first configured keyword that stands in the text as whole words, whatever its case."""
    flat = text.casefold()
    for keyword in keywords:
        wanted = keyword.strip().casefold()
        if wanted and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", flat):
            return keyword
    return None


def _words(text: str) -> list[str]:
    tokens = _TOKEN.findall(_APART.sub(" not", text))
    words = " ".join(plain(token) if token[0].isalnum() else "," for token in tokens)
    for phrase, word in PHRASES.items():
        words = words.replace(phrase, word)
    return words.split()


@lru_cache(maxsize=10_000)
def _asked(letters: str) -> bool:
    sentences = letters.replace("L", "").split(",")
    return (
        "".join(sentences) == "p"
        or any(_ALONE.fullmatch(sentence) for sentence in sentences)
        or any(_in_clause(clause) for sentence in sentences for clause in sentence.split("+"))
    )


def _in_clause(clause: str) -> bool:
    found = _ASKS.search(clause)
    if found is None or _ABOUT_IT.search(clause):
        return False
    return not _REFUSED.search(clause[: found.start()])
