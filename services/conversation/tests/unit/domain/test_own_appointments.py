"""Questions about an own appointment, and others that only sound alike."""

from __future__ import annotations

import pytest

from conversation.domain.own_appointments import asks_for_own

OWN = """What time is my appointment?
when's my appointment
When is my next appointment with you?
Can you tell me when my appointment is?
I forgot what time my appointment is
Hi, what day and time was my appointment again?
do i have an appointment tomorrow
Do I have any upcoming appointments?
Which appointments do I have?
show me my appointments
my appointment
Is my appointment still booked?
When is A-1042?
Wann ist mein Termin?
Um wie viel Uhr ist mein nächster Termin?
Kannst du mir sagen, wann mein Termin ist?
Habe ich einen Termin?
Welche Termine habe ich?
Zeigen Sie mir bitte meine Termine
¿Cuándo es mi cita?
¿A qué hora tengo la cita?
¿Tengo alguna cita?
mis citas
Quand est mon rendez-vous ?
À quelle heure est mon rendez-vous ?
C’est quand mon rdv ?
Est-ce que j’ai un rendez-vous ?
Quels sont mes rendez-vous ?""".splitlines()

OTHER = """Where can I find my appointment?
How do I cancel my appointment?
Can I change my appointment?
What happens if I miss my appointment?
When can I change my appointment?
When is my appointment cancelled automatically?
How long is my appointment?
Where is my appointment?
What time is my delivery?
When is the meeting of the shareholders?
What should I bring to my appointment?
What is an appointment?
what is A-1042?
Do I need an appointment?
Do I have to pay for my appointment?
I need to move my appointment
Wann muss ich meinen Termin absagen?
Wo ist mein Termin?
Brauche ich einen Termin?
¿Cómo cancelo mi cita?
¿Necesito una cita?
Comment annuler mon rendez-vous ?
Faut-il un rendez-vous ?""".splitlines()


@pytest.mark.parametrize("text", OWN)
def test_a_question_about_an_own_appointment_is_recognised(text: str) -> None:
    assert asks_for_own(text)


@pytest.mark.parametrize("text", OTHER)
def test_what_only_sounds_alike_is_not(text: str) -> None:
    assert not asks_for_own(text)


def test_a_message_made_to_be_slow_is_read_at_once() -> None:
    assert not asks_for_own("my appointment" + " with" * 400 + " ? again x y z é")
