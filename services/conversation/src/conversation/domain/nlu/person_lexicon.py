"""The words with which people ask for a person, each behind the part it plays in the sentence.

V talk · K connect · k connect me · C call, reach · Z call back · X escalate · U open · J ticket
P agent, human · p person, someone · S support · B bot · R real · r real, behind its noun · M me, it · Y you
W want · G get, give · O help, answer · c can · e be · H there, available · N not
I am, do, must: asks about it instead of asking for it · b already, which tells of the past
T to, with · F from, about · A a, your · E the · D who, that · Q how, what · L polite · + and · , but
"""

LEXICON = {
    "en": """
V talk speak chat talking speaking chatting converse discuss word deal dealing tlk spk
K connect transfer put pass hand forward redirect switch route refer patch connected transferred
  forwarded passed redirected connection transferring connecting putting passing forwarding redirecting
  switching routing
C call contact reach phone ring telephone contacting calling message
M me us this it him myself case issue request matter problem enquiry query conversation
T to with through over onto into by wiht whit wth
F from about at in on for of regarding instead rather if not than
P human humans agent agents representative representatives rep reps operator operators advisor advisors
  adviser advisers employee employees manager managers supervisor supervisors colleague colleagues staff
  specialist specialists consultant associate receptionist csr member members humanagent boss expert
  experts technician
p person persons people someone somebody anyone anybody guy individual folks
  smbdy smbody sbdy some1 sum1 sm1
S support service services team helpdesk customerservice
R real live actual genuine proper flesh physical
W want need wanna require prefer like love demand wish rather asking ask request requesting insist gimme
  waiting looking wants trying try
G get give bring fetch find let have send assign see
O help assist answer respond assistance handle take helps helping
N not no never without dont didnt doesnt wont stop neither quit enough sick tired hate refuse refusing
B bot bots robot robots machine machines computer computers ai chatbot chatbots automated automaton
  automation algorithm recording program
A a an any some your another more
E the that's those these
D who that which whom whose
Q how what where when why whats hows
Y you u ya youre
I am did does do have must
H there available around online here free home alive
X escalate escalated escalation
Z callback
U open create raise file submit log start
J ticket
L please pls plz plese kindly now asap immediately hello hi hey ok okay sorry just actually really simply
  directly urgently right today maybe instead finally customer yes back regards else
  again
, but so because
c can could cant cannot may might
+ and since as or then
b already yesterday
e be being been
""",
    "de": """
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
    "es": """
V hablar chatear conversar hablo platicar charlar hable comunicacion comunicarnos contacto
K conectar comunicar comuniquen pasar pasen poner transferir transfiere transfieran derivar atienda
  atiendan atender atendido atendida ayude comunicarse pasas pongan remitir contacte escalen transferido
  transferida conectado conectada derivado derivada comunicado comunicada comunico comunica comunicas
C contactar llamar contactarme llame llamen contactarse localizar contactara contacten contactenme
M me nos esto lo
T con a por al de
F sobre para en porque no ahora del de acerca
P humano humana humanos agente agentes operador operadora operadores representante representantes asesor
  asesora asesores empleado empleada ejecutivo ejecutiva supervisor supervisora gerente encargado
  encargada responsable trabajador personal teleoperador teleoperadora tecnico consultor comercial jefe
  operario companero companera experto experta especialista director directora
p persona personas alguien gente
S soporte servicio equipo atencion
r real reales verdad verdadera verdadero viva vivo carne fisica autentica
W quiero necesito quisiera deseo prefiero gustaria exijo solicito pido queria querria necesitaria quieren
  desearia busco requiero preferiria
G dame deme tener haber ver denme buscame dejeme dejame dejenme
O ayudar ayuda responda responder conteste contestar ayudeme
N no nunca sin ningun ninguna nadie tampoco basta harto harta
B bot bots robot robots maquina maquinas ordenador computadora ia chatbot automatico contestador
A un una su sus algun alguna unos tu vuestro
E el la los las este esta ese esa
D quien cual que
Q como donde cuando cuanto cuanta
Y usted tu eres ustedes es
I debo
H ahi alli hay disponible aqui disponibles
X escalar escale escala
Z llamada llamenme llameme llamame devuelvanme telefoneenme
U abrir crear abra abre levantar generar
J ticket tique
L favor hola ahora mismo directamente urgente urgentemente porfa porfavor buenas buenos dias tardes
  inmediatamente cliente clientes solo si mejor otra otro vez nuevo
, pero sino porque
k conecteme conectame conecten comuniqueme comunicame paseme pasame pasarme pongame ponme ponerme
  ponganme transferirme transfiereme transfierame transfieranme deriveme derivame derivarme atenderme
  conectarme comunicarme comuniquenme conectenme pasenme llamarme contactarme ayudarme
c puedo puede podria podrian pueden podeis puedes
+ y o
b ya ayer anoche
e ser sea
""",
    "fr": """
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
}
