"""The prompt of a model that answers; knowledge and customer text are marked as data in it."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.shapes import Passage
from conversation.domain.answering.writing import WriteRequest
from conversation.domain.persona import spoken, style
from conversation.domain.turns import Bot, Line, Turn

NO_ANSWER = "[[NO_ANSWER]]"
MAX_PASSAGE = 3000
MAX_QUESTION = 4000
MAX_LINE = 2000
WINDOW_TOKENS = 1500
CHARACTERS_A_TOKEN = 4
LINE_TOKENS = 4


def render_prompt(template: str, request: WriteRequest) -> list[dict[str, str]]:
    """The chat messages for this request: rules and passages, then the recent lines, then the question."""
    language = spoken(request.bot.settings.persona, request.grounding.language, request.language)[0][:2]
    values = {
        **about(request.bot, language),
        "earlier": as_data(flat(request.earlier)),
        "passages": "\n".join(_passage(n, p) for n, p in enumerate(request.grounding.passages, 1)),
    }
    return _asking(fill(template, values), request.question, request.history)


def render_web_prompt(template: str, turn: Turn, language: str) -> list[dict[str, str]]:
    """The chat messages for whoever searches the web: rules, the recent lines, the question."""
    return _asking(fill(template, about(turn.bot, language)), turn.text, turn.lines)


def about(bot: Bot, language: str) -> dict[str, str]:
    """Who answers, and how."""
    return {
        "bot_name": flat(bot.name),
        "company": flat(bot.settings.company or bot.name),
        "host_description": flat(bot.settings.host_description),
        "language": language,
        "style": style(bot.settings.persona),
        "no_answer": NO_ANSWER,
    }


def _asking(rules: str, question: str, history: Sequence[Line]) -> list[dict[str, str]]:
    asked = f"<question>\n{as_data(question[:MAX_QUESTION])}\n</question>"
    return [{"role": "system", "content": rules}, *recent(history), {"role": "user", "content": asked}]


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
