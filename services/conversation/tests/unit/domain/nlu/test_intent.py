import pytest

from conversation.domain.nlu.understanding import understand

WANTED = """question|Where is my parcel?
question|how much is a parcel to Spain
question|I would like to know your opening hours
question|Hi, do you deliver on Sundays
question|Do I need an appointment?
question|How do I cancel an appointment?
question|How can I file a complaint?
question|wie lange dauert der Versand
question|Brauche ich einen Termin?
question|dónde está mi pedido
question|combien coûte la livraison
question|Can I buy concert tickets here?
question|Oder kann ich bar bezahlen
statement|My parcel has not arrived
statement|I want to return a pair of shoes
statement|Mein Konto ist gesperrt
person|Can I talk to a human?
person|kann ich mit jemandem sprechen
small_talk|thanks!
small_talk|Bist du ein Mensch?
booking|I'd like to book an appointment for Tuesday
booking|Can we schedule a call back slot?
booking|I want to book a call
booking|schedule a video call
booking|Ich würde gern ein Telefonat vereinbaren
question|How do I book a call?
booking|please cancel my appointment
booking|I need to reschedule my meeting
booking|Ich möchte einen Termin vereinbaren
booking|Termin verschieben
booking|Quiero pedir una cita
booking|Je voudrais prendre rendez-vous
ticket_status|What is the status of my ticket?
ticket_status|any news on my support request
ticket_status|what happened with my request?
ticket_status|ist mein Ticket fertig?
ticket_status|T-1042
ticket_status|Has ticket T-1042 been resolved?
ticket_status|Was ist mit meinem Ticket?
ticket_status|¿Cuál es el estado de mi ticket?
ticket_status|où en est mon dossier
complaint|I want to complain about the driver
complaint|This is ridiculous, I have been waiting for weeks
complaint|This is a scam. You people are thieves!
complaint|Ich möchte mich beschweren
complaint|Das ist eine Frechheit, seit Wochen keine Antwort!
complaint|Quiero poner una reclamación
complaint|C'est inadmissible, je n'ai toujours pas reçu mon colis !"""


@pytest.mark.parametrize(("intent", "text"), [line.split("|") for line in WANTED.splitlines()])
def test_what_is_wanted(intent: str, text: str) -> None:
    assert understand(text).intent == intent
