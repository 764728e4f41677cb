"""Swedish."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import WordLists

SWEDISH = WordLists(
    common="""
        är och att det jag inte en ett min mitt hur kan till med för var när varför hej tack på som har
        vill om av den från konto kort paket kostar vad ni mig
    """,
    letters="åäö",
)
