"""Scolding that asks nothing, by language: lower case, no marks, no accents."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.domain.nlu.word_sets import words

INSULTING = {
    "en": words(
        """
        stupid idiot idiots idiotic dumb moron morons useless worthless pathetic junk garbage trash
        rubbish crap crappy shit shitty bullshit fuck fucking fucked fucker suck sucks damn worst
        terrible horrible awful ridiculous asshole bastard bastards bitch wtf screw hate disgusting
        lousy
        """
    ),
    "de": words(
        """
        dumm dummer dumme bescheuert idiot idioten idiotisch trottel arsch arschloch scheiss scheisse verdammt
        verdammte mist nutzlos unfahig schrott mull saftladen saudumm fick verpiss schlimmste schlechteste
        furchtbar schrecklich unverschamt frechheit hasse
        """
    ),
    "es": words(
        """
        estupido estupida idiota idiotas imbecil imbeciles tonto tonta inutil inutiles basura mierda
        joder puta puto asco pesimo pesima horrible odio cabron cabrones ridiculo peor callate
        """
    ),
    "fr": words(
        """
        stupide idiot idiote idiots imbecile debile connard connards merde putain nul nuls nulle inutile
        pourri pourrie honteux honte horrible deteste ridicule pire gueule
        """
    ),
}
_AROUND = {
    "en": words(
        """
        you u your you re are is it this that s the a an of piece bot robot machine computer thing
        service company support people guys and so such what ever in world i me off up go to all just
        really very totally absolutely bunch hell shut be for sake god oh man dude this m am fed
        """
    ),
    "de": words(
        """
        du sie ihr euer eure dein deine ist seid bist sind das dies ein eine einen der die so ein was
        fur service laden firma bot roboter maschine aller zeiten und ich mich dich euch ach so dich
        halt die klappe leck mich am echt total einfach nur eine
        """
    ),
    "es": words(
        """
        eres es son sois esto eso este esta un una el la de del que servicio empresa bot robot maquina y
        muy mas tan vete a lo os te les me dais dan da toda todo mundo hijo hijos
        """
    ),
    "fr": words(
        """
        tu es vous etes c est ce cette un une le la de du service entreprise boite bot robot machine et
        tres trop si quel quelle ta votre vos va te faire voir bande je vous deteste jamais vu
        """
    ),
}


def scolds_in(said: Sequence[str]) -> str | None:
    """The language in which the words do nothing but scold, or None."""
    for language, insulting in INSULTING.items():
        if not insulting.isdisjoint(said) and insulting | _AROUND[language] >= set(said):
            return language
    return None
