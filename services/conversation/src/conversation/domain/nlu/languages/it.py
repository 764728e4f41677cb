"""Italian."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import WordLists

ITALIAN = WordLists(
    common="""
        il lo la gli le è di che non un una mio mia come posso per con e dove quando quanto ciao grazie
        ho del della nel al si sono mi vorrei ordine conto carta pacco costa buongiorno perché più
        questo anche ma quali
    """,
    letters="èìò",
)
