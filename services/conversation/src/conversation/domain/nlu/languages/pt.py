"""Portuguese."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import WordLists

PORTUGUESE = WordLists(
    common="""
        o a os as é de que não um uma meu minha como posso por para com e onde quando quanto olá
        obrigado em do da no na se me você tenho quero está são mais encomenda conta cartão fatura custa
        obrigada eu seu sua pelo
    """,
    letters="ãõç",
)
