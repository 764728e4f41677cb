"""Takes out of a sentence what no customer may be shown: markup, pictures, words in the system's name."""

from __future__ import annotations

import re

_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)?|\[[^\]]*\]|:\s*\S+)?")
_LINK = re.compile(r"\[([^\]]+)\]\(\s*<?([^)\s>]*)[^)]*\)?")
_CODE_OF_PAGE = re.compile(r"<(script|style|iframe|object|svg|template)\b.*?(?:</\1\s*>|$)", re.I | re.S)
_TAG = re.compile(
    r"<!--.*?(?:-->|$)|</?[a-zA-Z!?][^<>]*(?:>|$)|&(?:#\d+|#x[\da-f]+|lt|gt|quot|amp|nbsp);", re.I | re.S
)
_TURN_MARK = re.compile(
    r"<\|[^|>]*\|?>|\[/?(?:INST|SYS)\]|<</?SYS>>|#{2,}\s*(?:instruction|system|response)s?:?", re.I
)
_SPEAKER = re.compile(
    r"^\W*(?:system|assistant|developer|administrator|admin|user|tool)(?: message| notice| prompt)?\W*[:\]]",
    re.IGNORECASE,
)
_DANGEROUS = re.compile(r"\b(?:javascript|vbscript|data|file|blob):", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)


def clean(sentence: str) -> str:
    """Plain words with their spaces; empty when the sentence speaks in somebody else's name."""
    text = _UNSEEN.sub("", sentence)
    text = _TURN_MARK.sub("", _IMAGE.sub("", text))
    text = _TAG.sub("", _CODE_OF_PAGE.sub("", text))
    text = _LINK.sub(r"\1 (\2)", text)
    if _SPEAKER.match(text) or _DANGEROUS.search(text):
        return ""
    return text
