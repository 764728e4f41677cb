"""Multipart bodies, read once from the wire to a temporary file, with a sentence for each way they break."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from chassis.errors import Invalid, Refusal

HALF = "The upload stopped half way: please send the file again."


def is_multipart(request: Request) -> bool:
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


class _Tail:
    """Passes the body on and remembers how it ended."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.last = b""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        async for chunk in self._request.stream():
            self.last = (self.last + chunk)[-200:]
            yield chunk


@asynccontextmanager
async def read_form(request: Request) -> AsyncIterator[FormData]:
    """The fields and files of a multipart body. Raises Invalid for a body that is broken or cut short."""
    tail = _Tail(request)
    parser = MultiPartParser(request.headers, tail.stream(), max_files=1, max_fields=20)
    try:
        form = await parser.parse()
    except ClientDisconnect as error:
        raise Invalid(HALF) from error
    except (MultiPartException, KeyError, ValueError) as error:
        reason = str(getattr(error, "message", error)).rstrip(".")
        raise Refusal(f"The multipart body is broken: {reason}.") from error
    try:
        if not tail.last.rstrip().endswith(b"--"):
            raise Invalid(HALF)
        yield form
    finally:
        await form.close()


def file_of(form: FormData) -> UploadFile:
    """The one file of a form, whatever its field is called. Raises Invalid when there is none."""
    found = file_in(form)
    if found is None:
        raise Invalid("The form has no file; send one in the field `file`.")
    return found


def file_in(form: FormData) -> UploadFile | None:
    uploads: list[Any] = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
    return uploads[0] if uploads else None
