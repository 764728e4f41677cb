"""Which files a source can be made of."""

from __future__ import annotations

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
}
ACCEPTED = (
    "JSON (.json), CSV (.csv), Markdown (.md), text (.txt), web pages (.html), Word (.docx), "
    "PowerPoint (.pptx), Excel (.xlsx) and PDF (.pdf)"
)
INSTEAD = {
    **dict.fromkeys((".doc", ".docm", ".odt", ".rtf"), ".docx"),
    **dict.fromkeys((".ppt", ".pps", ".pptm", ".odp"), ".pptx"),
    **dict.fromkeys((".xls", ".xlsb", ".xlsm", ".ods"), ".xlsx"),
}
OFFICE_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MAX_BYTES = 20 * 1024 * 1024
MAX_NAME = 200


def media_type_of(name: str) -> str | None:
    """The media type a file name stands for; None when files of this kind are not accepted."""
    lower = name.lower()
    return next((media for ending, media in MEDIA_TYPES.items() if lower.endswith(ending)), None)


def advice(name: str) -> str:
    """What to do about a file of a kind that is not accepted, in a sentence."""
    ending = next((one for one in INSTEAD if name.lower().endswith(one)), None)
    if ending:
        return f"{ending} files cannot be read; please save it as {INSTEAD[ending]} and upload that."
    return f"Files of this kind cannot be read; {ACCEPTED} can."


def contradicts(media_type: str, head: bytes) -> bool:
    """Whether the first bytes say that the content is not what the name says."""
    if media_type == "application/pdf":
        return b"%PDF-" not in head[:1024]
    if media_type.startswith(_OFFICE):
        return not head.startswith(OFFICE_MAGIC)
    if head.startswith(UTF_16_MARKS):
        return False
    return b"\x00" in head or head.startswith(b"%PDF-")


def clean_name(name: str) -> str:
    """A file name without folders and control characters, at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[-MAX_NAME:]
