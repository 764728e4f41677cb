"""How near a question is to what any company says."""

from __future__ import annotations

from base64 import b64encode

import pytest

from retrieval.domain.common_direction import (
    MIDDLE,
    OF_ANOTHER_MODEL,
    SELDOM,
    alike_to_any,
    direction,
    seldom_said,
)


def test_a_direction_is_unpacked_with_its_signs_to_length_one() -> None:
    assert direction(b64encode(bytes([3, 252])).decode()) == pytest.approx((0.6, -0.8))


def test_the_middle_itself_is_nearest_and_its_opposite_farthest() -> None:
    middle = direction(MIDDLE)
    assert alike_to_any(middle) == pytest.approx(1)
    assert alike_to_any([-value for value in middle]) == pytest.approx(-1)


def test_vectors_of_another_model_are_taken_for_usual_ones() -> None:
    assert alike_to_any([1.0, 0.0]) == OF_ANOTHER_MODEL
    assert seldom_said([1.0, 0.0]) == 0


def test_what_is_seldom_said_lies_in_a_direction_of_its_own() -> None:
    seldom = direction(SELDOM)
    assert seldom_said(seldom) == pytest.approx(1)
    assert seldom_said([-value for value in seldom]) == pytest.approx(-1)
    assert abs(alike_to_any(seldom)) < 0.5
