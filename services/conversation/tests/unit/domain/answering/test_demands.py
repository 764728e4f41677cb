"""What an answer cannot be without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.shapes import Outcome
from conversation.domain.answering.demands import counts, lacking
from conversation.domain.answering.extract import extract
from conversation.domain.turns import Grounding
from conversation.testing.facts import passage

CARD = "The leisure card is valid in all pools of the town."


@pytest.mark.parametrize(
    ("question", "answer", "missing"),
    [
        ("how much is the leisure card", CARD, "price"),
        ("Hi, what does the leisure card cost?", CARD, "price"),
        ("how much is it?", "The plan includes 25 users.", "price"),
        ("where are you?", "Flowdesk is a tool for invoices.", "place"),
        ("Where are you guys based", "We answer from 9:00 to 17:00.", "place"),
        ("Wo seid ihr?", "Der Link gilt am Ende des Monats.", "place"),
        ("and the price?", "The plan has 25 users.", "price"),
        ("Was kostet die Karte?", "Die Karte gilt in allen Bädern.", "price"),
        ("oder wann öffnet der Pool", "Der Pool liegt hinter dem Bahnhof.", "time"),
        ("how heavy is the tent", "The tent weighs little and has 3 poles.", "weight"),
        ("how deep is the pool?", "The pool is open from 7:00 to 21:00.", "length"),
        ("when was the pool built", "The pool is open on 5 days of the week.", "year"),
        ("and how old is the manager?", "The manager is in from Monday to Friday.", "year"),
        ("how big is your shop", "Our shop is behind the station.", "size"),
        ("how often do you clean the water", "Clean water is important to us.", "time"),
        ("how many guests fit in", "The sauna is next to the pool.", "number"),
        ("what is the email of the office", "The office is open from 9:00 to 12:00.", "mail"),
        ("who founded Poolside", "Poolside is a club for everybody who swims.", "person"),
        ("Who founded Blue Pool Club?", "Blue Pool Club has its own sauna.", "person"),
        ("who started Poolside", "Poolside keeps its money at Harbour Trust.", "person"),
        ("when was Poolside founded?", "A member for a year gets a free towel.", "year"),
        ("how tall is the slide", "From 22:00 on a two-rate meter counts.", "length"),
        ("what's your phone number?", "Change your phone number under Settings.", "phone"),
        ("What is your e-mail address", "Change your e-mail address under Settings.", "mail"),
        ("why not?", "Monthly plans are not refunded.", "reason"),
        ("Und warum?", "Der Pool ist im Winter geschlossen.", "reason"),
        ("how loud is the pump", "The pump runs for 2 hours a day.", "loudness"),
    ],
)
def test_what_is_plainly_asked_for_must_be_shown(question: str, answer: str, missing: str) -> None:
    assert lacking(question, answer) == missing


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how much is the leisure card", "The leisure card costs 12 EUR."),
        ("how much is the sauna?", "The sauna is included in the ticket."),
        ("how much is the sauna?", "The fare includes the sauna."),
        ("where are you?", "Flowdesk is based in Leipzig."),
        ("wo seid ihr?", "Karl-Heine-Straße 12, 04229 Leipzig"),
        ("where are your prices?", CARD),
        ("where are you open on Sunday", CARD),
        ("how much does the tent weigh", "The tent weighs 4 kg."),
        ("how much water fits in the tank", "The tank holds 2 litres."),
        ("how high is the deposit", "The deposit is 20 EUR."),
        ("how long is a voucher valid", "Vouchers are valid for three years."),
        ("how often must I empty it", "Empty it when the red float shows."),
        ("when do you open", "We are open daily."),
        ("when was the tower built", "The tower was added in 1913."),
        ("how old must I be to drive", "Drivers are 21 or older."),
        ("how much is the ferry?", "A foot passenger pays 172 kr."),
        ("who owns the pool", "The pool is owned by the town."),
        ("who founded the club", "Two brothers opened it in 1990."),
        ("how tall is the slide", "The slide is 12 to 15 metres high."),
        ("what is the phone number of the pool", "Call 0555 100 200."),
        ("what is the phone number field for", "So that the courier can ring."),
        ("how loud is the pump", "Nobody hears the pump."),
        ("who is the manager", "Ada Brandt looks after the pool."),
        ("how many guests fit in", "All guests may bring a friend; there is no limit."),
        ("I pay when the parcel comes, is that right", CARD),
        ("can you tell me about the card", CARD),
        ("how far back can I search", CARD),
    ],
)
def test_what_may_be_meant_is_forgiven(question: str, answer: str) -> None:
    assert lacking(question, answer) is None


@pytest.mark.parametrize(
    ("question", "outcome", "rule"),
    [
        ("How much is the leisure card?", Outcome.DECLINED, "lacks_price"),
        ("Where is the leisure card valid?", Outcome.ANSWERED, "extracted"),
    ],
)
def test_the_writer_says_that_it_does_not_know_the_price(question: str, outcome: Outcome, rule: str) -> None:
    written = extract(Grounding(question, "en", (passage(CARD, heading="Leisure card"),), 0.9))
    assert (written.outcome, written.rule) == (outcome, rule)


def test_an_entry_of_the_faq_with_this_question_answers_it_in_its_own_way() -> None:
    faq = passage("See the list at the desk.", question="How much is the leisure card?")
    assert extract(Grounding("how much is the leisure card", "en", (faq,), 0.9)).rule == "faq_answer"


@pytest.mark.parametrize(
    ("question", "answer", "counted"),
    [
        ("how many invoices with it?", "Starter has one user and 5 invoices per month.", True),
        ("how many invoices with it?", "It has unlimited sent invoices.", True),
        ("how many invoices with it?", "Starter is free. Pro costs 12 EUR.", False),
        ("wie viele Nutzer?", "3 Nutzer, 5 Rechnungen.", True),
        ("wie viele Nutzer?", "Sie zahlen 3 Euro. Nutzer sind willkommen.", False),
        ("how many users?", "Plan: Pro; Users: 3", True),
        ("how many can come?", "Up to 8 guests.", True),
        ("what is it?", "A card.", True),
    ],
)
def test_how_many_of_what_is_counted(question: str, answer: str, counted: bool) -> None:
    assert counts(question, answer) is counted


def test_a_further_question_is_answered_by_what_counts_or_shows_it() -> None:
    prices = passage("Starter is free. Pro costs 12 EUR.", heading="Prices", score=0.9)
    plan = passage("Starter includes 5 invoices and 2 users.", heading="Starter", score=0.6)
    grounding = Grounding("how many invoices with it?", "en", (prices, plan), 0.9)
    assert extract(grounding, before="Is Starter free?").text.startswith("Starter includes 5 invoices")
    further = replace(grounding, question="and the price?")
    assert "12 EUR" in extract(further, before="What does Starter include?").text


def test_where_the_company_is_is_not_where_something_else_is() -> None:
    tool = passage("Flowdesk is a tool for invoices.", score=0.9)
    data = passage("All data is stored in Frankfurt.", key="2", score=0.3)
    grounding = Grounding("and where are you?", "en", (tool, data), 0.9)
    assert extract(grounding, "short", before="What does Pro cost?").rule == "lacks_place"
