"""Words before a sentence that do not change what it asks, as alternatives of a regular expression."""

from __future__ import annotations

JOINING = "and|but|or|also|und|aber|oder|auch|y|o|pero|et|ou|mais"
"""What joins a sentence to the one before it, in the languages the bot has phrases for."""
OPENING = rf"\W*+(?:(?:{JOINING}|so|ok|okay|hi|hello|hey|please|bitte|hallo|hola|bonjour)\W++)*+"
"""Any number of joining words and greetings, in front of a question."""
