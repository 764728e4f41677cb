"""Words for numbers, weekdays and months in the languages the bot has phrases for."""

from __future__ import annotations


def _numbered(first: int, *lists: str) -> dict[str, int]:
    return {
        name: first + place
        for words in lists
        for place, names in enumerate(words.split())
        for name in names.split("/")
    }


NUMBERS = _numbered(
    2,
    "two three four five six seven eight nine ten eleven twelve",
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "deux trois quatre cinq six sept huit neuf dix onze douze",
) | {"fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "vierzehn": 14, "zwanzig": 20, "dreißig": 30}
_MEASURES = """
second minute hour day working business calendar week month year euro dollar percent kilo sekund minut stund
tag werktag arbeitstag kalendertag woch monat jahr prozent hora día semana mes año heure jour semaine mois
"""
UNITS = tuple(_MEASURES.split())
"""How the words for what is measured begin."""
DAYS = _numbered(
    0,
    "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thurs friday/fri saturday/sat sunday/sun",
    "montag/mo dienstag/di mittwoch/mi donnerstag/do freitag/fr samstag/sonnabend/sa sonntag/so",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
)
MONTHS = _numbered(
    1,
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
)
