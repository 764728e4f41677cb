"""Spells out how people write on phones: "u deliver on sat pls" asks whether you deliver on Saturday.

Whoever searches and whoever answers must read alike, so both read here.
"""

from __future__ import annotations

import re

FEW_WORDS = 5
"""In a message of no more words "sat", "sun" and "mon" are days."""

_SHORT = """
u: you, ya: you, ur: your, urs: yours, tel: phone, nr: number, nbr: number, hr: hours, hrs: hours,
addr: address, acct: account, pwd: password, pkg: package, pckg: package, msg: message, appt: appointment,
biz: business, intl: international, 2day: today, 2moro: tomorrow, 2morrow: tomorrow, 2nite: tonight,
tmrw: tomorrow, tmr: tomorrow, tomoz: tomorrow, b4: before, gr8: great, l8: late, l8r: later, thru: through,
cuz: because, coz: because, bc: because, wat: what, wats: what is, wut: what, abt: about, bday: birthday,
yday: yesterday, any1: anyone, some1: someone, sum1: someone, no1: nobody, every1: everyone, wanna: want to,
gonna: going to, gotta: have to, gimme: give me, lemme: let me, dunno: do not know, ive: I have,
wheres: where is, whats: what is, hows: how is, whens: when is, whos: who is, thats: that is,
theres: there is, cant: can not, dont: do not, doesnt: does not, didnt: did not, isnt: is not,
arent: are not, wasnt: was not, werent: were not, havent: have not, hasnt: has not, hadnt: had not,
wont: will not, couldnt: could not, wouldnt: would not, shouldnt: should not, youre: you are,
theyre: they are, tue: Tuesday, tues: Tuesday, weds: Wednesday, thu: Thursday, thur: Thursday,
thurs: Thursday, fri: Friday, bf: before, hols: holidays
"""
_SHORT_GERMAN = """
nr: Nummer, tel: Telefon, str: Straße, wieviel: wie viel, gibts: gibt es, gehts: geht es, hab: habe,
nich: nicht, ned: nicht, vllt: vielleicht, bzgl: bezüglich, iwie: irgendwie
"""
_POLITE = "pls plz plss plzz thx thnx tnx lol omg btw tbh"
_POLITE_GERMAN = "pls plz thx mfg"
_GERMAN = """
der die das den dem ein eine einen ich du wir ihr sie mein meine meinen euer eure ist sind war hat habe hab
haben habt kann kannst könnt wo wie was wann wer warum wieso wieviel viel nicht kein keine und oder mit bei
von zu zum zur auf für bis noch schon bitte bleibt kommt kostet gibt gibts geht gehts paket
"""
_OTHER = "el los las que por para est une vous je les het een ik och il che não uma jest jak"
"""Words of languages in which English shorthand may be a word of its own."""

_WORD = re.compile(r"(?<![\w@.'’/&-])[^\W_]+(?![\w@'’&]|[.-]\w)")
_WITH = re.compile(r"(?<!\w)w/(o\b)?\s*(?=\w|$)", re.I)
_UNIT = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)(kg|g|lbs?|cm|mm|km|m|ml|l|eur|usd|gbp)\b", re.I)
_ARE = re.compile(
    r"\br(?= (?:u|ya|you|ur|your|we|they|there|the|these|those|my)\b)"
    r"|\b((?:u|where|what|how|when|who|why|you|they|we) )r\b",
    re.I,
)
_FOR = re.compile(r"(?<!\.\s)\b4 (?=(?:an?|the|my|our|your|u|ur|me|us|it|this|that)\b)", re.I)
_DAY = re.compile(
    r"\b(?P<before>(?:on|by|this|next|every|until|till|from|and|or|to) )?(?P<day>sat|sun|mon)\b", re.I
)
_DAYS = {"sat": "Saturday", "sun": "Sunday", "mon": "Monday"}
_SOMEBODY = re.compile(r"\b(?:i|he|she|we|they|you|who|it|the) (?:sat|sun)\b", re.I)
_CORRECTED = re.compile(
    r"^\W*(?:(?:no|nope|sorry|oh|nein)\W+)*(?:i meant|ich meinte)\b(?! the other|\s*,)", re.I
)
"""Who says which one they meant asks the same of that one, unless it is only "the other"."""
_FEASTS = (
    (re.compile(r"\b(?:christmas|xmas) eve\b", re.I), r"\g<0>, 24 December"),
    (re.compile(r"\bnew years? eve\b|\bnew year['’]s eve\b", re.I), r"\g<0>, 31 December"),
    (re.compile(r"\b(?:heiligabend|heilig(?:er|en|em) abend)\b", re.I), r"\g<0>, 24. Dezember"),
    (re.compile(r"\bsilvester\b", re.I), r"\g<0>, 31. Dezember"),
)
"""Days that a table of hours names by their date."""


def _listed(text: str) -> dict[str, str]:
    pairs = (pair.split(":") for pair in text.split(","))
    return {short.strip(): long.strip() for short, long in pairs}


_LONG = {**_listed(_SHORT), **dict.fromkeys(_POLITE.split(), "")}
_LONG_GERMAN = {**_listed(_SHORT_GERMAN), **dict.fromkeys(_POLITE_GERMAN.split(), "")}
_GERMAN_WORDS, _OTHER_WORDS = frozenset(_GERMAN.split()), frozenset(_OTHER.split())


def spelled_out(text: str) -> str:
    """The message with its shorthand in whole words, feasts with their dates and without thanks.

    It stays as it is in other languages than English and German, and where nothing else is left.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    german = not _GERMAN_WORDS.isdisjoint(words)
    if not german and not _OTHER_WORDS.isdisjoint(words):
        return text
    long = _LONG_GERMAN if german else _LONG
    read = _UNIT.sub(r"\1 \2", _CORRECTED.sub("was ist mit" if german else "what about", text, count=1))
    if not german:
        read = _ARE.sub(lambda found: f"{found[1] or ''}are", _FOR.sub("for ", read))
        read = _WITH.sub(lambda found: "without " if found[1] else "with ", read)
        read = _with_days(read, len(words))
    loud = text.isupper()
    read = _WORD.sub(lambda found: long.get(_key(found[0], loud), found[0]), read)
    for name, dated in _FEASTS:
        read = name.sub(dated, read)
    tidied = re.sub(r"\s+([,.!?])", r"\1", " ".join(read.split())).lstrip(",.! ")
    return tidied if _WORD.search(tidied) else text


def _key(word: str, loud: bool) -> str:
    """A word in capitals may be a name ("plan R"), unless the whole message is `loud`."""
    return word if word.isupper() and not loud else word.lower()


def _with_days(text: str, words: int) -> str:
    if _SOMEBODY.search(text):
        return text

    def day(found: re.Match[str]) -> str:
        meant = found["before"] or words <= FEW_WORDS
        return f"{found['before'] or ''}{_DAYS[found['day'].lower()]}" if meant else found[0]

    return _DAY.sub(day, text)
