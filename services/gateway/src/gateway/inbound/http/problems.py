"""Every refusal as RFC 9457 problem+json: a status and a sentence a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from chassis import logs
from chassis.db import CONNECTION_LOST
from chassis.errors import Invalid, Refusal, Unavailable
from gateway.inbound.http.bodies import NO_BODY
from gateway.refusals import Malformed

log = logs.get(__name__)
MEDIA_TYPE = "application/problem+json"
_NO_OBJECT = {
    "missing": NO_BODY,
    **dict.fromkeys(("model_attributes_type", "model_type"), "Send a JSON object, such as {}."),
}
_CLEARER = {"extra_forbidden": "There is no such field"}
_SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
    400: "The request could not be read.",
}


def problem(
    status: int, title: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def of_refusal(refusal: Refusal) -> JSONResponse:
    headers = dict(getattr(refusal, "headers", {}))
    if refusal.status == 503:
        headers["Retry-After"] = "1"
    more = getattr(refusal, "more", {})
    return problem(refusal.status, refusal.title, refusal.detail, headers=headers, **more)


def sentence_of(error: Mapping[str, Any]) -> tuple[str, str]:
    """The field that is wrong and a sentence about it."""
    where, *place = [*map(str, error["loc"])] or [""]
    place = [part for part in place if part != "[key]"]
    field = ".".join(place if where in ("", "body", "query", "path", "header") else [where, *place])
    message = _CLEARER.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ").rstrip(".")
    return field, f"{field}: {message}." if field else f"{message}."


def install(app: FastAPI) -> None:
    """Let no error leave in another shape."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(ValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_failure)
    for lost in CONNECTION_LOST:
        app.add_exception_handler(lost, _on_database_away)


async def _on_refusal(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return of_refusal(error)


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError | ValidationError)
    errors: list[Any] = list(error.errors())
    first = errors[0]
    if first["type"] == "json_invalid":
        return of_refusal(Malformed(f"{first['ctx']['error']} at character {first['loc'][-1]}"))
    if first["loc"] == ("body",) and first["type"] != "missing" and not _is_json(request):
        return problem(415, "Unsupported content", "Send JSON, with `Content-Type: application/json`.")
    if first["loc"] == ("body",) and first["type"] in _NO_OBJECT:
        return of_refusal(Invalid(_NO_OBJECT[first["type"]]))
    sentences = [sentence_of(item) for item in errors]
    listed = [{"field": field, "detail": sentence} for field, sentence in sentences]
    return problem(422, Invalid.title, sentences[0][1], errors=listed)


def _is_json(request: Request) -> bool:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return content_type == "application/json" or content_type.endswith("+json")


async def _on_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    title = HTTPStatus(error.status_code).phrase
    detail = _SENTENCES.get(error.status_code, str(error.detail))
    return problem(error.status_code, title, detail, headers=error.headers)


async def _on_database_away(_: Request, error: Exception) -> JSONResponse:
    log.warning("http.database_away", reason=logs.reason_of(error))
    return of_refusal(Unavailable())


async def _on_failure(request: Request, error: Exception) -> JSONResponse:
    log.error("http.failed", method=request.method, path=request.scope.get("path"), exc_info=error)
    detail = "Something went wrong on our side; it has been recorded."
    return problem(500, "Internal error", detail)
