"""Words before a sentence that do not change what it asks, as alternatives of a regular expression."""

from __future__ import annotations

from conversation.domain.nlu.languages.known import KNOWN

JOINING = "|".join(dict.fromkeys(word for lists in KNOWN.values() for word in lists.joining.split()))
"""What joins a sentence to the one before it, in any language."""
OPENING = rf"\W*+(?:(?:{JOINING}|so|ok|okay|hi|hello|hey|please|bitte|hallo|hola|bonjour)\W++)*+"
"""Any number of joining words and greetings, in front of a question."""
