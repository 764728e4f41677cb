"""Polite phrases by kind and language, in lower case without marks and accents."""

from __future__ import annotations

from typing import Literal

from conversation.domain.nlu.chatter import CHATTER

Talk = Literal[
    "greeting",
    "thanks",
    "bye",
    "how_are_you",
    "who_are_you",
    "acknowledged",
    "help",
    "lost",
    "unhappy",
    "chatter",
]
"""The kinds: `help` asks for help without saying with what, `lost` did not understand, `unhappy` got nothing
useful, `chatter` wants to be amused."""

SAID: dict[Talk, dict[str, str]] = {
    "chatter": CHATTER,
    "greeting": {
        "en": """
            hi, hello, hey, heya, hiya, yo, good morning, good evening, good afternoon, good day,
            greetings, howdy, morning, evening, nice to meet you, welcome, hope you are well, hope you
            re well, i hope you are well, i hope you re well, hope all is well, hope you are doing well,
            hope you re doing well, hope you are having a good day, hope you re having a good day, hope
            you are having a nice day, hope you re having a nice day, hope you re having a great day,
            hope you re having a lovely day
        """,
        "de": """
            hallo, guten tag, guten morgen, guten abend, moin, servus, gruss gott, gruezi, hallochen,
            tag, schonen guten tag, guten mittag, freut mich, ich hoffe es geht ihnen gut, ich hoffe es
            geht dir gut, hoffe es geht ihnen gut, hoffe dir geht es gut
        """,
        "es": """
            hola, buenos dias, buenas tardes, buenas noches, buenas, que hay, saludos, muy buenas,
            espero que este bien, espero que estes bien
        """,
        "fr": """
            bonjour, salut, bonsoir, coucou, enchante, bonjour a tous, j espere que vous allez bien, j espere
            que tu vas bien
        """,
    },
    "thanks": {
        "en": """
            thanks, thank you, thank u, thx, ty, cheers, thanks a lot, thanks a bunch, thanks a million,
            many thanks, thank you very much, thank you so much, thanks so much, thanks for your help,
            thank you for your help, thanks for the help, thanks for the info, thanks for your time,
            that helped, that helps, that was helpful, very helpful, you are great, you re great, you
            are awesome, you re awesome, you are the best, you re the best, great job, good job, well
            done, good bot, much appreciated, i appreciate it, appreciate it, thanks again, that s all,
            that is all, that s all thanks, that solved it, that worked, it works now, it worked, love
            it, you have been helpful, you ve been helpful, you have been great, you ve been great, you
            are helpful, you re helpful, you were helpful, you were great, that is helpful, that s
            helpful, it helped, it helps, you have been very helpful, you have been so helpful, you have
            been super helpful
        """,
        "de": """
            danke, vielen dank, danke schon, dankeschon, danke sehr, besten dank, herzlichen dank, danke
            dir, danke ihnen, tausend dank, lieben dank, danke fur die hilfe, danke fur ihre hilfe, danke
            fur deine hilfe, vielen lieben dank, danke fur die info, das hat geholfen, das hilft mir, gut
            gemacht, du bist toll, das war alles, das wars, merci, hat geklappt, es funktioniert jetzt,
            sehr hilfreich, sie haben mir geholfen, du hast mir geholfen, das war hilfreich
        """,
        "es": """
            gracias, muchas gracias, mil gracias, muchisimas gracias, te lo agradezco, se lo agradezco,
            gracias por la ayuda, gracias por su ayuda, gracias por tu ayuda, muy amable, eso es todo, me
            ha servido, ha funcionado, muy util
        """,
        "fr": """
            merci, merci beaucoup, merci bien, mille mercis, merci pour votre aide, merci pour ton aide,
            merci pour l aide, je vous remercie, je te remercie, c est tout, ca m a aide, c est gentil,
            ca marche maintenant, tres utile
        """,
    },
    "bye": {
        "en": """
            bye, goodbye, good bye, bye bye, see you, see you later, see ya, cya, have a nice day, have a
            good day, have a great day, have a good one, good night, take care, talk to you later, until
            next time, farewell, have a lovely day, have a wonderful day, have a nice evening, have a good
            evening, have a nice weekend, have a good weekend, have a great weekend, enjoy your day
        """,
        "de": """
            tschuss, tschus, auf wiedersehen, bis bald, ciao, schonen tag noch, schonen tag, bis dann,
            gute nacht, schones wochenende, mach s gut, machs gut, bis spater, wiedersehen
        """,
        "es": """
            adios, hasta luego, hasta pronto, chao, chau, nos vemos, que tenga un buen dia, buen dia,
            hasta manana
        """,
        "fr": """
            au revoir, a bientot, bonne journee, bonne soiree, bonne nuit, a plus, a plus tard, adieu,
            bon week end
        """,
    },
    "how_are_you": {
        "en": """
            how are you, how are you doing, how are you today, how are you doing today, how is it going,
            hows it going, how s it going, what s up, whats up, how do you do, you ok, how have you been,
            how is your day
        """,
        "de": """
            wie geht es dir, wie gehts, wie geht s, wie geht es ihnen, alles gut, alles klar bei dir, na
            wie gehts
        """,
        "es": """
            como estas, como esta, que tal, como te va, como le va, todo bien, que tal estas, como va
        """,
        "fr": """
            ca va, comment ca va, comment allez vous, comment vas tu, tu vas bien, vous allez bien, ca va
            bien
        """,
    },
    "who_are_you": {
        "en": """
            who are you, what are you, are you a bot, are you a robot, are you human, are you a human,
            are you a person, are you a real person, are you a human or a bot, are you a bot or a human,
            is this a bot, is this a human, are you an ai, are you ai, are you real, are you chatgpt,
            what can you do, what do you do, what is your name, what s your name, whats your name, who am
            i talking to, am i talking to a bot, am i talking to a human, am i talking to a person, am i
            talking to a robot, is this a real person, do you have a name, who made you, how can you help
            me, what can you help me with, am i chatting with a bot, are you a machine, are you a
            computer, are you a real human, is anyone real here, tell me about yourself, a robot, a bot, a
            human, a machine, a real person, or a human, or a robot, or a bot, or a real person
        """,
        "de": """
            wer bist du, wer sind sie, bist du ein bot, sind sie ein bot, was kannst du, was konnen sie,
            bist du ein mensch, sind sie ein mensch, wie heisst du, wie heissen sie, bist du ein roboter,
            sind sie ein roboter, bist du echt, bist du eine ki, bist du eine maschine, was bist du, bist
            du eine echte person, rede ich mit einem bot, spreche ich mit einem bot, spreche ich mit
            einem menschen, schreibe ich mit einem menschen, womit kannst du helfen, wie kannst du mir
            helfen, bist du mensch oder maschine, mit wem spreche ich, mit wem rede ich
        """,
        "es": """
            quien eres, eres un bot, que puedes hacer, eres un robot, eres humano, eres una persona, eres
            una maquina, como te llamas, que eres, eres real, eres una persona real, es usted un robot,
            es usted una persona, hablo con un robot, estoy hablando con un robot, estoy hablando con una
            persona, en que puedes ayudarme, con quien hablo, eres una ia
        """,
        "fr": """
            qui es tu, qui etes vous, es tu un robot, etes vous un robot, que peux tu faire, que pouvez
            vous faire, es tu humain, etes vous humain, es tu une personne, etes vous une personne,
            comment t appelles tu, comment vous appelez vous, es tu un bot, etes vous un bot, tu es qui,
            vous etes qui, es tu reel, es tu un humain, etes vous une vraie personne, es tu une ia, je
            parle a un robot, est ce un robot
        """,
    },
    "acknowledged": {
        "en": """
            ok, okay, k, alright, all right, got it, i see, understood, perfect, great, fine, cool,
            nice, awesome, good, makes sense, sounds good, no problem, excellent, super, wonderful,
            amazing, sorry, no worries, never mind, nevermind, all good, lol, haha, test, testing, yes,
            yeah, yep, no, nope, no thanks, no thank you, not really, not yet, nothing, nothing else,
            that s all, that is all
        """,
        "de": """
            in ordnung, alles klar, verstanden, passt, perfekt, super, gut, toll, okay, ok, ach so, aha,
            schon gut, klasse, prima, sehr gut, entschuldigung, sorry, kein problem, macht nichts, test,
            ja, nein, nein danke, nichts weiter, das war s, das war alles
        """,
        "es": """
            de acuerdo, entendido, perfecto, genial, bien, muy bien, excelente, esta bien, vale, perdon,
            no pasa nada, ok, si, no gracias, nada mas, eso es todo
        """,
        "fr": """
            d accord, compris, parfait, tres bien, super, genial, c est bon, entendu, ok, pas de
            probleme, desole, ca marche, oui, non, non merci, rien d autre, c est tout
        """,
    },
    "help": {
        "en": """
            help, help me, i need help, i need some help, i need your help, can you help, can you help
            me, could you help me, i have a question, i have a problem, i have an issue, quick question,
            a question, got a question, i ve got a question, i ve got a problem, there is a problem,
            there is an issue, can i ask you something, can i ask something, i want to ask something, i
            have a request, is anyone there, anyone there, is anybody there, i need support, support
        """,
        "de": """
            hilfe, ich brauche hilfe, ich brauche ihre hilfe, ich brauche deine hilfe, konnen sie mir helfen,
            kannst du mir helfen, ich habe eine frage, ich habe ein problem, ich hab eine frage, ich hab ein
            problem, kurze frage, eine frage, es gibt ein problem, ich hatte eine frage, darf ich etwas
            fragen, kann ich etwas fragen, ist da jemand, ich habe ein anliegen, helfen sie mir
        """,
        "es": """
            ayuda, necesito ayuda, necesito su ayuda, me puede ayudar, me puedes ayudar, puede ayudarme,
            puedes ayudarme, tengo una pregunta, tengo un problema, tengo una duda, una pregunta, una duda,
            hay un problema, puedo preguntar algo, hay alguien, tengo una consulta
        """,
        "fr": """
            aide, a l aide, j ai besoin d aide, pouvez vous m aider, peux tu m aider, j ai une question,
            j ai un probleme, une question, petite question, il y a un probleme, je peux poser une question,
            il y a quelqu un, j ai une demande, aidez moi
        """,
    },
    "lost": {
        "en": """
            what, huh, i don t understand, i do not understand, i don t get it, i do not get it, i didn
            t get that, i did not understand that, what do you mean, what does that mean, what is that
            supposed to mean, that makes no sense, this makes no sense, it makes no sense, makes no
            sense, i am confused, i m confused, this is confusing, that is confusing, can you explain,
            can you explain that, please explain, explain that, can you say that again, say that again,
            come again, unclear, that is not clear, that s not clear
        """,
        "de": """
            was, hah, hae, ich verstehe nicht, ich verstehe das nicht, das verstehe ich nicht, versteh
            ich nicht, was meinen sie, was meinst du, was meinen sie damit, was meinst du damit, was
            bedeutet das, was heisst das, das ergibt keinen sinn, das macht keinen sinn, wie bitte,
            konnen sie das erklaren, kannst du das erklaren, das ist unklar, ich bin verwirrt, das ist
            verwirrend
        """,
        "es": """
            no entiendo, no lo entiendo, no te entiendo, no le entiendo, que quiere decir, que quieres
            decir, que significa eso, no tiene sentido, eso no tiene sentido, puede explicarlo, puedes
            explicarlo, no esta claro, no comprendo
        """,
        "fr": """
            quoi, hein, je ne comprends pas, je comprends pas, je n ai pas compris, j ai pas compris,
            que voulez vous dire, que veux tu dire, qu est ce que cela veut dire, ca veut dire quoi, ca
            n a pas de sens, pouvez vous expliquer, peux tu expliquer, ce n est pas clair, c est pas
            clair
        """,
    },
    "unhappy": {
        "en": """
            that s wrong, that is wrong, this is wrong, wrong, wrong answer, that is not right, that s
            not right, not correct, that is not correct, that is not true, that s not true, that s not
            good enough, that is not good enough, not good enough, that does not help, that doesn t
            help, this does not help, this doesn t help, that did not help, that didn t help, not
            helpful, this is not helpful, that is not helpful, that s not helpful, unhelpful, you are
            not helpful, you re not helpful, you are not helping, you re not helping, you are useless,
            you re useless, useless, you are no help, you are stupid, stupid bot, dumb bot, bad bot,
            useless bot, this is useless, that is useless, this bot is useless, that is not what i
            asked, that s not what i asked, not what i asked, that is not what i mean, that s not what i
            mean, that is not what i meant, that s not what i meant, that does not answer my question,
            that doesn t answer my question, you did not answer my question, you didn t answer my
            question, you did not answer, you don t understand, you do not understand, you don t
            understand me, you don t get it, it does not work, it doesn t work, it still does not work,
            it still doesn t work, that did not work, that didn t work, it didn t work, does not work,
            doesn t work, didn t work, still not working, it is not working, it s not working, not
            working, this is ridiculous, ridiculous, this is a joke, terrible service, bad service,
            awful
        """,
        "de": """
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
        "es": """
            eso esta mal, esta mal, eso no es correcto, no es correcto, eso no es verdad, no me ayuda,
            eso no me ayuda, eso no ayuda, no me sirve, eso no me sirve, no sirves, eres inutil, inutil,
            no es lo que pregunte, eso no es lo que pregunte, no responde a mi pregunta, no me
            entiendes, no me entiende, no funciona, sigue sin funcionar, no ha funcionado, es ridiculo,
            mal servicio, no es suficiente
        """,
        "fr": """
            c est faux, faux, ce n est pas correct, ce n est pas vrai, c est pas vrai, ca ne m aide pas, cela
            ne m aide pas, ca m aide pas, pas utile, tu es inutile, vous etes inutile, inutile, ce n est pas
            ma question, ce n est pas ce que j ai demande, ca ne repond pas a ma question, tu ne comprends
            pas, vous ne comprenez pas, ca ne marche pas, ca marche pas, ca ne fonctionne pas, toujours pas,
            c est ridicule, mauvais service, ce n est pas suffisant
        """,
    },
}
