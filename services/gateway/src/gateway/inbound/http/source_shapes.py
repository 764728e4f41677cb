"""What staff send about sources."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from contracts.shapes import Audience, SyncEvery
from gateway.inbound.http.shapes import Name, Taken, not_blank

Address = Annotated[str, Field(min_length=1, max_length=2000)]


class TextSource(Taken):
    kind: Literal["text"]
    name: Name
    text: Annotated[str, Field(min_length=1), AfterValidator(not_blank)]
    audience: Audience = "public"


class Faq(Taken):
    question: Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(not_blank)]
    answer: Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(not_blank)]
    keywords: list[str] = []


class FaqSource(Taken):
    """Each question is an entry of its own that can be changed later."""

    kind: Literal["faq"]
    name: Name
    faqs: list[Faq] = Field(min_length=1)
    audience: Audience = "public"


class UrlSource(Taken):
    """One page, or a file that lies at an address."""

    kind: Literal["url"]
    url: Address
    name: Name | None = None
    audience: Audience = "public"
    sync_every: SyncEvery | None = None


class WebsiteSource(Taken):
    """Every page of one host that links or sitemaps lead to; `max_depth` counts links from the address."""

    kind: Literal["website"]
    url: Address
    name: Name | None = None
    audience: Audience = "public"
    sync_every: SyncEvery | None = None
    max_pages: int | None = Field(default=None, ge=1, le=10_000)
    max_depth: int | None = Field(default=None, ge=0, le=20)


class FormSource(Taken):
    """The fields of a form beside its file."""

    audience: Audience = "public"


Written = TextSource | FaqSource | UrlSource | WebsiteSource
KINDS: dict[str, type[Written]] = {
    "text": TextSource,
    "faq": FaqSource,
    "url": UrlSource,
    "website": WebsiteSource,
}


class SourceChange(Taken):
    """What is not named stays; `sync_every: "never"` ends the schedule."""

    name: Name | None = None
    audience: Audience | None = None
    sync_every: Literal[SyncEvery, "never"] | None = None


class DocumentChange(Taken):
    audience: Audience


class EntryChange(Faq):
    """`revision` is the one that was read; without it the newest is overwritten."""

    revision: int | None = Field(default=None, ge=1)
