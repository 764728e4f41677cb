"""What companies say and what they seldom say, as the packaged model sees it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from math import sqrt
from operator import mul

MIDDLE = (
    "FQEMAvbwCOQU6hnv9AATzR7XAxb85ugGHv3rHu7n7yQG7SHu/fMECf3w/AsHG+cIKiAY9/sV3x8b7hACC/bWH+n8yRQLuwIL"
    "GQIADR3yIAjO4RoDEgcAK/HYGRnu4uLw5gTXDBkf+wsU4g0nCfLh+jrt3Fn06DPkFw8A0sD3KwDmDAPeK+Hp+fUG7d0I7tz+"
    "JSEiDQzOAQv3G//sPxYF8voS/R4R9vXT8f/kB/4IMdUTLtUPt/jf4CYSA+QVDPbm6OX77fMCCw8tFf4G8RADBgTz/SMcFisM"
    "7gjXAikICwAJ5+EP+gQSKiUW0h8I/xr3CwP7AuYfAwr3KRYV5Pnz190t9e3/IAAjB9z3MgTpCMMABe/s+wfvQT3/AOIHC+IL"
    "JBQUBBz82P/6//4XKwn0zw/qAgcY0hrb7fzlAgT57QD6/CghD9kNDN4JAQTl6PXpBN/q9dgJIevnDRcyJssAHg3xCuTWAfME"
    "88bX/v0b4+ISB/fvPQ77BgnnFRYp/N3t"
)
"""The mean vector of the knowledge that the confidence was learned from, in signed bytes; printed by
`make train-answerability`."""
OF_ANOTHER_MODEL = 0.3
SELDOM = (
    "3uvs4Oso8QMRGPQAHwsNGuQzNe3FCOvaF/ol/Oka9uYSFv7uGRgEB+UDA+AH0+8J0sn8BCH3/uz0G/wENcob6OokEB7h3xrw/ez6"
    "DgoP4fTz7vfkCPXj9OkjAw/D3QMMHQ8Q4Pbm+svh+e3mEh/z+97n97sU9AQSCxwF/DXn4QAg7N/y+SLlFf3Z2hYD/w0WuPv29CRQ"
    "BfcMCir+CxEV9fLs2wLd/hwh/gL3BgT9+v3+7h7p7A85Av47+ijcNOQBJCgIBCAP7/oV/tjv3Cf7BNIGG/vX8v4NGfgADQMN1gDb"
    "D/Tg3BD+uPjqOgboGfDrAgj37woE+uABy+4GOBMaLicDFRj69xz/8wX7BubwAe305PX40+cS7AgI6zT5D0IEIBLx5tcNEAUFE/Ha"
    "7xvsEwobIxDzJuj69v0KIQ3c9wD3CxAD+foCAv4FCujyAhL9LyEgEj4B5OsPEdu4BBDk9SHsHxgzDP4UDhH8CTQjJfIX9P4FG87l"
    "AubuFvLa/CYS"
)
"""From questions that companies answer to those that they leave open, who founded them and what their
directors earn, packed alike."""
SELDOM_OF_ANOTHER_MODEL = -0.1


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
    """Its cosine with what is asked in vain; a usual one for a vector of another length."""
    return _cosine(question, _SELDOM, SELDOM_OF_ANOTHER_MODEL)


def _cosine(vector: Sequence[float], other: Sequence[float], usual: float) -> float:
    return float(sum(map(mul, vector, other))) if len(vector) == len(other) else usual
