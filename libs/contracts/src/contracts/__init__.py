"""The language of Answerbus: facts, glimpses, requests and the catalogue that routes them."""
