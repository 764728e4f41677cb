from conversation.domain.privacy.placeholders import hide, restore


def test_values_come_back_where_their_placeholders_stand() -> None:
    text = "Write to a@b.org, not to c@d.org; a@b.org is mine."
    hidden, known = hide(text)
    assert hidden == "Write to [EMAIL_1], not to [EMAIL_2]; [EMAIL_1] is mine."
    assert restore(hidden, known) == text


def test_a_later_message_goes_on_counting_and_remembers() -> None:
    _, known = hide("a@b.org")
    hidden, grown = hide("A@B.org or 4111 1111 1111 1111 or x@y.org", known)
    assert hidden == "[EMAIL_1] or [CARD_1] or [EMAIL_2]"
    assert known == {"[EMAIL_1]": "a@b.org"} and len(grown) == 3


def test_what_stands_in_a_value_is_not_restored_again() -> None:
    known = {"[NAME_1]": "[EMAIL_1]", "[EMAIL_1]": "a@b.org"}
    assert restore("[NAME_1] [PHONE_9]", known) == "[EMAIL_1] [PHONE_9]"
