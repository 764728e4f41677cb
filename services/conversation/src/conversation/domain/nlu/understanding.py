"""Reads a message once, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from conversation.domain.nlu.emotion import Emotion, ReadLabels, feel, unread
from conversation.domain.nlu.injection import Suspicion, suspect
from conversation.domain.nlu.intent import Intent, intent_of
from conversation.domain.nlu.language import guess_language
from conversation.domain.nlu.person_requests import asks_for_person
from conversation.domain.nlu.small_talk import SmallTalk, small_talk
from conversation.domain.privacy.pii import Span, find_pii


@dataclass(frozen=True, slots=True)
class Understanding:
    """`language`: ISO 639-1 code, None when the text is too short to tell. `asks_for_person`: the language in
    which it asks for a person, or None."""

    language: str | None
    intent: Intent
    emotion: Emotion
    asks_for_person: str | None
    small_talk: SmallTalk | None
    pii: tuple[Span, ...]
    injection: Suspicion


@lru_cache(maxsize=256)  # a turn is looked at when it comes in and again when it is answered
def understand(text: str, read_labels: ReadLabels = unread) -> Understanding:
    """`read_labels` is `relative` of the loaded emotion model; without it only cue words and marks count."""
    person, polite = asks_for_person(text), small_talk(text)
    language = person or (polite.language if polite else None) or guess_language(text)
    emotion = feel(text, language, read_labels)
    return Understanding(
        language=language,
        intent=intent_of(text, person is not None, polite is not None, emotion),
        emotion=emotion,
        asks_for_person=person,
        small_talk=polite,
        pii=find_pii(text),
        injection=suspect(text),
    )
