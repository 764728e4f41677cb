"""Removes what no customer may be shown: markup, pictures, sentences that pose as the system."""

from __future__ import annotations

import re

# A form that finds no end takes the rest or stops where it may begin again: else each `[` reads all that
# follows.
_IMAGE = re.compile(r"!\[[^\]]*(?:$|\](?:\([^)]*\)?|\[[^\]]*\]|:\s*\S+)?)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^)\s>]*)[^)]*\)?")
_HARMLESS = re.compile(r"</?(?:b|i|u|em|strong|p|br|ul|ol|li|span|code|sup|sub)\s*/?>|&nbsp;", re.IGNORECASE)
_MARKUP = re.compile(r"<!--|</?[a-z!?][^<>]*(?:>|$)|&(?:#\d+|#x[\da-f]+|[a-z]{2,8});", re.IGNORECASE)
_TURN_MARK = re.compile(
    r"<\|[^|>]*\|?>|\[/?(?:INST|SYS)\]|<</?SYS>>|(?<!#)#{2,}+\s*+(?:instruction|system|response)s?\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"^\W*(?:system|assistant|developer|administrator|admin|user|tool)(?: message| notice| prompt)?\W*[:\]]",
    re.IGNORECASE,
)
_DANGEROUS = re.compile(r"\b(?:javascript|vbscript|data|file|blob):\S", re.IGNORECASE)
_REORDERS = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
_UNSEEN = re.compile("[\u000b-\u000d\u00ad\u200b-\u200f\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff]")
_NEVER = (_MARKUP, _TURN_MARK, _SPEAKER, _DANGEROUS, _REORDERS)


def clean(sentence: str) -> str:
    """The sentence as plain text with its spaces; empty when it holds markup or poses as the system."""
    text = _HARMLESS.sub("", _UNSEEN.sub("", _IMAGE.sub("", sentence)))
    text = _LINK.sub(r"\1 (\2)", text)
    return "" if any(pattern.search(text) for pattern in _NEVER) else text
