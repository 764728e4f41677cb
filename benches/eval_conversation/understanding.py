"""How well conversation understands and guards; writes its section of docs/quality.md.

    python -m benches.eval_conversation.understanding --data FOLDER

Emotion is judged on the test split, with the thresholds that the model's file brings. Wishes for a person are
phrasings that were kept aside. The other figures are recall on what is meant and false alarms on what is not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from benches.emotion_data import COLUMNS, EKMAN, LABELS, chosen, f1, folded_truth, read_split
from benches.sections import write_section
from conversation.domain.nlu.injection import suspect
from conversation.domain.nlu.person_requests import asks_for_person
from conversation.domain.nlu.understanding import understand
from conversation.domain.privacy.pii import Span, find_pii
from conversation.outbound.emotion_file import MODEL, load_emotions

PHRASINGS = Path(__file__).parent / "sets" / "person_requests.txt"
KINDS = {
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD": "CARD",
    "IBAN_CODE": "IBAN",
    "US_SSN": "NATIONAL_ID",
    "US_DRIVER_LICENSE": "NATIONAL_ID",
    "STREET_ADDRESS": "ADDRESS",
    "ZIP_CODE": "ADDRESS",
    "PERSON": "NAME",
    "TITLE": "NAME",
}
INTENTS = ("question", "statement", "complaint", "person", "booking", "ticket_status", "small_talk")


@dataclass(frozen=True, slots=True)
class Sets:
    """Texts of customers and of attackers, by the name they have in the report."""

    banking: list[str]
    dialogues: list[str]
    attacks: list[str]
    indirect: list[str]
    harmless: dict[str, list[str]]


def read_sets(folder: Path) -> Sets:
    banking = {row["text"] for file in (folder / "banking77").glob("*.jsonl") for row in _rows(file)}
    spoken = {
        text for row in _rows(folder / "dstc11_t5/dev.jsonl") for who, text in row["history"] if who == "U"
    }
    deepset = _rows(folder / "prompt_injection/deepset_train.jsonl")
    bipia = json.loads((folder / "prompt_injection/bipia_text_attacks.json").read_text())
    notinject = [row["text"] for row in _rows(folder / "prompt_injection/notinject_one.jsonl")]
    return Sets(
        sorted(banking),
        sorted(spoken),
        [row["text"] for row in deepset if row["label"]],
        [text for texts in bipia.values() for text in texts],
        {
            "NotInject": notinject,
            "deepset, harmless": [row["text"] for row in deepset if not row["label"]],
            "banking questions": sorted(banking),
            "dialogues": sorted(spoken),
        },
    )


def emotion(folder: Path) -> str:
    """Macro-F1 on the test split and the CPU of one reading."""
    model, test = load_emotions(), read_split(folder / "goemotions", "test")
    began = process_time()
    scores = np.array([list(model.probabilities(text).values()) for text in test.texts])
    spent = (process_time() - began) * 1000 / len(test.texts)
    threshold, fine_labels = np.array(model.threshold), len(LABELS)
    holds = np.hstack(
        [
            chosen(scores[:, :fine_labels], threshold[:fine_labels]),
            chosen(scores[:, fine_labels:], threshold[fine_labels:]),
        ]
    )
    truth = np.hstack([test.truth, folded_truth(test.truth)])
    each = dict(zip(COLUMNS, f1(holds, truth), strict=True))
    fine, coarse = (
        np.mean([each[name] for name in names]) for names in (LABELS, [f"ekman:{label}" for label in EKMAN])
    )
    weakest = ", ".join(
        f"{name} {each[name]:.2f}" for name in sorted(LABELS, key=lambda name: each[name])[:5]
    )
    return f"""**Emotion**, GoEmotions test split ({len(test.texts)} texts), macro-F1:

| | 28 labels | Ekman's 7 |
|---|---|---|
| this model ({MODEL.stat().st_size / 1e6:.1f} MB, {spent:.2f} ms of CPU a text) | {fine:.3f} | {coarse:.3f} |
| TF-IDF of words and letters, logistic regression | .471 | .602 |
| BERT (Demszky and others, 2020) | .46 | .64 |
| target | ≥ .48 | ≥ .61 |

Weakest: {weakest}."""


def persons(sets: Sets) -> str:
    lines = [line.split("|", 1) for line in PHRASINGS.read_text().splitlines()]
    rows = []
    for language, name in (("en", "English"), ("de", "German"), ("es", "Spanish"), ("fr", "French")):
        said = [text for code, text in lines if code == language]
        rows.append(f"| {name} | {len(said)} | {_share(said, _asks)} |")
    said = [text for code, text in lines if code != "-"]
    unsaid = [text for code, text in lines if code == "-"]
    return f"""**Wishes for a person**, phrasings kept aside (`sets/person_requests.txt`):

| | phrasings | heard |
|---|---|---|
{_lines(rows)}
| all (target ≥ 98 %) | {len(said)} | {_share(said, _asks)} |

False alarms: {_share(unsaid, _asks)} of {len(unsaid)} sentences that only look like it,
{_share(sets.banking, _asks)} of {len(sets.banking)} banking questions (target ≤ 1 %),
{_share(sets.dialogues, _asks)} of {len(sets.dialogues)} turns of travel dialogues.
Three earlier lists of this kind were heard to about 91 %, 91 % and 87 % at first sight before their misses
were learnt (now test data), so other people's words may be heard less well than these."""


def identifying(folder: Path, sets: Sets) -> str:
    rows = [(row["text"], row["spans"]) for row in _rows(folder / "pii/presidio_synth_v2.jsonl")]
    found = [
        (find_pii(text), [(a, b, KINDS.get(kind, kind)) for a, b, kind in spans]) for text, spans in rows
    ]
    kinds = list(dict.fromkeys(KINDS.values()))
    table = [_pii_row(kind, found) for kind in kinds]
    others = sum(bool(find_pii(text)) for text in sets.banking)
    return f"""**What identifies a person**, {len(rows)} synthetic sentences (Presidio). Names
are looked for only behind words that introduce them, addresses in the shape of a street.
The set has many without either.

| | spans | found | right of those found |
|---|---|---|---|
{_lines(table)}

Something is hidden in {others} of {len(sets.banking)} banking questions."""


def injection(sets: Sets) -> str:
    rows = [
        f"| {name} | {len(texts)} | {_share(texts, _suspicious)} |"
        for name, texts in (("deepset attacks", sets.attacks), ("BIPIA tasks alone", sets.indirect))
    ]
    harmless = [
        f"| {name} | {len(texts)} | {_share(texts, _suspicious)} |" for name, texts in sets.harmless.items()
    ]
    return f"""**Orders to the model.** A suspicion adds caution and refuses nothing.

| | texts | suspected |
|---|---|---|
{_lines(rows)}

| harmless | texts | suspected |
|---|---|---|
{_lines(harmless)}"""


def whole(sets: Sets) -> str:
    read = load_emotions().relative
    began = process_time()
    seen = [understand(text, read) for text in sets.banking]
    spent = (process_time() - began) * 1000 / len(seen)
    intents = ", ".join(f"{name} {np.mean([one.intent == name for one in seen]):.1%}" for name in INTENTS)
    felt = ", ".join(
        f"{name} {np.mean([one.emotion.label == name for one in seen]):.1%}"
        for name in ("neutral", "frustration", "confusion", "fear", "anger")
    )
    english = np.mean([one.language in ("en", None) for one in seen])
    return f"""**All of it** takes {spent:.2f} ms of CPU a message (target ≤ 1.5).
Of the banking questions: {intents}.
Felt: {felt}. Taken for another language than English: {1 - english:.2%}."""


def _pii_row(kind: str, found: Sequence[tuple[tuple[Span, ...], list[tuple[int, int, str]]]]) -> str:
    meant = [(spans, (a, b)) for spans, truth in found for a, b, name in truth if name == kind]
    hit = sum(any(s.kind == kind and s.start <= a and s.end >= b for s in spans) for spans, (a, b) in meant)
    said = [(s, truth) for spans, truth in found for s in spans if s.kind == kind]
    right = sum(any(a < s.end and b > s.start and name == kind for a, b, name in truth) for s, truth in said)
    return f"| {kind} | {len(meant)} | {hit / len(meant):.1%} | {right} of {len(said)} |"


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def _asks(text: str) -> bool:
    return asks_for_person(text) is not None


def _suspicious(text: str) -> bool:
    return suspect(text).suspicious


def _share(texts: Sequence[str], fits: Callable[[str], bool]) -> str:
    return f"{sum(map(fits, texts)) / len(texts):.2%}"


def _lines(rows: Iterable[str]) -> str:
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data
    sets = read_sets(folder)
    parts = [emotion(folder), persons(sets), identifying(folder, sets), injection(sets), whole(sets)]
    text = "Made by `make eval-conversation`.\n\n" + "\n\n".join(parts)
    write_section("conversation-understanding", "Understanding and guarding", text)
    print(text)


if __name__ == "__main__":
    main()
