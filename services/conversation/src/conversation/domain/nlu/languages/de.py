"""German."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import OwnVisits, WordLists

GERMAN = WordLists(
    common="""
        der die das ist und ich nicht ein eine mein meine wie kann zu mit für wo wann warum bitte hallo
        danke sie mir mich auf den dem von es im was habe haben möchte noch wird bei einen einer sind
        aus am oder wenn bestellung rechnung konto lieferung paket karte kostet gibt ihr ihre ihren wir
        uns auch kein keine nur guten tag würde
    """,
    letters="äöüß",
    joining="und aber oder auch",
    denials="nicht kein keine",
    introduces=r"(?i:mein name ist|ich hei(?:ß|ss)e)|[Ii]ch bin",
    fillers="""
        so und na ja oh ah zusammen alle sehr noch dann schon mal erstmal euch ihnen dir bitte nochmal
        leute aber
    """,
    affirmed="""
        ja, ja bitte, ja gerne, gerne, ja gern, bitte, klar, ja klar, gern, sehr gerne, naturlich, auf
        jeden fall, unbedingt, jawohl, bitte ja, ja danke, ja das ware gut, ja das ware toll, jo, ja
        mochte ich, das ware nett, machen sie das
    """,
    said={
        "chatter": """
            erzahl mir einen witz, erzahl mir bitte einen witz, erzahl einen witz, erzahle mir einen
            witz, erzahle einen witz, noch einen witz, kennst du einen witz, kennst du witze, einen
            witz, sag etwas lustiges, sag was lustiges, bring mich zum lachen, erzahl mir eine
            geschichte, sing ein lied, sing mir ein lied, sing mir was, kannst du singen, schreib mir
            ein gedicht, ich liebe dich, liebst du mich, magst du mich, willst du mich heiraten, heirate
            mich, bist du verheiratet, hast du gefuhle, bist du glucklich, schlafst du, traumst du, hast
            du freunde, hast du eine freundin, hast du einen freund, mir ist langweilig, ich langweile
            mich, was ist der sinn des lebens, lass uns spielen, sag etwas, sag was, du bist suss, du
            bist lustig, was ist deine lieblingsfarbe
        """,
        "greeting": """
            hallo, guten tag, guten morgen, guten abend, moin, servus, gruss gott, gruezi, hallochen,
            tag, schonen guten tag, guten mittag, freut mich, ich hoffe es geht ihnen gut, ich hoffe es
            geht dir gut, hoffe es geht ihnen gut, hoffe dir geht es gut
        """,
        "thanks": """
            danke, vielen dank, danke schon, dankeschon, danke sehr, besten dank, herzlichen dank, danke
            dir, danke ihnen, tausend dank, lieben dank, danke fur die hilfe, danke fur ihre hilfe,
            danke fur deine hilfe, vielen lieben dank, danke fur die info, das hat geholfen, das hilft
            mir, gut gemacht, du bist toll, das war alles, das wars, hat geklappt, es
            funktioniert jetzt, sehr hilfreich, sie haben mir geholfen, du hast mir geholfen, das war
            hilfreich
        """,
        "bye": """
            tschuss, tschus, auf wiedersehen, bis bald, ciao, schonen tag noch, schonen tag, bis dann,
            gute nacht, schones wochenende, mach s gut, machs gut, bis spater, wiedersehen
        """,
        "how_are_you": """
            wie geht es dir, wie gehts, wie geht s, wie geht es ihnen, alles gut, alles klar bei dir, na
            wie gehts
        """,
        "who_are_you": """
            wer bist du, wer sind sie, bist du ein bot, sind sie ein bot, was kannst du, was konnen sie,
            bist du ein mensch, sind sie ein mensch, wie heisst du, wie heissen sie, bist du ein
            roboter, sind sie ein roboter, bist du echt, bist du eine ki, bist du eine maschine, was
            bist du, bist du eine echte person, rede ich mit einem bot, spreche ich mit einem bot,
            spreche ich mit einem menschen, schreibe ich mit einem menschen, womit kannst du helfen, wie
            kannst du mir helfen, bist du mensch oder maschine, mit wem spreche ich, mit wem rede ich
        """,
        "acknowledged": """
            in ordnung, alles klar, verstanden, passt, perfekt, super, gut, toll, okay, ok, ach so, aha,
            schon gut, klasse, prima, sehr gut, entschuldigung, sorry, kein problem, macht nichts, test,
            ja, nein, nein danke, nichts weiter, das war s, das war alles
        """,
        "help": """
            hilfe, ich brauche hilfe, ich brauche ihre hilfe, ich brauche deine hilfe, konnen sie mir
            helfen, kannst du mir helfen, ich habe eine frage, ich habe ein problem, ich hab eine frage,
            ich hab ein problem, kurze frage, eine frage, es gibt ein problem, ich hatte eine frage,
            darf ich etwas fragen, kann ich etwas fragen, ist da jemand,
            sind sie da, bist du da, sind sie noch da, bist du noch da, ich habe ein anliegen, helfen
            sie mir
        """,
        "lost": """
            was, hah, hae, ich verstehe nicht, ich verstehe das nicht, das verstehe ich nicht, versteh
            ich nicht, was meinen sie, was meinst du, was meinen sie damit, was meinst du damit, was
            bedeutet das, was heisst das, das ergibt keinen sinn, das macht keinen sinn, wie bitte,
            konnen sie das erklaren, kannst du das erklaren, das ist unklar, ich bin verwirrt, das ist
            verwirrend
        """,
        "unhappy": """
            das ist falsch, falsch, falsche antwort, das stimmt nicht, stimmt nicht, das ist nicht
            richtig, das hilft nicht, das hilft mir nicht, das hilft mir nicht weiter, das hat nicht
            geholfen, nicht hilfreich, das ist nicht hilfreich, du bist nutzlos, sie sind nutzlos,
            nutzlos, unbrauchbar, du hilfst mir nicht, sie helfen mir nicht, das reicht mir nicht, das
            reicht nicht, das habe ich nicht gefragt, das war nicht meine frage, das meine ich nicht,
            das meinte ich nicht, du verstehst mich nicht, sie verstehen mich nicht, es funktioniert
            nicht, das funktioniert nicht, funktioniert nicht, geht nicht, es geht nicht, das geht
            nicht, hat nicht geklappt, das hat nicht geklappt, dummer bot, lacherlich, das ist
            lacherlich, schlechter service
        """,
    },
    insulting="""
        dumm dummer dumme bescheuert idiot idioten idiotisch trottel arsch arschloch scheiss scheisse
        verdammt verdammte mist nutzlos unfahig schrott mull saftladen saudumm fick verpiss schlimmste
        schlechteste furchtbar schrecklich unverschamt frechheit hasse
    """,
    beside_insults="""
        du sie ihr euer eure dein deine ist seid bist sind das dies ein eine einen der die so ein was
        fur service laden firma bot roboter maschine aller zeiten und ich mich dich euch ach so dich
        halt die klappe leck mich am echt total einfach nur eine
    """,
    cues={
        "anger": """
            frechheit, unverschämt*, betrug, betrüger*, abzocke, wütend, sauer, stinksauer, zum kotzen,
            scheiß*, scheiss*, mist, verarsch*, anwalt, anzeige, lügner*, skandal, sauerei, verdammt*,
            idiot*, hasse, schweinerei, abgezockt
        """,
        "frustration": """
            unmöglich, inakzeptabel, lächerlich, nervt, nervig, genervt, frustrier*, enttäusch*, ärger*,
            verärgert, immer noch nicht, noch immer nicht, immer noch kein*, noch immer kein*, schon
            wieder, zum dritten mal, zum wiederholten mal, seit wochen, seit tagen, warte seit, niemand
            antwortet, keine antwort, zeitverschwendung, unzufrieden, schlecht*, beschwer*, reicht mir,
            nie wieder, nutzlos, hilft nicht, katastrophe, zumutung, funktioniert nicht, geht nicht
        """,
        "sadness": """
            traurig, leider verstorben, verstorben, gestorben, weine, verzweifelt, tut weh, schade
        """,
        "fear": """
            sorge, sorgen, besorgt, angst, befürchte, panik, gestohlen, gehackt, nervös, beunruhigt,
            unsicher
        """,
        "joy": """
            super, toll, klasse, prima, perfekt, wunderbar, großartig, freue mich, begeistert, genial,
            zufrieden, spitze, hervorragend, freut mich, liebe es
        """,
        "gratitude": """
            danke, dankeschön, vielen dank, herzlichen dank, dankbar, besten dank, lieben dank
        """,
        "surprise": "wow, überrascht, plötzlich, unglaublich, nicht erwartet, unerwartet",
        "confusion": """
            verstehe nicht, verstehe ich nicht, verwirr*, unklar, keine ahnung, blicke nicht durch, was
            bedeutet, seltsam, komisch, merkwürdig, nicht sicher, kapiere nicht
        """,
    },
    person="""
V sprechen reden chatten telefonieren sprech rede sprich spreche unterhalten gespräch schreiben
  besprechen quatschen geredet kontakt
K verbinden verbinde verbindet verbunden weiterleiten leiten weitergeleitet durchstellen stellen stell
  übergeben weiterverbinden vermitteln übernehmen übernimmt holen hol holt geben geb gib gebt bekommen
  weitergeben betreut bedient durchgestellt
C anrufen kontaktieren erreichen anruft meldet melden zurückrufen zurückruft anruf rufen ruf ruft rufe
  erreiche erreicht
M mich mir uns das es dies
T mit an zu von durch zum zur zurück
F über wegen bei am in im für statt weil anstatt auf um nicht vom
P mensch menschen menschlicher menschliche menschlichen menschliches mitarbeiter mitarbeitern
  mitarbeiterin mitarbeiterinnen mitarbeitenden mitarbeitende mitarbeiters berater beraterin beratern
  agent agenten sachbearbeiter sachbearbeiterin ansprechpartner ansprechpartnerin kundenbetreuer
  kundenberater kundenberaterin betreuer betreuerin kollege kollegen kollegin vorgesetzten vorgesetzter
  vorgesetzte chef teamleiter supportmitarbeiter servicemitarbeiter personal kundendienstmitarbeiter
  operator supporter angestellten techniker technikerin experte experten expertin fachmann fachfrau
  geschäftsführer verkäufer spezialist spezialisten
p jemand jemanden jemandem irgendjemand irgendjemanden irgendjemandem irgendwer leute menschenseele
  person personen
S kundendienst kundenservice kundensupport support service team hotline kundenbetreuung supportteam
  serviceteam
R echte echten echter echtes echt richtige richtigen richtiger richtiges reale realen realer lebende
  lebenden lebendigen lebendige lebender wirklichen wirkliche leibhaftigen
W möchte möcht will brauche brauch wünsche hätte würde verlange bestehe bitte-um wollen möchten wünschen
  bräuchte wollte benötige fordere
G haben lassen suche
O helfen hilfe hilft antworten kümmern kümmert antwortet weiterhelfen
N nicht nie ohne kein keine keinen keinem keiner niemand weder statt genug
B bot bots roboter robotern chatbot chatbots maschine maschinen computer ki automat automaten
  automatischen
A ein eine ne nen ihrem ihren ihrer eurem eurer eures euren ihr irgendein irgendeinem nem ner n eines
  einer einen einem
E der die den dem das diese dieser diesen diesem
D welcher welche dass wem wer
Q wie was wo wann warum wieso weshalb
Y sie du dir euch ihnen
I muss musste müssen soll sollte
H da hier dort verfügbar erreichbar online gibt
X eskalieren eskaliere eskaliert eskalation
Z rückruf rückrufwunsch zurückgerufen
U öffnen erstellen eröffnen anlegen öffne erstelle aufmachen
J ticket
L bitte gern gerne mal jetzt sofort hallo endlich doch einfach direkt lieber dringend kurz vielleicht
  guten tag nur schnell hi umgehend persönlich wieder noch anderem andere anderen anderer
, aber sondern weil
c kann könnte können könnten kannst könnt darf
+ und oder
e werden
b gestern
""",
    never_misspelt="sprache sprachen spricht",
    own_visits=OwnVisits(
        visit=r"(?:termine?|beratungstermine?|beratungsgesprache?|besprechung(?:en)?)",
        mine=r"(?:mein|unser)(?:en?)? (?:(?:nachste|gebuchte)[nr]? )?{visit}",
        asks=r"""
            wann (?:ist|war|sind|habe ich|hab ich) {mine}
            wann habe? ich (?:den|einen) {visit}
            (?:um )?wie ?viel uhr (?:ist|war|habe ich) {mine}
            (?:an welchem tag|zu welcher uhrzeit|zu welcher zeit) (?:ist|habe ich) {mine}
            (?:wann|um wie ?viel uhr) {mine} (?:ist|war|sind)
            habe? ich (?:schon |noch )?(?:einen|einen anderen|meinen) {visit}
            welche[nr]? {visit} habe? ich
            was sind {mine}
            (?:zeigen?|zeig|nennen?|nenn)(?: sie)?(?: mir)?(?: bitte)?(?: alle)? {mine}
            meine? {visit}
        """,
        before=r"bitte|hallo|und|entschuldigung|kannst du|konnen sie|mir|sagen|sag mir|weisst du|wissen sie",
        after=r"nochmal|noch|mal|bitte|denn|genau|gebucht|heute|morgen|(?:mit|bei)(?: \w+){1,3}",
    ),
)
