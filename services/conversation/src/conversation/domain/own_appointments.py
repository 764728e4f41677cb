"""Recognises a question about the customer's own appointments, in four languages."""

from __future__ import annotations

import re

from conversation.domain.nlu.word_sets import plain

LONGEST = 120
_WORDS = re.compile(r"[a-z0-9']+")
_VISITS = {
    "en": r"(?:appointments?|appts?|meetings?|consultations?)",
    "de": r"(?:termine?|beratungstermine?|beratungsgesprache?|besprechung(?:en)?)",
    "es": r"(?:citas?|reunion(?:es)?)",
    "fr": r"(?:rendez vous|rdv)",
}
_MINE = {
    "en": rf"(?:(?:my|our) (?:(?:next|upcoming|booked|own) )?{_VISITS['en']}|a \d{{4,9}})",
    "de": rf"(?:(?:mein|unser)(?:en?)? (?:(?:nachste|gebuchte)[nr]? )?{_VISITS['de']}|a \d{{4,9}})",
    "es": rf"(?:(?:mis?|nuestras?) (?:proximas? )?{_VISITS['es']}|a \d{{4,9}})",
    "fr": rf"(?:(?:mon|mes|notre|nos) (?:prochains? )?{_VISITS['fr']}|a \d{{4,9}})",
}
_ASKS = {
    "en": (
        r"(?:at |on )?(?:what|which) (?:time|day|date)(?: and (?:time|day|date))? (?:is|was|are|will) {mine}",
        r"when(?: is|'s|s| was| are| will) {mine}",
        r"(?:what time|when) do i have (?:my|an|the) {visit}",
        r"(?:when|what time|what day) {mine} (?:is|was|are)",
        r"do i (?:still |already )?have (?:an?|any|another) (?:(?:upcoming|open|other) )?{visit}",
        r"have i (?:got|booked|made) (?:an?|any|another) {visit}",
        r"(?:what|which) {visit} do i have",
        r"what are my {visit}",
        r"(?:show|list|check|see)(?: me)?(?: all)?(?: of)? {mine}",
        r"is {mine} (?:still )?(?:booked|confirmed|on|valid|scheduled)",
        r"my {visit}",
    ),
    "de": (
        r"wann (?:ist|war|sind|habe ich|hab ich) {mine}",
        r"wann habe? ich (?:den|einen) {visit}",
        r"(?:um )?wie ?viel uhr (?:ist|war|habe ich) {mine}",
        r"(?:an welchem tag|zu welcher uhrzeit|zu welcher zeit) (?:ist|habe ich) {mine}",
        r"(?:wann|um wie ?viel uhr) {mine} (?:ist|war|sind)",
        r"habe? ich (?:schon |noch )?(?:einen|einen anderen|meinen) {visit}",
        r"welche[nr]? {visit} habe? ich",
        r"was sind {mine}",
        r"(?:zeigen?|zeig|nennen?|nenn)(?: sie)?(?: mir)?(?: bitte)?(?: alle)? {mine}",
        r"meine? {visit}",
    ),
    "es": (
        r"(?:cuando|a que hora|que dia) (?:es|son|era|tengo) {mine}",
        r"(?:cuando|a que hora|que dia) tengo (?:la|una) {visit}",
        r"tengo (?:ya )?(?:una|alguna|otra) {visit}",
        r"que {visit} tengo",
        r"cuales son {mine}",
        r"(?:muestr[ae]|ensen[ae])(?:me)? {mine}",
        r"mis? {visit}",
    ),
    "fr": (
        r"(?:c'est )?(?:quand|a quelle heure|quel jour)(?: est| a lieu| aura lieu| ai je)? {mine}",
        r"{mine} est (?:quand|a quelle heure|quel jour)",
        r"(?:ai je|est ce que j'ai) (?:deja |encore )?un (?:autre )?{visit}",
        r"quels? (?:est|sont) {mine}",
        r"montrez?(?: moi)? {mine}",
        r"(?:mon|mes) {visit}",
    ),
}
_BEFORE = (
    r"(?:(?:hi|hello|hey|ok|okay|so|and|but|please|sorry|again|can you|could you|tell me|remind me"
    r"|do you know|i forgot|i want to know|i would like to know|bitte|hallo|und|entschuldigung"
    r"|kannst du|konnen sie|mir|sagen|sag mir|weisst du|wissen sie|hola|por favor|y|puede|puedes|decirme|dime"
    r"|digame|bonjour|et|pouvez vous|peux tu|me dire|dites moi|dis moi|s'il vous plait) )*"
)
_AFTER = (
    r"(?: (?:again|please|then|now|exactly|be|at|on|for|booked|scheduled|set|coming up|ahead|today|tomorrow"
    r"|this week|next week|(?:with|mit|con|avec|bei)(?: \w+){1,3}|nochmal|noch|mal|bitte|denn|genau|gebucht"
    r"|heute|morgen|por favor|hoy|manana|exactamente|s'il vous plait|aujourd'hui|demain|deja))*"
)
_OWN = re.compile(
    "|".join(
        _BEFORE + asks.replace("{mine}", _MINE[language]).replace("{visit}", _VISITS[language]) + _AFTER
        for language, all_asks in _ASKS.items()
        for asks in all_asks
    )
)


def asks_for_own(text: str) -> bool:
    """Whether a message asks for nothing but when the customer's appointment is, or whether there is one."""
    if len(text) > LONGEST:
        return False
    return _OWN.fullmatch(" ".join(_WORDS.findall(plain(text).replace("’", "'")))) is not None
