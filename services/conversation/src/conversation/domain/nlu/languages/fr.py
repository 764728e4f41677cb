"""French."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import OwnVisits, WordLists

FRENCH = WordLists(
    common="""
        le la les est de que ne pas un une mon ma je comment pour et avec où quand combien bonjour merci
        des du en au vous mes il à ce dans sur qui votre vos puis j'ai c'est quel quelle sont mais
        commande compte carte colis facture livraison coûte plaît été suis peut être
    """,
    letters="çœèêàùâîôûë",
    joining="et ou mais",
    denials="pas",
    introduces=r"(?i:je m['’]appelle|mon nom est)|[Jj]e suis",
    fillers="""
        et bien alors oh ah tres tous a vous donc pour maintenant madame monsieur equipe encore
    """,
    affirmed="""
        oui, oui merci, oui s il vous plait, oui svp, volontiers, d accord, bien sur, avec plaisir, oui
        bien sur, ouais, s il vous plait, svp, oui je veux bien, je veux bien, oui stp, allez y
    """,
    said={
        "chatter": """
            raconte moi une blague, raconte une blague, racontez moi une blague, une blague, une autre
            blague, tu connais une blague, dis quelque chose de drole, dis moi quelque chose de drole,
            fais moi rire, raconte moi une histoire, chante une chanson, chante moi une chanson, tu sais
            chanter, ecris moi un poeme, je t aime, tu m aimes, est ce que tu m aimes, veux tu m
            epouser, tu es marie, as tu des sentiments, tu es heureux, tu dors, as tu des amis, tu as
            une copine, tu as un copain, je m ennuie, quel est le sens de la vie, dis quelque chose, tu
            es drole, quelle est ta couleur preferee
        """,
        "greeting": """
            bonjour, salut, bonsoir, coucou, enchante, bonjour a tous, j espere que vous allez bien, j
            espere que tu vas bien
        """,
        "thanks": """
            merci, merci beaucoup, merci bien, mille mercis, merci pour votre aide, merci pour ton aide,
            merci pour l aide, je vous remercie, je te remercie, c est tout, ca m a aide, c est gentil,
            ca marche maintenant, tres utile
        """,
        "bye": """
            au revoir, a bientot, bonne journee, bonne soiree, bonne nuit, a plus, a plus tard, adieu,
            bon week end
        """,
        "how_are_you": """
            ca va, comment ca va, comment allez vous, comment vas tu, tu vas bien, vous allez bien, ca
            va bien
        """,
        "who_are_you": """
            qui es tu, qui etes vous, es tu un robot, etes vous un robot, que peux tu faire, que pouvez
            vous faire, es tu humain, etes vous humain, es tu une personne, etes vous une personne,
            comment t appelles tu, comment vous appelez vous, es tu un bot, etes vous un bot, tu es qui,
            vous etes qui, es tu reel, es tu un humain, etes vous une vraie personne, es tu une ia, je
            parle a un robot, est ce un robot
        """,
        "acknowledged": """
            d accord, compris, parfait, tres bien, super, genial, c est bon, entendu, ok, pas de
            probleme, desole, ca marche, oui, non, non merci, rien d autre, c est tout
        """,
        "help": """
            aide, a l aide, j ai besoin d aide, pouvez vous m aider, peux tu m aider, j ai une question,
            j ai un probleme, une question, petite question, il y a un probleme, je peux poser une
            question, il y a quelqu un,
            vous etes la, tu es la, j ai une demande, aidez moi
        """,
        "lost": """
            quoi, hein, je ne comprends pas, je comprends pas, je n ai pas compris, j ai pas compris,
            que voulez vous dire, que veux tu dire, qu est ce que cela veut dire, ca veut dire quoi, ca
            n a pas de sens, pouvez vous expliquer, peux tu expliquer, ce n est pas clair, c est pas
            clair
        """,
        "unhappy": """
            c est faux, faux, ce n est pas correct, ce n est pas vrai, c est pas vrai, ca ne m aide pas,
            cela ne m aide pas, ca m aide pas, pas utile, tu es inutile, vous etes inutile, inutile, ce
            n est pas ma question, ce n est pas ce que j ai demande, ca ne repond pas a ma question, tu
            ne comprends pas, vous ne comprenez pas, ca ne marche pas, ca marche pas, ca ne fonctionne
            pas, toujours pas, c est ridicule, mauvais service, ce n est pas suffisant
        """,
    },
    insulting="""
        stupide idiot idiote idiots imbecile debile connard connards merde putain nul nuls nulle inutile
        pourri pourrie honteux honte horrible deteste ridicule pire gueule
    """,
    beside_insults="""
        tu es vous etes c est ce cette un une le la de du service entreprise boite bot robot machine et
        tres trop si quel quelle ta votre vos va te faire voir bande je vous deteste jamais vu
    """,
    cues={
        "anger": """
            arnaque*, escroc*, voleurs, scandale*, honteux, honte, furieux, furieuse, en colère, merde,
            putain, avocat, inadmissible, menteur*, dégueulasse, dégoûté*, foutage de gueule, déteste,
            vol, porter plainte
        """,
        "frustration": """
            inacceptable, ridicule, frustr*, déçu*, décev*, marre, ras le bol, encore une fois, toujours
            pas, toujours aucun*, j'attends depuis, depuis des semaines, depuis des jours, troisième
            fois, personne ne répond, aucune réponse, perte de temps, inutile, nul, nulle, mauvais
            service, mécontent*, insatisfait*, réclamation, plainte, plus jamais, ne marche pas, ne
            fonctionne pas, agaç*, énerv*, lamentable
        """,
        "sadness": "triste, tristesse, décédé*, mort, pleure, désespéré*, malheureusement",
        "fear": """
            inquiet, inquiète, inquiétude, peur, angoiss*, crains, volé, volée, piraté*, panique,
            stressé*
        """,
        "joy": """
            génial, parfait, excellent*, super, formidable, merveilleux, content*, ravi*, heureux,
            heureuse, j'adore, impeccable, top, bravo
        """,
        "gratitude": "merci, merci beaucoup, reconnaissant*, remercie",
        "surprise": "surpris*, étonné*, soudain*, incroyable, inattendu*, oh là là",
        "confusion": """
            je ne comprends pas, comprends pas, comprends rien, confus*, pas clair, perdu, perdue,
            aucune idée, que signifie, bizarre, étrange
        """,
    },
    person="""
V parler discuter echanger dialoguer converser causer parle entretenir entretien tchatter chatter discute
  contact relation
K passer passez passe mettre mettez mets connecter connectez connecte transferer transferez transfere
  rediriger redirigez orienter transmettre mis mise relier redirige orientez transmettez basculer
C contacter joindre appeler rappelle appelle contacte telephoner rappeler recontacter appelez contactez
  telephonez joignez
M moi me nous m ca cela
T a avec au aux par en vers
F de du des pour dans sur chez que concernant plutot
P humain humaine humains humaines agent agents agente conseiller conseillere conseillers operateur
  operatrice operateurs responsable superviseur employe employee technicien technicienne collegue
  collegues representant representante collaborateur collaboratrice manager directeur gestionnaire
  interlocuteur interlocutrice teleconseiller teleconseillere superieur superieure patron chef expert
  experte experts specialiste
p personne personnes quelquun gens individu
S service support equipe clientele sav
r vrai vraie vrais reel reelle reels veritable physique chair vivant vivante
W veux voudrais souhaite souhaiterais aimerais besoin veut desire prefere prefererais exige demande
  voulais faudrait faut souhaitons cherche
G donnez donne trouvez trouve obtenir voir avoir laissez laisse
O aider aide reponde repondre repond occuper occupe prenne
N ne n pas jamais sans aucun aucune plus marre stop assez refuse refusons arretez
B bot bots robot robots machine machines ordinateur chatbot ia automate automatique repondeur
A un une votre vos ton
E le la les l ce cette cet
D qui lequel laquelle dont
Q comment quand pourquoi combien quel quelle
Y vous tu es etes toi
I dois
H la disponible ici y disponibles ligne
X escalader
Z rappelez rappeliez rappel rappele rappelee recontacte recontactee
U ouvrir creer ouvrez cree
J ticket
L svp stp s il te plait vous-plait bonjour maintenant tout suite directement vite immediatement urgent
  client clients est ce qu simplement juste salut bonsoir possible t autre autres d
  encore nouveau
, mais car
c puis pourrais peux peut pourriez pouvez pourrait
+ et ou
b ai deja avons hier
e etre
""",
    person_phrases={
        "quelqu un": "quelquun",
        "s il vous plait": "svp",
        "s il te plait": "svp",
        "etre humain": "humain",
    },
    never_misspelt="argent manger contrat",
    own_visits=OwnVisits(
        visit=r"(?:rendez vous|rdv)",
        mine=r"(?:mon|mes|notre|nos) (?:prochains? )?{visit}",
        asks=r"""
            (?:c'est )?(?:quand|a quelle heure|quel jour)(?: est| a lieu| aura lieu| ai je)? {mine}
            {mine} est (?:quand|a quelle heure|quel jour)
            (?:ai je|est ce que j'ai) (?:deja |encore )?un (?:autre )?{visit}
            quels? (?:est|sont) {mine}
            montrez?(?: moi)? {mine}
            (?:mon|mes) {visit}
        """,
        before=r"bonjour|et|pouvez vous|peux tu|me dire|dites moi|dis moi|s'il vous plait",
        after=r"s'il vous plait|aujourd'hui|demain|deja|avec(?: \w+){1,3}",
    ),
)
