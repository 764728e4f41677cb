from collections.abc import Mapping

import pytest

from conversation.domain.nlu.emotion import feel
from conversation.domain.nlu.language import guess_language
from conversation.outbound.emotion_file import load_emotions

MODEL = load_emotions()
FELT = """frustration|I have been waiting for my parcel for two weeks and nobody answers.
frustration|This is the third time I'm asking. Why is nothing happening?
frustration|Your app is useless, it crashes every time I open it
frustration|I'm really disappointed with the service
frustration|it's still not working, so annoying
frustration|This is unacceptable. I want to complain.
frustration|Ich warte seit zwei Wochen auf mein Paket und niemand antwortet
frustration|Llevo esperando tres semanas y nadie responde
frustration|Je n'ai toujours pas reçu mon colis, c'est inacceptable
anger|This is a scam! Give me my money back now!!!
anger|You people are thieves
anger|I AM SO ANGRY. YOU LOST MY PARCEL
anger|Das ist Betrug, ich gehe zum Anwalt!
anger|¡Esto es una estafa!
sadness|My mother passed away and I need to cancel her contract
sadness|I'm so sad that the concert was cancelled
fear|I'm worried that someone has access to my account
fear|I think my card was stolen, please help
joy|The new version is great, I love it
joy|Perfect, that worked :)
gratitude|Thank you so much for your quick help!
gratitude|Vielen Dank für die schnelle Hilfe
surprise|Wow, I did not expect that
confusion|I don't understand what this fee is for
confusion|Je ne comprends pas cette facture
neutral|How much does a parcel to Spain cost?
neutral|What are your opening hours?
neutral|I would like to book an appointment for Tuesday
neutral|Do you deliver on Sundays? Thanks
neutral|My order number is 4711
neutral|Please cancel my order
neutral|Is there a limit for transfers?
neutral|Wie lange dauert die Lieferung nach Wien?
neutral|¿Cuánto cuesta el envío?
neutral|Où est mon colis ?
neutral|Hello"""


@pytest.mark.parametrize(("label", "text"), [line.split("|") for line in FELT.splitlines()])
def test_what_customers_feel(label: str, text: str) -> None:
    assert feel(text, guess_language(text), MODEL.relative).label == label


def test_emphasis_makes_it_stronger() -> None:
    said = ["it is useless", "it is useless!!!", "IT IS USELESS, SOOOO USELESS!!!"]
    levels = [feel(text, "en", MODEL.relative).intensity for text in said]
    assert levels == sorted(set(levels)) and levels[-1] <= 1


def test_the_model_is_asked_about_english_alone() -> None:
    def angry(_text: str) -> Mapping[str, float]:
        return {"anger": 9.0}

    assert feel("Wo ist es?", "de", angry).label == "neutral"
    assert feel("Where is it?", "en", angry).label == "anger"
    assert feel("4711", None, angry).label == "anger"


def test_denied_words_are_not_felt() -> None:
    assert feel("I am not angry", "en").label == "neutral"
    assert feel("I am angry", "en").label == "anger"
