"""Refusals: what a caller did or met, as a sentence and a status."""

from __future__ import annotations

from contracts.rpc import Problem


class Refusal(Exception):
    """The request was refused."""

    status = 400
    title = "Bad request"

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail or (type(self).__doc__ or "").strip().split("\n")[0]
        super().__init__(self.detail)

    def to_problem(self) -> Problem:
        return Problem(status=self.status, title=self.title, detail=self.detail)


class NotFound(Refusal):
    """There is nothing here with this id."""

    status = 404
    title = "Not found"


class Conflict(Refusal):
    """This contradicts what is already there."""

    status = 409
    title = "Conflict"


class Invalid(Refusal):
    """The request has a value that cannot be accepted."""

    status = 422
    title = "Invalid request"


class Unavailable(Refusal):
    """A part of Answerbus is not answering right now; nothing was lost, please try again."""

    status = 503
    title = "Temporarily unavailable"


class Refused(Refusal):
    """Another service refused; its own status and sentence are passed on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.status = problem.status
        self.title = problem.title
