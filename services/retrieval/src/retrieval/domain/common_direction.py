"""What the knowledge of any company is like, as the packaged model sees it."""

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


def direction(packed: str) -> tuple[float, ...]:
    """Of length 1."""
    values = [byte - 256 if byte > 127 else byte for byte in b64decode(packed)]
    length = sqrt(sum(value * value for value in values))
    return tuple(value / length for value in values)


_COMMON = direction(MIDDLE)


def alike_to_any(vector: Sequence[float]) -> float:
    """Its cosine with the middle of all knowledge; a usual one for a vector of another length."""
    if len(vector) != len(_COMMON):
        return OF_ANOTHER_MODEL
    return float(sum(map(mul, vector, _COMMON)))
