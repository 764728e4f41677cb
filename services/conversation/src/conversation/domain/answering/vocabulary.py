"""Word lists: stop words, and words that mean nearly the same to a customer."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = _words("""
a aber about after all als also am an and any anything are aren as at au auch auf aus aux avec be been
before bei being between bin bis bist bitte but by can ce ces cette combien comment como con could cual
cuando da dans das dass de del dem den der des did die dies diese dieser do doch does doesn doing don
donde dort du ein eine einem einen einer eines el elle en er es est et etwas euer exactly explain for
from für gern get gets gibt give habe haben happen happens has hat have having he her here hier him his
how i ich if ihm ihn ihnen ihr ihre il im in into is isn ist it its itself ive ja je just kann kein
keine know können könnt la las le les let like long los ma man many may me mein meine mes mi mich might
mir mis mit mon more most much muss must my möchte müssen nach need nicht no noch not nous now nur o ob
oder of off ohne on once only or other ou our out over own par para please por pour quand que qui quoi
se sehr sein seine she should sich sie sind so soll some something son sont su such sur sus tell
than that the their them then there these they this those through to too um un una unas und under unos
uns unser unter up use very viel vom von vor vos votre vous wann want war warum was we wegen weil welche
welcher welches wenn wer werde werden were what when where which while who whom why wie wieder will wir
wird with wo would wurde würde y you your yours zu zum zur über whats thats hows wheres theres whos dont
doesnt didnt cant wont isnt arent wasnt havent youre theyre im id pls plz thx
""")

SYNONYMS: dict[str, frozenset[str]] = {
    "price": _words(
        "cost fee charge expensive cheap tariff rate surcharge preis kosten gebühr kostet kostenlos "
        "precio cuesta prix coût coûte tarif"
    ),
    "phone": _words("telephone call hotline telefon anrufen anruf teléfono téléphone"),
    "mail": _words("email e-mail mails"),
    "refund": _words("reimburse reimbursement moneyback erstatten erstattung rückerstattung"),
    "damage": _words("damaged broken smashed beschädigt kaputt"),
    "lost": _words("lose missing loss disappear verloren verlust"),
    "open": _words("opening opened hours öffnungszeiten geöffnet offen"),
    "weight": _words("weigh weighs heavy heaviest kg kilo kilogram gewicht schwer"),
    "size": _words("large largest big dimension dimensions measure measures größe groß maße"),
    "fast": _words("quick quickly speed soon quickest fastest schnell dauer dauert"),
    "deliver": _words(
        "delivery delivered delivers deliveries ship shipping shipment liefern lieferung zustellung versand"
    ),
    "parcel": _words("package packages parcels packet paket pakete päckchen colis paquete"),
    "cancel": _words("cancellation cancelled cancelling stornieren stornierung kündigen"),
    "pay": _words("payment payments paid zahlen bezahlen zahlung"),
    "return": _words("returns returned returning send-back rücksendung zurücksenden retoure"),
    "insure": _words("insurance insured cover coverage covered versicherung versichert"),
    "weekend": _words("saturday sunday samstag sonntag wochenende"),
    "forbid": _words("forbidden prohibited banned verboten disallowed"),
    "abroad": _words("international foreign overseas country countries ausland"),
    "bicycle": _words("bike bikes bicycles ebike fahrrad vélo bicicleta"),
    "motorcycle": _words("motorbike motorbikes motorcycles moped motorrad"),
    "car": _words("cars vehicle vehicles auto coche voiture"),
    "taxi": _words("cab cabs taxis"),
    "child": _words("children kid kids son daughter toddler boy girl niño niños enfant enfants"),
    "baby": _words("babies infant infants newborn"),
    "cot": _words("crib cots cribs babybett"),
    "luggage": _words("baggage suitcase suitcases gepäck equipaje bagages"),
    "lamp": _words("light lights lamps leuchte lampe"),
    "doctor": _words("doctors physician physicians dr arzt ärztin médico médecin"),
    "medicine": _words("medicines medication medications tablet tablets pill pills drug drugs medikament"),
    "internet": _words("wifi wi-fi wlan wireless"),
    "purchase": _words("buy bought buying purchases purchased kaufen comprar acheter"),
    "repair": _words("fix fixes fixed mend repairs repaired reparatur"),
    "discount": _words("discounts rebate reduction rabatt descuento remise"),
    "dog": _words("dogs puppy labrador hund hunde perro chien"),
    "pet": _words("pets haustier mascota"),
    "noise": _words("noisy loud noises laut"),
    "wheelchair": _words("wheelchairs rollstuhl"),
    "tax": _words("taxes levy steuer impuesto impôt"),
    "password": _words("passwords passcode passwort kennwort"),
    "job": _words("jobs vacancy vacancies career careers stelle"),
}
