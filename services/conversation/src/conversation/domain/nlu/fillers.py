"""Words that say nothing by themselves, and what a plain yes is, by language: lower case, no marks."""

from __future__ import annotations

FILLERS: dict[str, str] = {
    "en": """
        there so and well oh ah um very all everyone everybody again much you too for now then team guys
        sir madam mate buddy folks pal bot please but really super actually just lovely
    """,
    "de": """
        so und na ja oh ah zusammen alle sehr noch dann schon mal erstmal euch ihnen dir bitte nochmal
        leute aber
    """,
    "es": """
        y pues bueno ah oh muy todos a usted entonces por ahora ya equipo senor senora amigo
    """,
    "fr": """
        et bien alors oh ah tres tous a vous donc pour maintenant madame monsieur equipe encore
    """,
}

AFFIRMED: dict[str, str] = {
    "en": """
        yes, yes please, yeah, yep, yup, sure, ok, okay, please do, yes i would, please, yes do, go
        ahead, of course, definitely, absolutely, yes i do, that would be great, sounds good, sure thing,
        why not, yes thanks, yes thank you, i would, ok please, i d like that, yes i d like that, yes
        sure, y, ya, certainly, alright, let s do it, do it
    """,
    "de": """
        ja, ja bitte, ja gerne, gerne, ja gern, bitte, klar, ja klar, gern, sehr gerne, naturlich, auf
        jeden fall, unbedingt, jawohl, bitte ja, ja danke, ja das ware gut, ja das ware toll, jo, ja
        mochte ich, das ware nett, machen sie das
    """,
    "es": """
        si, si por favor, claro, vale, por supuesto, claro que si, si gracias, si quiero, de acuerdo, por
        favor, si claro, me gustaria, adelante, seria genial
    """,
    "fr": """
        oui, oui merci, oui s il vous plait, oui svp, volontiers, d accord, bien sur, avec plaisir, oui
        bien sur, ouais, s il vous plait, svp, oui je veux bien, je veux bien, oui stp, allez y
    """,
}
