"""Dutch."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import WordLists

DUTCH = WordLists(
    common="""
        de het een is en ik niet mijn hoe kan te met voor waar wanneer waarom hallo dank van op dat je u
        mij heb hebben wil nog wordt bij zijn of als bestelling rekening pakket kaart kost wat er maar
        naar graag kunnen aan
    """,
)
