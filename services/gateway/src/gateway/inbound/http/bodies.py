"""Routes that take more than one kind of body read and describe it themselves."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json
from starlette.requests import Request

from chassis.errors import Invalid
from gateway.refusals import Malformed, Unsupported

ModelT = TypeVar("ModelT", bound=BaseModel)
NO_BODY = "The body is empty; send a JSON object."
JSON_ONLY = "Send JSON with `Content-Type: application/json`, or a form with `multipart/form-data`."


async def json_object(request: Request) -> Any:
    """The JSON of the body. Raises Invalid without one, Malformed, and Unsupported for another kind."""
    content_type = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if content_type != "application/json" and not content_type.endswith("+json"):
        raise Unsupported(JSON_ONLY)
    body = await request.body()
    if not body.strip():
        raise Invalid(NO_BODY)
    try:
        return from_json(body)
    except ValueError as error:
        raise Malformed(str(error)) from error


async def json_body(request: Request, model: type[ModelT]) -> ModelT:
    """Raises as `json_object`, and RequestValidationError when it is not a `model`."""
    return check(TypeAdapter(model), await json_object(request))


def check(adapter: TypeAdapter[ModelT], raw: Any) -> ModelT:
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        errors = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(errors) from error


def openapi_bodies(*models: type[BaseModel], form: dict[str, Any]) -> dict[str, Any]:
    """`openapi_extra` of a route that takes one of `models` as JSON, or `form` as multipart."""
    schemas = [model.model_json_schema(ref_template="#/components/schemas/{model}") for model in models]
    for schema in schemas:
        schema.pop("$defs", None)
    json_schema = schemas[0] if len(schemas) == 1 else {"oneOf": schemas}
    content = {"application/json": {"schema": json_schema}, "multipart/form-data": {"schema": form}}
    return {"requestBody": {"required": True, "content": content}}
