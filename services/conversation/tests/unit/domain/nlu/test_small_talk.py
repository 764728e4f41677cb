import pytest

from conversation.domain.nlu.small_talk import affirms, small_talk

SAID = """greeting|en|Hi there!
greeting|en|Heyyyy
greeting|de|Hallo zusammen
greeting|de|Grüß Gott
greeting|es|¡Buenos días!
greeting|fr|Bonjour à tous
thanks|en|ok thank you so much
help|en|Are you there?
help|de|Bist du noch da?
help|es|¿Estás ahí?
help|fr|Vous êtes là ?
thanks|en|Great, thanks!
thanks|en|Perfect, that solved it. Thanks a lot :)
thanks|en|You're awesome
thanks|en|cheers mate
thanks|de|Alles klar, vielen Dank!
thanks|es|Vale, muchas gracias
thanks|fr|Parfait, merci beaucoup !
thanks|fr|merci
bye|en|Thanks, bye
bye|de|Danke und schönen Tag noch
bye|es|Gracias, hasta luego
bye|fr|merci, bonne journée
how_are_you|en|Hello, how are you today?
how_are_you|de|Hallo, wie geht's?
how_are_you|es|hola, ¿qué tal?
how_are_you|fr|salut ça va ?
who_are_you|en|Are you a real person?
who_are_you|en|Hi, am I talking to a bot?
who_are_you|de|Bist du ein Mensch?
who_are_you|es|¿Eres un robot?
who_are_you|fr|Qui êtes-vous ?
acknowledged|en|okay, got it
acknowledged|en|No, thanks.
acknowledged|en|that's all
acknowledged|de|Nein danke
acknowledged|fr|Non merci
acknowledged|de|Alles klar
acknowledged|es|De acuerdo
acknowledged|fr|d'accord
help|en|Hi, I have a question
help|en|Can you help me please?
help|de|Hallo, ich habe ein Problem
help|es|Hola, tengo una duda
help|fr|Bonjour, j'ai une question
lost|en|What?
lost|en|Sorry, I don't understand
lost|de|Das verstehe ich nicht.
lost|es|no entiendo
lost|fr|Je ne comprends pas
unhappy|en|thanks but it does not work
unhappy|en|No, that's not good enough!
unhappy|en|You are useless
unhappy|en|that's not what I asked
unhappy|de|Nein, das ist falsch
unhappy|de|Danke, aber das hilft mir nicht weiter
unhappy|es|No me sirve
unhappy|fr|ça ne marche pas
greeting|en|Hello there! I'm Anna, hope you're having a lovely day
greeting|en|my name is [NAME_1].
greeting|de|Hallo, ich bin Maria
greeting|fr|Bonjour, je m'appelle [NAME_1]
who_are_you|en|who are you actually, a robot?
thanks|en|ok thank you so much, you have been super helpful!
unhappy|en|you stupid piece of junk
unhappy|en|this is the worst service ever
unhappy|de|So ein Saftladen!
unhappy|es|¡Eres un inútil!
unhappy|fr|Vous êtes nuls
chatter|en|Hi, please tell me a joke
chatter|en|I'm bored
chatter|de|Erzähl mir bitte einen Witz!
chatter|es|Cuéntame un chiste
chatter|fr|Raconte-moi une blague"""


@pytest.mark.parametrize(("talk", "language", "text"), [line.split("|") for line in SAID.splitlines()])
def test_politeness_in_four_languages(talk: str, language: str, text: str) -> None:
    found = small_talk(text)
    assert found is not None and (found.talk, found.language) == (talk, language)


@pytest.mark.parametrize(
    "text",
    [
        "Hi, where is my parcel?",
        "ok and how much is that",
        "good morning flights",
        "Danke, und was kostet das?",
        "who are you shipping with",
        "so",
        "the app does not work",
        "Hello, I'm Anna and my parcel is lost",
        "Is this rubbish?",
        "your stupid locker is broken",
        "I have a question about customs",
        "what does it cost",
        "",
        "hello " * 40,
    ],
)
def test_what_also_says_something_else_is_no_small_talk(text: str) -> None:
    assert small_talk(text) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Yes, please!"),
        ("de", "ja gerne"),
        ("es", "Sí, por favor"),
        ("fr", "Oui, s'il vous plaît"),
        (None, "yes but no"),
        ("", "👍🏽"),
        (None, "👎"),
        (None, "👍 or not"),
    ],
)
def test_a_plain_yes(language: str | None, text: str) -> None:
    assert affirms(text) == language


@pytest.mark.parametrize(
    ("talk", "text"),
    [
        ("acknowledged", "🙂"),
        ("acknowledged", "👍"),
        ("acknowledged", "..."),
        ("acknowledged", "\u200b"),
        ("acknowledged", "😀" * 4000),
        ("lost", "???"),
        ("lost", "🤷\u200d♀️"),
        ("unhappy", "😡😡😡"),
        ("greeting", "👋"),
        ("thanks", "🙏"),
    ],
)
def test_signs_without_words_are_small_talk_in_the_language_spoken_before(talk: str, text: str) -> None:
    found = small_talk(text)
    assert found is not None and (found.talk, found.language) == (talk, None)


@pytest.mark.parametrize("text", ["مرحبا؟", "日本語", "1", "🙂 where is it"])
def test_words_in_any_script_beside_signs_are_not_signs_alone(text: str) -> None:
    assert small_talk(text) is None
