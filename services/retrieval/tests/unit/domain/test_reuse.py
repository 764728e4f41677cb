from contracts.cached_answer import CachedAnswer
from retrieval.domain.reuse import SAME_QUESTION, Remembered, alike, reusable

ASKED = "How long may I keep the bicycle?"


def remembered(turn_id: str, question: str, vector: tuple[float, ...]) -> Remembered:
    answer = CachedAnswer(
        turn_id=turn_id,
        text="For 3 days.",
        language="en",
        passage_ids=["psg_1"],
        bot_revision=1,
        writer="llm",
        prompt_version="1",
    )
    return Remembered(question, vector, answer)


def test_the_nearest_question_that_asks_the_same() -> None:
    near = remembered("trn_near", "How long can I keep the bicycle?", (0.96, 0.28))
    nearer = remembered("trn_nearer", ASKED, (1.0, 0.0))
    found = reusable((1.0, 0.0), [near, nearer])
    assert found is not None
    assert (found.turn_id, found.similarity) == ("trn_nearer", 1.0)
    assert reusable((1.0, 0.0), []) is None


def test_a_question_that_is_only_similar_is_another() -> None:
    off = (1 - (SAME_QUESTION - 0.01) ** 2) ** 0.5
    assert reusable((1.0, 0.0), [remembered("trn_1", ASKED, (SAME_QUESTION - 0.01, off))]) is None


def test_other_numbers_and_a_denial_ask_something_else() -> None:
    assert not alike("Can I keep it for 2 days?", "Can I keep it for 20 days?")
    assert not alike("Why can I pay by card?", "Why can't I pay by card?")
    assert alike("Can I keep it for 2 days?", "May I keep it 2 days?")


def test_vectors_of_another_model_say_nothing() -> None:
    assert reusable((1.0, 0.0), [remembered("trn_1", ASKED, (1.0, 0.0, 0.0))]) is None
