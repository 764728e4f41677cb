"""Recognises that a customer wants a person, or said a word the company wants a person for."""

from __future__ import annotations

import re
from functools import lru_cache

from conversation.domain.nlu.person_words import LANGUAGES, PHRASES, parts_of
from conversation.domain.nlu.word_sets import plain

_LONGEST = 2000
_TOKEN = re.compile(r"[^\W_]+|[,.;:!?()\n–—]+")
_APART = re.compile(r"(?<!ca)n['’]t\b", re.IGNORECASE)
_TRIGGERS = frozenset("CPpSBVZJX")

# A clause is a string of letters, one a word; `WordLists` says what they stand for.
_ASKS = re.compile(
    "|".join(
        (
            r"V.?T[^EVDPpS]{0,3}[pPS](?!D)",  # talk to someone
            r"VT?E[^DPpS]{0,2}P|VTE[^DPpS]{0,2}S",  # talk to the manager
            r"V.{0,2}T[^E]{0,2}pD|V.{0,2}T.{0,3}pT.?[OV]",  # talk to someone who can help
            r"T[^DPpSV]{0,3}[pPS].{0,3}V(?!N$)",  # mit jemandem sprechen
            r"[pPS]w",  # bir insan istiyorum
            r"[cW][^N]{0,3}[pPS]F?S?.?V$|[cWQI][^N]{0,3}[pPS]C$",  # kann ich einen Mitarbeiter sprechen
            r"(?:[KC][YAx]?M|k).{0,2}T[^DPpS]{0,3}[pPS](?!D)",  # connect me to someone
            r"K[YEMAx]{0,3}T.?R?[AEY]?P|[eG]K.?T.{0,3}[pPS]|KT[AE]?S(?=$|[TF])",
            r"M.?T[^DPpS]{0,3}[pPS].{0,2}K|T[^DPpSV]{0,3}(?:p?F?[PS]Ke?|pKe)$",  # mich mit jemandem verbinden
            r"K.{0,2}[AY]R?[PS]|[KC]M[AE]?[Rr]?[pP](?=$|[TFD])|^C[AE]?S+T?$|[KC]ME?S",  # pass me an agent
            r"Mc?K.{0,2}[pPS]",
            r"(?<!E)C.{0,3}P",  # reach an agent
            r"(?<!E)CT?A?R?p(?=$|F[AEY]|FS|FP|F?[Rr])|[WIGM].{0,3}CT?[AE]?S+T?$",
            r"GM?[AE]?S+$|^.?c.?CT?[AE]?S+T?$",
            r"[WG](?:[^TNe]{0,3}|T[GCKW].{0,2}|TA|OT.{0,2})P(?=$|[TFDHSOeb])",  # want an agent
            r"c.?I[AR]{0,2}(?:P(?=$|[TFDH])|p$)|c.{0,3}[AE]P[GK]$|O[FT]A?P|^A?PO",
            r"^Q.{0,3}T[AE]?R?P$|^A?P.?V$|V.{0,6}T[AEY]?R?P|V.{0,6}TAp$",
            r"[WG]M?A?[xR]?p(?=$|[FDHRrO]|T[VOCKM]|T.$)",
            r"[WG].{0,3}[CT].?S+(?=$|[TFDH])",
            r"[Rr]A?[pP]|[pP]r",  # a real person
            r"[Pp][DxcTF].{0,3}V(?=T|$)",  # someone I can talk to
            r"^.{0,2}[Pp]H$|^.?H.{0,2}(?:[Pp](?=$|H|[FT]MO)|Px$)",  # is anyone there
            r"^T?D[cI]x?VT?$",  # who can I talk to
            r"[Pp].{0,4}(?:[CK]|C.T)M|[pP].{0,4}M.{0,2}[CK]|ck.?p$",  # someone call me
            r"M[pP].{0,3}[CK]|[pP].?k",
            r"^[^QNEAPp]{0,4}(?:CY?M[TF]?|M.?C)$",  # call me
            r"[pP]M?c?M?OM?$|M[Pp]O$|p[FT].{0,2}SOM?|^[^QD]?cA?R?P(?=$|[TFOCKVHM])",  # can someone help
            r"[NB].{0,3}[WVGC].{0,5}B|[WV]N.{0,4}B|N.{0,4}BV|^W?N[AEMFx]{0,2}B",  # not talk to a bot
            r"^.?A?R?[Pp][NFx]{1,2}A?B|c.?VTN$",
            r"[WG][^N]{0,3}Z|[Wc].{0,3}eZ|ZT?A?[PpS]|^x?[AF]{0,2}Z.{0,2}$",  # a callback
            r"^[^Q]*(?:U.{0,3}J|J.?U)",  # open a ticket
            r"XM|MX|[WVGK].{0,3}X|^X",  # escalate this
        )
    )
)
_ALONE = re.compile(r"[AEFT]{0,2}R{0,2}S?P{1,2}r?|[AFT]{1,2}R?pr?|[AE]?R?P?S(?:F?S)*T?")  # a human!
_ABOUT_IT = re.compile(
    r"^I[^pPNY][^pPNY]?[WIGVT]|^[^KCG]?YA?[Rr]?[pPB]|bV"
)  # do I have to talk to, are you a
_REFUSED = re.compile(r"(?<![Qc])(?<![Qc].)N[^Bc]{0,4}$")


def asks_for_person(text: str) -> str | None:
    """The language in which the text asks for a person, or None when it does not."""
    parts = [parts_of(word) for word in _words(text[:_LONGEST])]
    if not parts:
        return None
    sentences = ["".join(letters) for letters in zip(*parts, strict=True)]
    known = [len(letters) - letters.count("x") for letters in sentences]
    asked = [
        at
        for at, letters in enumerate(sentences)
        if 2 * known[at] >= max(known) and not _TRIGGERS.isdisjoint(letters) and _asked(letters)
    ]
    return LANGUAGES[max(asked, key=known.__getitem__)] if asked else None


def keyword_in(text: str, keywords: list[str]) -> str | None:
    """The first configured keyword that stands in the text as whole words, whatever its case.

    Of keywords that begin at the same place, the longest stands there.
    """
    found = {match[0] for match in _any_of(tuple(keywords)).finditer(text.casefold())} if keywords else set()
    return next((keyword for keyword in keywords if _folded(keyword) in found), None) if found else None


@lru_cache(maxsize=256)
def _any_of(keywords: tuple[str, ...]) -> re.Pattern[str]:
    wanted = sorted(filter(None, map(_folded, keywords)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted)) or '(?!)'})(?!\w)")


def _folded(keyword: str) -> str:
    return keyword.strip().casefold()


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
    return clause[0] == "Q" or found[0].startswith("c") or not _REFUSED.search(clause[: found.start()])
