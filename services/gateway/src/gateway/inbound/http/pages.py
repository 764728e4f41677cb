"""The few pages and files a browser can open; everything they load is served from here."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse

from chassis.errors import NotFound
from contracts.asyncapi import document
from gateway.inbound.http.asyncapi_page import render
from gateway.inbound.http.context import Context, ContextDep

STATIC = Path(__file__).parents[2] / "static"
SWAGGER = Path(fastapi_offline.__file__).parent / "static"
CSP = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": CSP, "Cache-Control": "no-cache"}
FILES = {
    "site.css": (STATIC / "site" / "site.css", "text/css"),
    "docs.js": (STATIC / "site" / "docs.js", "text/javascript"),
    "swagger-ui-bundle.js": (SWAGGER / "swagger-ui-bundle.js", "text/javascript"),
    "swagger-ui.css": (SWAGGER / "swagger-ui.css", "text/css"),
    "favicon.png": (SWAGGER / "favicon.png", "image/png"),
}
NO_DEMO = "There is no demo here: it was switched off, or it is not set up yet."
READ = ["GET", "HEAD"]  # who watches a site, or a link to it, asks for the head alone
router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=READ)
async def landing(ctx: ContextDep) -> HTMLResponse:
    demo = '<li><a href="/demo"><strong>Demo</strong><span>A company and its assistant.</span></a></li>'
    return _page("landing.html", DEMO=demo if _demo_key(ctx) else "")


@router.api_route("/docs", methods=READ)
async def docs() -> HTMLResponse:
    return _page("docs.html")


# made in threads: the first of each takes a third of a second, in which customers are answered
@router.api_route("/openapi.json", methods=READ)
def openapi_json(request: Request) -> JSONResponse:
    return JSONResponse(request.app.openapi())


@router.api_route("/asyncapi.json", methods=READ)
def asyncapi_json() -> JSONResponse:
    return JSONResponse(document())


@router.api_route("/asyncapi", methods=READ)
def asyncapi() -> HTMLResponse:
    return HTMLResponse(_asyncapi(), headers=HEADERS)


@cache
def _asyncapi() -> str:
    return render(document())


@router.api_route("/assets/{name}", methods=READ)
async def asset(name: str) -> FileResponse:
    if name not in FILES:
        raise NotFound()
    path, media_type = FILES[name]
    return FileResponse(path, media_type=media_type, headers={"Cache-Control": "public, max-age=3600"})


@router.api_route("/favicon.ico", methods=READ)
async def favicon() -> FileResponse:
    return await asset("favicon.png")


@router.api_route("/widget.js", methods=READ)
async def widget(request: Request) -> Response:
    path = STATIC / "widget" / "widget.js"
    if not path.is_file():
        raise NotFound("The widget is not built yet: run `make setup`.")
    body = path.read_bytes()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=300, stale-while-revalidate=86400"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/javascript", headers=headers)


@router.api_route("/demo", methods=READ)
async def demo(ctx: ContextDep) -> HTMLResponse:
    public_key = _demo_key(ctx)
    path = STATIC / "demo" / "index.html"
    if public_key is None or not path.is_file():
        raise NotFound(NO_DEMO)
    bot = await ctx.public_bots.by_public_key(public_key)
    text = path.read_text().replace("{{PUBLIC_KEY}}", escape(public_key))
    return HTMLResponse(
        text.replace("{{COMPANY}}", escape(bot.settings.company or bot.name)), headers=HEADERS
    )


@router.api_route("/demo/{name}", methods=READ)
async def demo_file(name: str) -> FileResponse:
    path = STATIC / "demo" / name
    if path.parent != STATIC / "demo" or not path.is_file():
        raise NotFound()
    return FileResponse(path, headers={"Cache-Control": "no-cache"})


def _demo_key(ctx: Context) -> str | None:
    try:
        key = (
            json.loads(ctx.demo_public_key_file.read_text())["public_key"]
            if ctx.demo_public_key_file
            else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(key) if key else None


def _page(name: str, **holes: str) -> HTMLResponse:
    text = (STATIC / "site" / name).read_text()
    for hole, filling in holes.items():
        text = text.replace(f"{{{{{hole}}}}}", filling)
    return HTMLResponse(text, headers=HEADERS)
