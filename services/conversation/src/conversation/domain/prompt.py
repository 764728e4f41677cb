"""The prompt of a model that answers: knowledge and customer text stand in it as data."""

from __future__ import annotations

from contracts.shapes import Passage
from conversation.domain.writing import WriteRequest

NO_ANSWER = "[[NO_ANSWER]]"
MAX_PASSAGE = 3000
MAX_QUESTION = 4000
MAX_LINE = 800
RECALLED = 6


def render_prompt(template: str, request: WriteRequest) -> list[dict[str, str]]:
    """The chat messages for this request: rules and passages, then the recent lines, then the question."""
    bot = request.bot
    system = _fill(
        template,
        {
            "bot_name": _flat(bot.name),
            "company": _flat(bot.settings.company or bot.name),
            "host_description": _flat(bot.settings.host_description),
            "language": request.language,
            "no_answer": NO_ANSWER,
            "passages": "\n".join(_passage(n, p) for n, p in enumerate(request.grounding.passages, 1)),
        },
    )
    lines = [
        {"role": "assistant" if line.role != "contact" else "user", "content": line.text[:MAX_LINE]}
        for line in request.history[-RECALLED:]
    ]
    question = f"<question>\n{_data(request.question[:MAX_QUESTION])}\n</question>"
    return [{"role": "system", "content": system}, *lines, {"role": "user", "content": question}]


def _fill(template: str, values: dict[str, str]) -> str:
    """One pass over the template, so that a value that looks like a placeholder stays text."""
    parts = template.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        filled.append(values[name] + rest if brace and name in values else "{" + part)
    return "".join(filled)


def _passage(number: int, passage: Passage) -> str:
    about = _flat(" / ".join(part for part in (passage.title, passage.heading) if part)).replace('"', "'")
    asked = f"Question: {_data(passage.question)}\n" if passage.question else ""
    body = _data(passage.text[:MAX_PASSAGE])
    return f'<passage number="{number}" from="{_data(about)}">\n{asked}{body}\n</passage>'


def _data(text: str) -> str:
    """Text that cannot close the element it stands in."""
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _flat(text: str) -> str:
    return " ".join(text.split())
