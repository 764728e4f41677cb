"""What a company can choose about how its bot's knowledge is indexed."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

PACKAGED_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
STEMMED = (
    *("ar", "az", "bn", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr", "he", "hu", "id", "it", "ja"),
    *("kk", "ne", "nl", "no", "pt", "ro", "ru", "sl", "sv", "tg", "tr", "zh"),
)
"""Languages, as ISO 639-1 codes, whose stems and stop words the BM25 index knows."""
_NAME = re.compile(r"/?[A-Za-z0-9_][\w.-]*(?:/[A-Za-z0-9_][\w.-]*)*", re.ASCII)


def _model_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(
            "A model is named as fastembed names it, such as BAAI/bge-small-en-v1.5, or by the path of its "
            "folder on the server"
        )
    return name


def _stemmed(code: str) -> str:
    if code not in STEMMED:
        listed = ", ".join(STEMMED)
        raise ValueError(f"Use one of {listed}, or null to let every document be read in its own language")
    return code


ModelName = Annotated[str, Field(max_length=200), AfterValidator(_model_name)]
StemmedLanguage = Annotated[str, AfterValidator(_stemmed)]
