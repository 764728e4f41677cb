"""Turkish."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import WordLists

TURKISH = WordLists(
    common="""
        bir ve bu ne mi var için ben benim ile de da değil çok kadar nerede zaman neden merhaba
        teşekkürler lütfen sipariş hesap kart kargo istiyorum mümkün
    """,
    letters="ışğ",
)
