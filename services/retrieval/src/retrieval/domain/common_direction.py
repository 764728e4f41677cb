"""What companies say and what they seldom say, as the packaged model sees it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from math import sqrt
from operator import mul

MIDDLE = (
    "DAQOAvz5BuUM7Rnv8fsO0RXYABL16OgIJPjmHerp6iEL7yTwBe8AB/3r/AoNIfAHHisa+vgV4B0a9RABEvXJJez9zBQGvv/9EgUK"
    "CxbzIATK4RUEGAQGLPTfIhD06N/17P3dEiIcAAsO4g41Bvji9zro4Ejw7kDeFhn+2MfvIQDmEALeJ+Hu/vEP8+4K698CGxYqCxLK"
    "ChD+GP3vPxcE7wIL+ygK8PDS+PvfBQUEN9gTLNIHr/fb3iMMAt0VB/np4OX77Pf7Cw80E/wL5Q7+DQX0BSohFDEI+QbX+yAJDAAD"
    "5OkK+AIHLysR1RsM/RzyCgQBAeIcBgz0IxUQ6fn51dIs8ucBJPsiENr2MALnBcIH//PpCPzxRkAFBOIJEeQLKA4NAxYD0QL29/oZ"
    "Kw3x2xPuAwgVzxfg7wTjBQMA5QABBygbE+IPD98H/vzj5vvhA97p8toTGu3mESA2HNT8HxHrAuXe/PL+9MzbAQMf3doVAfbpOQ38"
    "BBDiExEs9+Dy"
)
"""The mean vector of the knowledge that the confidence was learned from, in signed bytes; printed by
`make train-answerability`."""
OF_ANOTHER_MODEL = 0.3
SELDOM = (
    "6P3a7gQp3SoPCuQJIxgJHcE8LenFC+DsKPwr+d4O+sf+Bv/zDBkICu3/9QEU1wwf2tzgHQ8CBOz9KfEIJ9Qi9+QoJhbzDxwB/uz7"
    "+wsT6Pz3+vXnCAHzDv0UBBjW+OwBIgQf5vnk+87v+vDl+QL57NLu+rUd8vwxDRL8+CPz5gAR3eQI+iD/CwXb7SANAQEswP0M7SFA"
    "+PUAAS/1+/wjDQzu6ffm+iQS5wQP8grxDQbu2xjkDhs18v4t+R/JJ/ceKSwIBRj17Pf76t318hj1/8cDFPTuA+UbGPwO//0MzADW"
    "+gPJ6gYDsu4BO/3+Feb68Q314gb/5tb5z/76PQgMNDTwDiIS9TEN+BYi9/Du7+726d8K498XAfwQCjz2ECb0EyX/7OkI/gUVB+Ta"
    "4CHxCQwbJATfFvn39+wMFAvxAgD3EAn0Bfv8GgLz+t0IBxP2LRwiEEb53eUVBu/W+w3mCxfw9g43GvQIBxwG9EEeEAML8+EJLsjr"
    "Ft3sCffM8hsR"
)
"""From questions that companies answer to those that they leave open, who founded them and what their
directors earn, packed alike."""
USUAL = -0.06
"""From here on a question is like those that get answers, and being more so says nothing."""


def direction(packed: str) -> tuple[float, ...]:
    """Of length 1."""
    values = [byte - 256 if byte > 127 else byte for byte in b64decode(packed)]
    length = sqrt(sum(value * value for value in values))
    return tuple(value / length for value in values)


_COMMON = direction(MIDDLE)
_SELDOM = direction(SELDOM)


def alike_to_any(vector: Sequence[float]) -> float:
    """Its cosine with the middle of all knowledge; a usual one for a vector of another length."""
    return _cosine(vector, _COMMON, OF_ANOTHER_MODEL)


def seldom_said(question: Sequence[float]) -> float:
    """Its cosine with what is asked in vain, at least the usual one; that for a vector of another length."""
    return max(USUAL, _cosine(question, _SELDOM, USUAL))


def _cosine(vector: Sequence[float], other: Sequence[float], usual: float) -> float:
    return float(sum(map(mul, vector, other))) if len(vector) == len(other) else usual
