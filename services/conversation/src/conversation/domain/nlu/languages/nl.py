"""Dutch."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import WordLists

DUTCH = WordLists(
    common="""
        de het een is en ik niet mijn hoe kan te met voor waar wanneer waarom hallo dank van op dat je u
        mij heb hebben wil nog wordt bij zijn of als bestelling rekening pakket kaart kost wat er maar
        naar graag kunnen aan
    """,
    person="""
V spreken praten chatten spreek praat telefoneren gesprek contact
K doorverbinden verbinden verbind doorverbonden doorverbind verbindt doorgeven doorsturen overzetten
C bellen bel belt contacteren bereiken terugbellen
M me mij ons dit
T met aan naar door
F over voor van bij op in om uit
P mens mensen medewerker medewerkers medewerkster agent agenten collega manager leidinggevende adviseur
  vertegenwoordiger operator werknemer klantenservicemedewerker servicemedewerker supportmedewerker
  specialist chef
p iemand persoon personen
S klantenservice klantendienst support helpdesk team
R echte echt levende levend menselijke
W wil wens verlang eis zou
G heb hebben krijgen geef haal
O helpen hulp help antwoorden
N niet geen nooit zonder niemand genoeg
B bot bots robot robots computer chatbot machine automaat
A een je jullie uw
E de het deze die dat
D wie welke
Q hoe wat waar wanneer waarom
Y u jij
I moet ben is
H er daar hier beschikbaar
U openen aanmaken
J ticket
L alstublieft alsjeblieft aub graag nu even hallo hoi goedemorgen goedendag meteen direct dringend dag liever
  gewoon rechtstreeks terug
, maar
c kan kun kunt kunnen mag
+ en of
b gisteren
e worden word
""",
)
