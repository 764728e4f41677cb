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
    person="""
V parlare parlo parli parlarne chattare conversare discutere colloquio contatto dialogare
K passare passi passate collegare collegate mettere mettete trasferire trasferite trasferisca inoltrare
  inoltrate connettere connettete contattato
KM passami passatemi passarmi mettimi mettetemi mettermi collegatemi collegami collegarmi trasferitemi
  trasferiscimi trasferirmi connettimi connettetemi fammi fatemi farmi
C contattare telefonare raggiungere contattarvi chiamare contattarmi
M mi me ci questo
T con a ad col al alla
F di per su riguardo circa del dal della dalla nel in
P umano umana umani operatore operatrice operatori agente agenti addetto addetta addetti consulente
  consulenti responsabile impiegato impiegata rappresentante supervisore direttore tecnico collaboratore
  collega superiore capo esperto
p persona persone qualcuno gente
S assistenza supporto servizio
r reale reali vera vero viva vivo carne fisica
W voglio vorrei desidero preferisco preferirei chiedo pretendo bisogno vogliamo vorremmo richiedo necessito
  cerco
G datemi dammi avere
O aiutare aiuto aiutarmi risponda rispondere aiutarci
N non no mai senza nessun nessuna nessuno basta stufo stufa
B bot robot macchina macchine chatbot computer automatico automatica risponditore
A un una uno vostro vostra vostri qualche
E l il lo la gli le i questa quel quella
D che chi cui
Q come dove quando quanto perche
Y tu voi lei siete sei
I devo
H qui disponibile li
X escalation
Z richiamatemi richiamata chiamatemi richiamami richiamarmi chiamami
U aprire creare aprite apri
J ticket
L favore grazie ciao buongiorno salve buonasera ora subito adesso direttamente urgente urgentemente cliente
  clienti gentilmente cortesia
, ma pero
c posso puo potrei potete possiamo potrebbe
+ e o
b gia ieri
e essere
""",
    person_phrases={
        "per favore": "",
        "c e qualcuno": "qualcuno qui",
        "per cortesia": "",
        "essere umano": "umano",
        "persona in carne e ossa": "umano",
    },
)
