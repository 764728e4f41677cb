"""The bot's own sentences by language; English where a language is missing."""

from __future__ import annotations

from typing import Literal

from contracts.bot_settings import Tone
from conversation.domain.casual_phrases import CASUAL
from conversation.domain.nlu.languages.word_lists import Talk

Phrase = Literal[
    Talk,
    "declined",
    "not_found",
    "offer",
    "handing_over",
    "already_open",
    "trouble",
    "ticket_opened",
    "ticket_done",
    "still_open",
    "leave_contact",
    "outside_hours",
    "sorry",
    "concern",
    "glad",
    "clarify",
    "answer_offer",
    "agent_joined",
    "agent_left",
    "bot_again",
    "contact_taken",
    "person_label",
    "person_text",
    "declined_foreign",
    "quoted_foreign",
    "only_quotes",
    "delayed",
    "welcome_back",
    "last_topic",
    "ticket_open",
    "help_today",
    "from_web",
    "nearest",
    "nearest_foreign",
    "closed",
]

PHRASES: dict[str, dict[Phrase, str]] = {
    "en": {
        "declined": "I could not find an answer to that in the information I have.",
        "not_found": "I could not find anything about “{value}”.",
        "offer": "Would you like to talk to a person?",
        "handing_over": "I am passing this on to a colleague, who will get back to you. "
        "You will see your ticket number here in a moment.",
        "already_open": "Your request is already with our team{ticket}. A person will get back to you.",
        "trouble": "I am sorry, I cannot look this up right now because of a technical problem.",
        "ticket_opened": "Ticket {number} was opened. A person will get back to you.",
        "ticket_done": "Ticket {number} is done.",
        "still_open": "If something is still open, just write here.",
        "outside_hours": "Our team answers again on {day} at {time} ({zone}).",
        "sorry": "I am sorry about the trouble.",
        "concern": "I understand that this is not easy.",
        "glad": "Happy to help!",
        "clarify": "I can help with more than one thing here. Which one do you mean?",
        "answer_offer": "If this does not solve it, I can bring in a person.",
        "agent_joined": "{name} joined the conversation.",
        "agent_left": "{name} left the conversation.",
        "bot_again": "The assistant answers again.",
        "leave_contact": "Please leave your name and email address in the form, so that we can reach you.",
        "contact_taken": "Thank you, we know how to reach you. A person will get back to you about ticket "
        "{number}.",
        "person_label": "Talk to a person",
        "person_text": "I would like to talk to a person.",
        "greeting": "Hello! How can I help you?",
        "thanks": "You are welcome! Is there anything else I can help you with?",
        "bye": "Goodbye, and have a good day!",
        "how_are_you": "I am doing well, thank you! How can I help you?",
        "who_are_you": "I am {bot}, a digital assistant. I answer questions from the information "
        "that {company} gave me and can bring in a person when you need one.",
        "acknowledged": "All right. Is there anything else I can help you with?",
        "help": "Of course. Please tell me in a sentence what it is about.",
        "lost": "I am sorry that this was not clear. Please ask about the part you mean in your own words.",
        "unhappy": "I am sorry that this is not what you need. Please tell me in a sentence what is wrong, "
        "and I will look again.",
        "chatter": "I am better at facts than at fun, but I gladly help with questions about {company}. "
        "What would you like to know?",
        "declined_foreign": "Our information is in {known}, and I could not find an answer to your question "
        "in it. If you ask in {known}, I may find more.",
        "quoted_foreign": "Our information on this is in {known}:",
        "only_quotes": "I can only quote our information word for word at the moment; thank you for your "
        "patience.",
        "welcome_back": "Welcome back!",
        "last_topic": "Last time you asked: “{value}”",
        "ticket_open": "Your ticket {value} is still open.",
        "help_today": "How can I help you today?",
        "from_web": "Our own information does not say; this is what I found on the web:",
        "delayed": "This is taking a little longer than usual. Thank you for your patience.",
        "nearest": "I could not find a clear answer to that, but this may help:",
        "nearest_foreign": "I could not find a clear answer to that, but this, in {known}, may help:",
        "closed": "This chat is closed. You can still read it, but it gets no more answers.",
    },
    "de": {
        "declined": "Dazu habe ich in den mir vorliegenden Informationen keine Antwort gefunden.",
        "not_found": "Zu „{value}“ habe ich nichts gefunden.",
        "offer": "Möchten Sie mit jemandem aus unserem Team sprechen?",
        "handing_over": "Ich gebe Ihr Anliegen an eine Kollegin oder einen Kollegen weiter; wir "
        "melden uns bei "
        "Ihnen. Ihre Ticketnummer sehen Sie gleich hier.",
        "already_open": "Ihr Anliegen liegt bereits bei unserem Team{ticket}. Wir melden uns bei Ihnen.",
        "trouble": "Es tut mir leid, wegen einer technischen Störung kann ich das gerade nicht nachsehen.",
        "ticket_opened": "Ticket {number} wurde eröffnet. Wir melden uns bei Ihnen.",
        "ticket_done": "Ticket {number} ist erledigt.",
        "still_open": "Falls noch etwas offen ist, schreiben Sie uns hier.",
        "outside_hours": "Unser Team antwortet wieder am {day} um {time} Uhr ({zone}).",
        "sorry": "Bitte entschuldigen Sie den Ärger.",
        "concern": "Ich verstehe, dass das nicht leicht ist.",
        "glad": "Sehr gern!",
        "clarify": "Dazu finde ich mehreres. Was davon meinen Sie?",
        "answer_offer": "Wenn das nicht weiterhilft, hole ich gern jemanden aus unserem Team dazu.",
        "agent_joined": "{name} ist jetzt im Gespräch.",
        "agent_left": "{name} hat das Gespräch verlassen.",
        "bot_again": "Der Assistent antwortet wieder.",
        "leave_contact": "Bitte hinterlassen Sie im Formular Ihren Namen und Ihre E-Mail-Adresse, damit wir "
        "Sie erreichen.",
        "contact_taken": "Vielen Dank, nun können wir Sie erreichen. Wir melden uns zu Ticket {number} bei "
        "Ihnen.",
        "person_label": "Mit einem Menschen sprechen",
        "person_text": "Ich möchte mit einem Menschen sprechen.",
        "greeting": "Hallo! Wie kann ich Ihnen helfen?",
        "thanks": "Gern geschehen! Kann ich sonst noch etwas für Sie tun?",
        "bye": "Auf Wiedersehen und einen schönen Tag!",
        "how_are_you": "Danke, gut! Wie kann ich Ihnen helfen?",
        "who_are_you": "Ich bin {bot}, ein digitaler Assistent. Ich beantworte Fragen aus den "
        "Informationen von "
        "{company} und hole jemanden aus dem Team dazu, wenn Sie das möchten.",
        "acknowledged": "Alles klar. Kann ich sonst noch etwas für Sie tun?",
        "help": "Gern. Bitte sagen Sie mir in einem Satz, worum es geht.",
        "lost": "Es tut mir leid, dass das nicht klar war. Fragen Sie bitte in eigenen Worten nach der "
        "Stelle, die Sie meinen.",
        "unhappy": "Es tut mir leid, dass Ihnen das nicht hilft. Sagen Sie mir bitte in einem Satz, was "
        "nicht stimmt, dann sehe ich noch einmal nach.",
        "chatter": "Auskünfte liegen mir mehr als Späße, aber bei Fragen zu {company} helfe ich gern. Was "
        "möchten Sie wissen?",
        "declined_foreign": "Unsere Informationen sind auf {known}, und ich habe darin keine Antwort auf "
        "Ihre Frage gefunden. Auf {known} gefragt finde ich vielleicht mehr.",
        "quoted_foreign": "Unsere Informationen dazu sind auf {known}:",
        "only_quotes": "Im Moment kann ich unsere Informationen nur im Wortlaut wiedergeben; vielen Dank "
        "für Ihr Verständnis.",
        "welcome_back": "Willkommen zurück!",
        "last_topic": "Zuletzt haben Sie gefragt: „{value}“",
        "ticket_open": "Ihr Ticket {value} ist noch offen.",
        "help_today": "Wie kann ich Ihnen heute helfen?",
        "from_web": "In unseren eigenen Informationen steht das nicht; im Web habe ich dazu gefunden:",
        "delayed": "Das dauert etwas länger als sonst. Vielen Dank für Ihre Geduld.",
        "nearest": "Eine klare Antwort darauf habe ich nicht gefunden, aber vielleicht hilft das:",
        "nearest_foreign": "Eine klare Antwort darauf habe ich nicht gefunden, aber vielleicht hilft "
        "das (auf {known}):",
        "closed": "Dieser Chat ist geschlossen. Er bleibt lesbar, wird aber nicht mehr beantwortet.",
    },
    "es": {
        "declined": "No he encontrado una respuesta a eso en la información que tengo.",
        "not_found": "Sobre «{value}» no he encontrado nada.",
        "offer": "¿Quiere hablar con una persona?",
        "handing_over": "Paso su consulta a una persona de nuestro equipo, que se pondrá en contacto "
        "con usted. "
        "Enseguida verá aquí su número de ticket.",
        "already_open": "Su consulta ya está con nuestro equipo{ticket}. Una persona le responderá.",
        "trouble": "Lo siento, ahora mismo no puedo consultarlo por un problema técnico.",
        "ticket_opened": "Se ha abierto el ticket {number}. Una persona le responderá.",
        "ticket_done": "El ticket {number} está resuelto.",
        "still_open": "Si queda algo pendiente, escríbanos aquí.",
        "outside_hours": "Nuestro equipo vuelve a responder el {day} a las {time} ({zone}).",
        "sorry": "Siento las molestias.",
        "concern": "Entiendo que no es una situación fácil.",
        "glad": "¡Con mucho gusto!",
        "clarify": "Encuentro más de un tema. ¿A cuál se refiere?",
        "answer_offer": "Si esto no lo resuelve, puedo avisar a alguien de nuestro equipo.",
        "agent_joined": "{name} se ha unido a la conversación.",
        "agent_left": "{name} ha dejado la conversación.",
        "bot_again": "El asistente vuelve a responder.",
        "leave_contact": "Deje su nombre y su correo electrónico en el formulario para que podamos "
        "contactarle.",
        "contact_taken": "Gracias, ya sabemos cómo contactarle. Una persona le responderá sobre el ticket "
        "{number}.",
        "person_label": "Hablar con una persona",
        "person_text": "Quiero hablar con una persona.",
        "greeting": "¡Hola! ¿En qué puedo ayudarle?",
        "thanks": "¡De nada! ¿Puedo ayudarle en algo más?",
        "bye": "¡Hasta luego y que tenga un buen día!",
        "how_are_you": "¡Muy bien, gracias! ¿En qué puedo ayudarle?",
        "who_are_you": "Soy {bot}, un asistente digital. Respondo con la información de {company} y puedo "
        "avisar a alguien del equipo cuando lo necesite.",
        "acknowledged": "De acuerdo. ¿Puedo ayudarle en algo más?",
        "help": "Por supuesto. Dígame en una frase de qué se trata.",
        "lost": "Siento que no haya quedado claro. Pregunte con sus propias palabras por la parte a la que "
        "se refiere.",
        "unhappy": "Siento que esto no le sirva. Dígame en una frase qué falla y lo vuelvo a mirar.",
        "chatter": "Se me da mejor informar que divertir, pero con gusto le ayudo con preguntas sobre "
        "{company}. ¿Qué le gustaría saber?",
        "declined_foreign": "Nuestra información está en {known} y no he encontrado en ella una respuesta a "
        "su pregunta. Si pregunta en {known}, quizá encuentre más.",
        "quoted_foreign": "Nuestra información al respecto está en {known}:",
        "only_quotes": "De momento solo puedo citar nuestra información al pie de la letra; gracias por "
        "su paciencia.",
        "welcome_back": "¡Qué bien verle de nuevo!",
        "last_topic": "La última vez preguntó: «{value}»",
        "ticket_open": "Su ticket {value} sigue abierto.",
        "help_today": "¿En qué puedo ayudarle hoy?",
        "from_web": "Nuestra propia información no lo dice; esto es lo que he encontrado en la web:",
        "delayed": "Esto tarda un poco más de lo habitual. Gracias por su paciencia.",
        "nearest": "No he encontrado una respuesta clara a eso, pero quizá le ayude esto:",
        "nearest_foreign": "No he encontrado una respuesta clara a eso, pero quizá le ayude esto, que "
        "está en {known}:",
        "closed": "Este chat está cerrado. Aún puede leerlo, pero ya no recibe respuestas.",
    },
    "fr": {
        "declined": "Je n'ai pas trouvé de réponse à cela dans les informations dont je dispose.",
        "not_found": "Je n'ai rien trouvé sur « {value} ».",
        "offer": "Souhaitez-vous parler à une personne ?",
        "handing_over": "Je transmets votre demande à une personne de notre équipe, qui vous répondra. "
        "Votre numéro de ticket s'affiche ici dans un instant.",
        "already_open": "Votre demande est déjà entre les mains de notre équipe{ticket}. "
        "Une personne vous répondra.",
        "trouble": "Toutes nos excuses : un problème technique m'empêche de vérifier cela pour le moment.",
        "ticket_opened": "Le ticket {number} a été ouvert. Une personne vous répondra.",
        "ticket_done": "Le ticket {number} est clos.",
        "still_open": "S'il reste quelque chose à régler, écrivez-nous ici.",
        "outside_hours": "Notre équipe répond à nouveau {day} à {time} ({zone}).",
        "sorry": "Toutes nos excuses pour ce désagrément.",
        "concern": "Je comprends que ce n'est pas facile.",
        "glad": "Avec plaisir !",
        "clarify": "Je trouve plusieurs réponses possibles. De quoi s'agit-il ?",
        "answer_offer": "Si cela ne suffit pas, je peux passer le relais à notre équipe.",
        "agent_joined": "{name} a rejoint la conversation.",
        "agent_left": "{name} a quitté la conversation.",
        "bot_again": "L'assistant répond à nouveau.",
        "leave_contact": "Merci de laisser votre nom et votre adresse e-mail dans le formulaire pour que "
        "nous puissions vous joindre.",
        "contact_taken": "Merci, nous savons comment vous joindre. Une personne vous répondra au sujet du "
        "ticket {number}.",
        "person_label": "Parler à une personne",
        "person_text": "Je voudrais parler à une personne.",
        "greeting": "Bonjour ! Comment puis-je vous aider ?",
        "thanks": "Avec plaisir ! Puis-je vous aider pour autre chose ?",
        "bye": "Au revoir et bonne journée !",
        "how_are_you": "Très bien, merci ! Comment puis-je vous aider ?",
        "who_are_you": "Je suis {bot}, un assistant numérique. Je réponds à partir des informations "
        "de {company} "
        "et je peux passer le relais à notre équipe si besoin.",
        "acknowledged": "D'accord. Puis-je vous aider pour autre chose ?",
        "help": "Bien sûr. Dites-moi en une phrase de quoi il s'agit.",
        "lost": "Je suis désolé que ce ne soit pas clair. Demandez-moi avec vos propres mots ce que vous "
        "souhaitez préciser.",
        "unhappy": "Je suis désolé que cela ne vous aide pas. Dites-moi en une phrase ce qui ne va pas et "
        "je regarderai à nouveau.",
        "chatter": "Je suis plus à l'aise pour renseigner que pour amuser, mais je réponds volontiers à vos "
        "questions sur {company}. Que souhaitez-vous savoir ?",
        "declined_foreign": "Nos informations sont en {known} et je n'y ai pas trouvé de réponse à votre "
        "question. Si vous la posez en {known}, j'en trouverai peut-être une.",
        "quoted_foreign": "Nos informations à ce sujet sont en {known} :",
        "only_quotes": "Pour le moment, je ne peux que citer nos informations mot pour mot ; merci de "
        "votre patience.",
        "welcome_back": "Heureux de vous revoir !",
        "last_topic": "La dernière fois, vous avez demandé : « {value} »",
        "ticket_open": "Votre ticket {value} est toujours ouvert.",
        "help_today": "Comment puis-je vous aider aujourd'hui ?",
        "from_web": "Nos propres informations ne le disent pas ; voici ce que j'ai trouvé sur le web :",
        "delayed": "Cela prend un peu plus de temps que d'habitude. Merci de votre patience.",
        "nearest": "Je n'ai pas trouvé de réponse claire à cela, mais ceci peut vous aider :",
        "nearest_foreign": "Je n'ai pas trouvé de réponse claire à cela, mais ceci, en {known}, peut "
        "vous aider :",
        "closed": "Cette discussion est close. Elle reste lisible, mais ne reçoit plus de réponses.",
    },
}


def say(phrase: Phrase, language: str, tone: Tone = "friendly", /, **values: str) -> str:
    """The sentence in `language`, with its placeholders filled."""
    familiar = CASUAL.get(language, {}).get(phrase) if tone == "casual" else None
    sentence = familiar or PHRASES.get(language, PHRASES["en"])[phrase]
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", value)
    return sentence


def language_of(*candidates: str | None) -> str:
    """The first candidate (`de`, `de-DE`) that has phrases, else English."""
    for candidate in candidates:
        code = (candidate or "")[:2].lower()
        if code in PHRASES:
            return code
    return "en"
