"""The names of the weekdays, English where a language is missing."""

from __future__ import annotations

_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}


def weekday(number: int, language: str) -> str:
    """The day's name, Monday being 0."""
    return _WEEKDAYS.get(language, _WEEKDAYS["en"]).split()[number]
