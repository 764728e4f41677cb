"""The words of each language that say how a question hangs together, but not what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Particles:
    """Words in lower case between spaces; `openers` and `what_about` are phrases between commas.

    `plain` words carry no topic. `pointing` words point at what was said before, and those of
    `pointing_shortly` do so in a short question. A piece of a question ("on Sundays?") begins with one of
    `begins_piece`, and `asks_which` stands before a bare noun. `openers` go on with what was said;
    `what_about` does, whatever follows. `where` asks for a place, `company` words mean the company when its
    customers say them, and `being_there` adds nothing to "where are you".
    """

    plain: str
    begins_piece: str
    asks_which: str
    openers: str
    what_about: str = ""
    pointing: str = ""
    pointing_shortly: str = ""
    where: str = ""
    company: str = ""
    being_there: str = ""


ENGLISH = Particles(
    plain="""
        a an the i i'm me my mine we our us you your yours is are was were be been am do does did done have
        has had can could will would shall should may might must to of in on at for from by with about as if
        so and or but not no yes please thanks thank hi hello hey ok okay what when where which who whom whose
        why how much many long often also too just any some all get got let know tell want need like until
        till than then because after before more less again only here
    """,
    begins_piece="in on at for from by with without to of until since per",
    asks_which="what which",
    openers="ok, okay, and, but, so, also, or, then",
    what_about="what about, how about",
    pointing="""
        it they them their theirs that this these those there he she him her one ones else instead
    """,
    pointing_shortly="afterwards beforehand otherwise",
    where="where where's",
    company="you u ya your yours guys company office headquarters",
    being_there="located based situated actually exactly",
)
GERMAN = Particles(
    plain="""
        der die das den dem des ein eine einen einem einer ich mir mich mein meine wir uns sie ihr ihre euer
        eure es ist sind habe haben gibt kann kannst können darf muss soll wird werden mit ohne von zu zum zur
        bei für auf aus nach über bis ab und oder aber auch noch schon denn nicht kein keine ja nein bitte
        danke hallo wann was wer wie wo warum wieso viel viele lange welche welcher welches welchen
    """,
    begins_piece="im am auf bei für mit ohne bis ab seit von zu zum zur",
    asks_which="welche welcher welches welchen",
    openers="und, aber, oder",
    what_about="was ist mit",
    pointing_shortly="dafür damit davon dabei dazu dort danach diese dieser dieses",
    where="wo",
    company="ihr sie euer eure ihre euch büro firma sitz",
    being_there="seid sitzt sitzen befindet befinden eigentlich genau",
)
SPANISH = Particles(
    plain="""
        el la los las un una de del al en con sin por para y que qué cómo cuándo dónde cuánto cuánta cuántos
        cuántas cuál es son está están hay puedo puede mi su se sí lo si también hola gracias
    """,
    begins_piece="en con sin para hasta desde",
    asks_which="qué cuál",
    openers="y, pero, o",
    what_about="qué tal",
    pointing_shortly="eso esto ello ahí allí",
    where="dónde donde",
    company="están estáis ustedes vosotros oficina empresa sede",
    being_there="ubicados ubicada situados encuentran encuentra exactamente",
)
FRENCH = Particles(
    plain="""
        le les une des du au aux et ou est sont ai avez vous je nous ce que quoi comment quand où combien
        pourquoi quel quelle quels quelles puis peut peux mon ma mes votre vos pour avec sans dans ne pas
        aussi bonjour merci à
    """,
    begins_piece="avec sans pour à depuis",
    asks_which="quel quelle quels quelles",
    openers="et, mais, ou",
    pointing_shortly="ça cela ceci celui celle",
    where="où",
    company="vous êtes votre vos bureau siège",
    being_there="situés situé trouvez trouve basés exactement",
)
KNOWN = (ENGLISH, GERMAN, SPANISH, FRENCH)


def words_in(lists: Iterable[str]) -> frozenset[str]:
    """The words of several lists."""
    return frozenset(word for one in lists for word in one.split())


def any_of(lists: Iterable[str]) -> str:
    """The phrases of several lists as alternatives of a regular expression."""
    return "|".join(phrase.strip() for one in lists for phrase in one.split(",") if phrase.strip())
