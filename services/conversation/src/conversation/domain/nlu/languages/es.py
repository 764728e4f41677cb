"""Spanish."""

from __future__ import annotations

from conversation.domain.nlu.languages.word_lists import OwnVisits, WordLists

SPANISH = WordLists(
    common="""
        el la los las es de que no un una mi cómo puedo por para con y dónde cuándo cuánto hola gracias
        favor en se me su lo al del qué está tengo quiero necesito hay mis pero pedido cuenta tarjeta
        factura envío cuesta si más sobre como donde cuando cuanto esta son le ya
    """,
    letters="ñ¿¡áíóú",
    joining="y o pero",
    denials="nunca",
    introduces=r"(?i:me llamo|mi nombre es)|[Ss]oy",
    fillers="""
        y pues bueno ah oh muy todos a usted entonces por ahora ya equipo senor senora amigo
    """,
    affirmed="""
        si, si por favor, claro, vale, por supuesto, claro que si, si gracias, si quiero, de acuerdo,
        por favor, si claro, me gustaria, adelante, seria genial
    """,
    said={
        "chatter": """
            cuentame un chiste, cuenta un chiste, otro chiste, un chiste, sabes algun chiste, di algo
            gracioso, dime algo gracioso, hazme reir, cuentame un cuento, cuentame una historia, canta
            una cancion, cantame una cancion, puedes cantar, escribeme un poema, te quiero, te amo, me
            quieres, me amas, quieres casarte conmigo, estas casado, estas casada, tienes sentimientos,
            eres feliz, duermes, tienes amigos, tienes novia, tienes novio, estoy aburrido, estoy
            aburrida, me aburro, cual es el sentido de la vida, di algo, eres gracioso, cual es tu color
            favorito
        """,
        "greeting": """
            hola, buenos dias, buenas tardes, buenas noches, buenas, que hay, saludos, muy buenas,
            espero que este bien, espero que estes bien
        """,
        "thanks": """
            gracias, muchas gracias, mil gracias, muchisimas gracias, te lo agradezco, se lo agradezco,
            gracias por la ayuda, gracias por su ayuda, gracias por tu ayuda, muy amable, eso es todo,
            me ha servido, ha funcionado, muy util
        """,
        "bye": """
            adios, hasta luego, hasta pronto, chao, chau, nos vemos, que tenga un buen dia, buen dia,
            hasta manana
        """,
        "how_are_you": """
            como estas, como esta, que tal, como te va, como le va, todo bien, que tal estas, como va
        """,
        "who_are_you": """
            quien eres, eres un bot, que puedes hacer, eres un robot, eres humano, eres una persona,
            eres una maquina, como te llamas, que eres, eres real, eres una persona real, es usted un
            robot, es usted una persona, hablo con un robot, estoy hablando con un robot, estoy hablando
            con una persona, en que puedes ayudarme, con quien hablo, eres una ia
        """,
        "acknowledged": """
            de acuerdo, entendido, perfecto, genial, bien, muy bien, excelente, esta bien, vale, perdon,
            no pasa nada, ok, si, no gracias, nada mas, eso es todo
        """,
        "help": """
            ayuda, necesito ayuda, necesito su ayuda, me puede ayudar, me puedes ayudar, puede ayudarme,
            puedes ayudarme, tengo una pregunta, tengo un problema, tengo una duda, una pregunta, una
            duda, hay un problema, puedo preguntar algo, hay alguien,
            estas ahi, sigues ahi, tengo una consulta
        """,
        "lost": """
            no entiendo, no lo entiendo, no te entiendo, no le entiendo, que quiere decir, que quieres
            decir, que significa eso, no tiene sentido, eso no tiene sentido, puede explicarlo, puedes
            explicarlo, no esta claro, no comprendo
        """,
        "unhappy": """
            eso esta mal, esta mal, eso no es correcto, no es correcto, eso no es verdad, no me ayuda,
            eso no me ayuda, eso no ayuda, no me sirve, eso no me sirve, no sirves, eres inutil, inutil,
            no es lo que pregunte, eso no es lo que pregunte, no responde a mi pregunta, no me
            entiendes, no me entiende, no funciona, sigue sin funcionar, no ha funcionado, es ridiculo,
            mal servicio, no es suficiente
        """,
    },
    insulting="""
        estupido estupida idiota idiotas imbecil imbeciles tonto tonta inutil inutiles basura mierda
        joder puta puto asco pesimo pesima horrible odio cabron cabrones ridiculo peor callate
    """,
    beside_insults="""
        eres es son sois esto eso este esta un una el la de del que servicio empresa bot robot maquina y
        muy mas tan vete a lo os te les me dais dan da toda todo mundo hijo hijos
    """,
    cues={
        "anger": """
            estafa*, ladrones, fraude, vergüenza, vergonzoso, furios*, enfadad*, enojad*, indignad*,
            mierda, joder, denunciar*, abogado, mentiros*, robo, me robaron, asco, odio, idiota*,
            maldit*
        """,
        "frustration": """
            inaceptable, ridículo, frustra*, decepcion*, hart*, cansad* de, otra vez, todavía no, aún
            no, sigo esperando, sigo sin, llevo esperando, desde hace semanas, tercera vez, nadie
            responde, nadie contesta, pésim*, terrible, horrible, mal servicio, inútil, pérdida de
            tiempo, queja*, reclamación, reclamo, nunca más, no funciona, no sirve, molest*
        """,
        "sadness": """
            triste, tristeza, falleció, murió, llorando, deprimid*, lamentablemente
        """,
        "fear": """
            preocupad*, preocupa, miedo, temo, nervios*, asustad*, angustiad*, robado, hackead*, pánico
        """,
        "joy": """
            genial, perfecto, excelente, fantástico, maravillos*, estupendo, feliz, contento, contenta,
            encantad*, me encanta, increíble servicio, muy bien
        """,
        "gratitude": "gracias, agradezco, agradecid*, muchas gracias, mil gracias",
        "surprise": "vaya, sorprendid*, de repente, no me lo esperaba, inesperad*",
        "confusion": """
            no entiendo, confus*, no comprendo, no tengo claro, no sé qué, qué significa, extraño, raro,
            no me queda claro
        """,
    },
    person="""
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
    person_phrases={
        "por favor": "",
        "por que": "como",
        "ser humano": "humano",
    },
    own_visits=OwnVisits(
        visit=r"(?:citas?|reunion(?:es)?)",
        mine=r"(?:mis?|nuestras?) (?:proximas? )?{visit}",
        asks=r"""
            (?:cuando|a que hora|que dia) (?:es|son|era|tengo) {mine}
            (?:cuando|a que hora|que dia) tengo (?:la|una) {visit}
            tengo (?:ya )?(?:una|alguna|otra) {visit}
            que {visit} tengo
            cuales son {mine}
            (?:muestr[ae]|ensen[ae])(?:me)? {mine}
            mis? {visit}
        """,
        before=r"hola|por favor|y|puede|puedes|decirme|dime|digame",
        after=r"por favor|hoy|manana|exactamente|con(?: \w+){1,3}",
    ),
)
