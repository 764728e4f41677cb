"""What lies in files that a server may be writing anew."""

from __future__ import annotations

from pathlib import Path


def files_with(folder: Path, word: bytes) -> list[str]:
    """The files below a folder in which the word is found, looked for again where one went meanwhile."""
    while True:
        try:
            found = [file for file in folder.rglob("*") if file.is_file() and word in file.read_bytes()]
        except FileNotFoundError:  # its bytes may lie in one that was passed by already
            continue
        return [str(file.relative_to(folder)) for file in found]
