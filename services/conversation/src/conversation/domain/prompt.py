"""The prompt of a model that answers: knowledge and customer text stand in it as data."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.shapes import Passage
from conversation.domain.persona import spoken, style
from conversation.domain.turns import Line
from conversation.domain.writing import WriteRequest

NO_ANSWER = "[[NO_ANSWER]]"
MAX_PASSAGE = 3000
MAX_QUESTION = 4000
MAX_LINE = 2000
WINDOW_TOKENS = 1500
CHARACTERS_A_TOKEN = 4
LINE_TOKENS = 4


def render_prompt(template: str, request: WriteRequest) -> list[dict[str, str]]:
    """The chat messages for this request: rules and passages, then the recent lines, then the question."""
    bot, persona = request.bot, request.bot.settings.persona
    system = fill(
        template,
        {
            "bot_name": flat(bot.name),
            "company": flat(bot.settings.company or bot.name),
            "host_description": flat(bot.settings.host_description),
            "language": spoken(persona, request.grounding.language, request.language)[0][:2],
            "style": style(persona),
            "earlier": as_data(flat(request.earlier)),
            "no_answer": NO_ANSWER,
            "passages": "\n".join(_passage(n, p) for n, p in enumerate(request.grounding.passages, 1)),
        },
    )
    question = f"<question>\n{as_data(request.question[:MAX_QUESTION])}\n</question>"
    said = recent(request.history)
    return [{"role": "system", "content": system}, *said, {"role": "user", "content": question}]


def recent(history: Sequence[Line]) -> list[dict[str, str]]:
    """The newest lines that fit into the window of tokens, oldest first, as chat messages."""
    chosen: list[dict[str, str]] = []
    left = WINDOW_TOKENS
    for line in reversed(history):
        said = line.text[:MAX_LINE]
        left -= len(said) // CHARACTERS_A_TOKEN + LINE_TOKENS
        if left < 0:
            break
        chosen.append({"role": "user" if line.role == "contact" else "assistant", "content": said})
    return chosen[::-1]


def fill(template: str, values: dict[str, str]) -> str:
    """One pass over the template, so that a value that looks like a placeholder stays text."""
    parts = template.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        filled.append(values[name] + rest if brace and name in values else "{" + part)
    return "".join(filled)


def _passage(number: int, passage: Passage) -> str:
    about = flat(" / ".join(part for part in (passage.title, passage.heading) if part)).replace('"', "'")
    asked = f"Question: {as_data(passage.question)}\n" if passage.question else ""
    body = as_data(passage.text[:MAX_PASSAGE])
    return f'<passage number="{number}" from="{as_data(about)}">\n{asked}{body}\n</passage>'


def as_data(text: str) -> str:
    """Text that cannot close the element it stands in."""
    return text.replace("<", "&lt;").replace(">", "&gt;")


def flat(text: str) -> str:
    return " ".join(text.split())
