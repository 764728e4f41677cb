from conversation.domain.understanding import understand


def test_one_look_says_everything() -> None:
    seen = understand("Please let me talk to a human, my mail is jo@example.org")
    assert (seen.intent, seen.asks_for_person, seen.language) == ("person", "en", "en")
    assert [span.kind for span in seen.pii] == ["EMAIL"]
    assert (seen.emotion.label, seen.injection.suspicious) == ("neutral", False)


def test_politeness_is_small_talk_in_its_language() -> None:
    seen = understand("Vielen Dank!")
    assert (seen.intent, seen.language) == ("small_talk", "de")
