"""The phrases that differ when the bot's tone is casual."""

from __future__ import annotations

CASUAL: dict[str, dict[str, str]] = {
    "en": {
        "greeting": "Hi there! What can I do for you?",
        "thanks": "Anytime! Anything else?",
        "bye": "Bye, take care!",
        "how_are_you": "All good, thanks! What can I do for you?",
        "acknowledged": "Got it. Anything else?",
        "help": "Sure! Tell me in a sentence what it is about.",
        "lost": "Sorry, that was not clear. Ask about the part you mean in your own words.",
        "chatter": "Fun is not my strong suit, but questions about {company} are. What would you like to "
        "know?",
        "unhappy": "Sorry that this is not what you need. Tell me in a sentence what is wrong and I will "
        "look again.",
        "declined": "Sorry, I could not find anything about that.",
        "offer": "Want to talk to a person?",
        "sorry": "Sorry about the trouble.",
        "glad": "Happy to help!",
    },
    "de": {
        "greeting": "Hi! Was kann ich für dich tun?",
        "thanks": "Sehr gern! Kann ich sonst noch etwas für dich tun?",
        "bye": "Tschüss, mach's gut!",
        "how_are_you": "Danke, gut! Was kann ich für dich tun?",
        "acknowledged": "Alles klar. Kann ich sonst noch etwas für dich tun?",
        "help": "Klar. Sag mir in einem Satz, worum es geht.",
        "lost": "Sorry, das war nicht klar. Frag einfach in deinen Worten nach der Stelle, die du meinst.",
        "chatter": "Auskünfte liegen mir mehr als Späße, aber bei Fragen zu {company} helfe ich dir gern. "
        "Was möchtest du wissen?",
        "declined_foreign": "Unsere Infos sind auf {known}, und ich habe darin keine Antwort auf deine Frage "
        "gefunden. Auf {known} gefragt finde ich vielleicht mehr.",
        "unhappy": "Tut mir leid, dass dir das nicht hilft. Sag mir in einem Satz, was nicht stimmt, dann "
        "sehe ich noch mal nach.",
        "only_quotes": "Im Moment kann ich unsere Infos nur wörtlich wiedergeben; danke für dein "
        "Verständnis.",
        "last_topic": "Zuletzt hast du gefragt: „{value}“",
        "ticket_open": "Dein Ticket {value} ist noch offen.",
        "help_today": "Wie kann ich dir heute helfen?",
        "delayed": "Das dauert etwas länger als sonst. Danke für deine Geduld.",
        "offer": "Möchtest du mit jemandem aus unserem Team sprechen?",
        "handing_over": "Ich gebe dein Anliegen an unser Team weiter; wir melden uns bei dir. "
        "Deine Ticketnummer siehst du gleich hier.",
        "already_open": "Dein Anliegen liegt schon bei unserem Team{ticket}. Wir melden uns bei dir.",
        "clarify": "Dazu finde ich mehreres. Was davon meinst du?",
        "leave_contact": "Hinterlass im Formular bitte deinen Namen und deine E-Mail-Adresse, damit wir dich "
        "erreichen.",
        "who_are_you": "Ich bin {bot}, ein digitaler Assistent. Ich antworte aus den Informationen von "
        "{company} "
        "und hole jemanden aus dem Team dazu, wenn du möchtest.",
        "sorry": "Tut mir leid, dass das so nervt.",
        "glad": "Klar, gern!",
    },
    "es": {
        "nearest": "No he encontrado una respuesta clara a eso, pero quizá te ayude esto:",
        "nearest_foreign": "No he encontrado una respuesta clara a eso, pero quizá te ayude esto, que "
        "está en {known}:",
        "greeting": "¡Hola! ¿En qué te puedo ayudar?",
        "thanks": "¡De nada! ¿Te puedo ayudar en algo más?",
        "bye": "¡Hasta luego, cuídate!",
        "how_are_you": "¡Muy bien, gracias! ¿En qué te puedo ayudar?",
        "acknowledged": "Vale. ¿Te puedo ayudar en algo más?",
        "help": "Claro. Dime en una frase de qué se trata.",
        "lost": "Siento que no haya quedado claro. Pregunta con tus palabras por la parte a la que te "
        "refieres.",
        "chatter": "Se me da mejor informar que divertir, pero con gusto te ayudo con preguntas sobre "
        "{company}. ¿Qué te gustaría saber?",
        "declined_foreign": "Nuestra información está en {known} y no he encontrado en ella una respuesta a "
        "tu pregunta. Si preguntas en {known}, quizá encuentre más.",
        "unhappy": "Siento que esto no te sirva. Dime en una frase qué falla y lo vuelvo a mirar.",
        "only_quotes": "De momento solo puedo citar nuestra información al pie de la letra; gracias por "
        "tu paciencia.",
        "welcome_back": "¡Qué bien verte de nuevo!",
        "last_topic": "La última vez preguntaste: «{value}»",
        "ticket_open": "Tu ticket {value} sigue abierto.",
        "help_today": "¿En qué te puedo ayudar hoy?",
        "delayed": "Esto tarda un poco más de lo habitual. Gracias por tu paciencia.",
        "offer": "¿Quieres hablar con una persona?",
        "handing_over": "Paso tu consulta a una persona de nuestro equipo, que se pondrá en contacto "
        "contigo. "
        "Enseguida verás aquí tu número de ticket.",
        "already_open": "Tu consulta ya está con nuestro equipo{ticket}. Una persona te responderá.",
        "clarify": "Encuentro más de un tema. ¿A cuál te refieres?",
        "leave_contact": "Deja tu nombre y tu correo electrónico en el formulario para que podamos "
        "contactarte.",
        "who_are_you": "Soy {bot}, un asistente digital. Respondo con la información de {company} y puedo "
        "avisar "
        "a alguien del equipo cuando lo necesites.",
    },
    "fr": {
        "nearest": "Je n'ai pas trouvé de réponse claire à cela, mais ceci peut t'aider :",
        "nearest_foreign": "Je n'ai pas trouvé de réponse claire à cela, mais ceci, en {known}, peut "
        "t'aider :",
        "greeting": "Salut ! Qu'est-ce que je peux faire pour toi ?",
        "thanks": "Avec plaisir ! Je peux t'aider pour autre chose ?",
        "bye": "À bientôt !",
        "how_are_you": "Très bien, merci ! Qu'est-ce que je peux faire pour toi ?",
        "acknowledged": "D'accord. Je peux t'aider pour autre chose ?",
        "help": "Bien sûr. Dis-moi en une phrase de quoi il s'agit.",
        "lost": "Désolé que ce ne soit pas clair. Demande-moi avec tes mots ce que tu veux préciser.",
        "chatter": "Je suis plus à l'aise pour renseigner que pour amuser, mais je réponds volontiers à tes "
        "questions sur {company}. Que veux-tu savoir ?",
        "declined_foreign": "Nos informations sont en {known} et je n'y ai pas trouvé de réponse à ta "
        "question. Si tu la poses en {known}, j'en trouverai peut-être une.",
        "unhappy": "Désolé que ça ne t'aide pas. Dis-moi en une phrase ce qui ne va pas et je regarde à "
        "nouveau.",
        "only_quotes": "Pour le moment, je ne peux que citer nos infos mot pour mot ; merci de ta patience.",
        "welcome_back": "Content de te revoir !",
        "last_topic": "La dernière fois, tu as demandé : « {value} »",
        "ticket_open": "Ton ticket {value} est toujours ouvert.",
        "help_today": "Comment puis-je t'aider aujourd'hui ?",
        "delayed": "Ça prend un peu plus de temps que d'habitude. Merci de ta patience.",
        "offer": "Veux-tu parler à une personne ?",
        "handing_over": "Je transmets ta demande à une personne de notre équipe, qui te répondra. "
        "Ton numéro de ticket s'affiche ici dans un instant.",
        "already_open": "Ta demande est déjà entre les mains de notre équipe{ticket}. Une personne te "
        "répondra.",
        "clarify": "Je trouve plusieurs réponses possibles. De quoi s'agit-il ?",
        "leave_contact": "Laisse ton nom et ton adresse e-mail dans le formulaire pour que nous puissions te "
        "joindre.",
        "who_are_you": "Je suis {bot}, un assistant numérique. Je réponds à partir des informations de "
        "{company} "
        "et je peux passer le relais à notre équipe si tu en as besoin.",
    },
}
"""By language; keys are those of `phrases.PHRASES`."""
