"""What companies say and what they seldom say, as the packaged model sees it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from math import sqrt
from operator import mul

MIDDLE = (
    "FAIMBP37COIN8Bnv8PsN0hfWAhLz6uoEJPjlG+/n7CMK6ibzCO7/C/nr+wsMHfEJIyUc+vkT2hsa8hADEPnMI+3+yhMLwvz+FwEMDBnz"
    "IQPI4RQBFwIGL/HfJhHw59717fzbFiAb/wcO5Q0yBvTe/Dnu3Un06z/jFxz92cbqHADpFADgKd/w/fIU8+kI5uYAGA4qCgzNBxD9F/zu"
    "Rhf/8QIG+iUJ6+7U9vrhBAUFOt8OLM8Er/bT3CIKAd4WBPnp2+b66vj8ChEyDv8N5wwDDAv3AygjEzAD+QXW/CAEDgAE4uwJ+QYFLCkR"
    "zR4S+h3tDwIFAOEdCwr2JxQU5/v50NMp8OsEI/chDtr3LwPjAscL/vbqBfnyRj0AB+QKEuANKggOABUI0Af89vggMQv43A7tBQcVzRnl"
    "7QHnCwkA6wAECCEaFN0RC+IL//7m5PfqBtzp9doUFPLlDyI6Htz5HRHuAOHb/vEC9Mvb/wIf2OITAvbqMxAAAg/iFRAk8eD0"
)
"""The mean vector of the knowledge that the confidence was learned from, in signed bytes; printed by
`make train-answerability`."""
OF_ANOTHER_MODEL = 0.3
SELDOM = (
    "/xDo5BsQ4CT8/uIQGCgSFNsSPejS/PgEG/YkDNbyCd366/nlBhn8C/r4BiML4xoG4tLDHyPq7NriJ9kFA/AwCd0aMwULEBEICuP36CH2"
    "+vn2DgDt9/sFBBcD4zTiBd0HFPQO5Ov8Ec0IBvH7+gAE+NP7At4V5tpBKgvdBRwJ7gAC6fchFwv2/hb5ARsfCg0uyPgZ4BQ2+AEB4i3w"
    "+fUpGBPv7QL43RwK6Po08fnlDBf01QjhGR4q8A4T/wa/HwITJQ8Z9/r+8wbfyAEB7BIP9+AXB94BJ+kVFQEV7AkdwgDn6RzI8AcRx9wV"
    "GgUFA+gO8A3v1wr70+Hq3wX3OvH3RTTUDy8k6yMQ9xVB4Rbg2+8J3Nod8egEF/gMLij/DAPxBxsB9gQX/fQQBevy5hbd+R8KLw7UBfv/"
    "9+oNEP38LwAADQH1//HsG/zu0fEKCBERDg0XDkD74Nz7+vHkAATiHBAE1AUuDgoU8fwB4UsMDhb29sUDFeHvC9XmA/7T+vMW"
)
"""From questions that companies answer to those that they leave open, who founded them and what their
directors earn, packed alike."""


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
    """Its cosine with what is asked in vain; 0 for a vector of another length."""
    return _cosine(question, _SELDOM, 0.0)


def _cosine(vector: Sequence[float], other: Sequence[float], usual: float) -> float:
    return float(sum(map(mul, vector, other))) if len(vector) == len(other) else usual
