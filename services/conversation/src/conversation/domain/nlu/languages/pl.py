"""Polish."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import WordLists

POLISH = WordLists(
    common="""
        jest w z na nie się i do to jak czy mój moja moje co gdzie kiedy dlaczego proszę dziękuję mam
        mogę chcę za od jestem dla ale paczka zamówienie konto ile kosztuje dzień dobry po
    """,
    letters="łąęśżźćń",
)
