import pytest

from conversation.domain.nlu.language import guess_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Where is my parcel?"),
        ("en", "How much for a parcel to São Paulo?"),
        ("en", "my name is José Muñoz and I need help"),
        ("de", "Wo ist mein Paket?"),
        ("de", "Wie lange dauert der Versand nach Österreich?"),
        ("es", "cuanto cuesta enviar un paquete a Francia"),
        ("es", "¿Dónde está mi pedido?"),
        ("fr", "Je n’arrive pas à me connecter"),
        ("fr", "combien coute la livraison"),
        ("it", "Quanto costa la spedizione?"),
        ("pt", "Não consigo entrar na minha conta"),
        ("nl", "Hoe lang duurt de levering?"),
        ("pl", "Gdzie jest moja paczka?"),
        ("tr", "Kargom nerede?"),
        ("ru", "Где моя посылка?"),
        ("uk", "Де моя посилка? Її немає"),
        ("ja", "荷物はどこですか"),
        ("zh", "我的包裹在哪里"),
        ("ko", "내 소포는 어디에 있나요"),
        ("ar", "أين طردي؟"),
        (None, "ok"),
        (None, "T-1042"),
        (None, ""),
    ],
)
def test_language_of_a_message(language: str | None, text: str) -> None:
    assert guess_language(text) == language
