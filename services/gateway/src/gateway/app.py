"""Puts the rooms of the gateway together: HTTP comes in, facts and requests go out, glimpses come back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.routing import BaseRoute, Route

from chassis import health
from chassis.service import Service
from gateway.domain.last_turns import LastTurns
from gateway.handlers.erase import Erasing
from gateway.handlers.manage_bots import BotDesk
from gateway.handlers.manage_tokens import TokenDesk
from gateway.handlers.manage_users import Staff
from gateway.handlers.sign_in import Sessions
from gateway.handlers.start_conversation import Reception
from gateway.inbound import events
from gateway.inbound.http import mcp_door
from gateway.inbound.http.api import make_app
from gateway.inbound.http.context import Context
from gateway.inbound.http.throttle import Throttle
from gateway.outbound.endings import BusEndings
from gateway.outbound.facts import FactPublisher
from gateway.outbound.glimpse_hub import GlimpseHub
from gateway.outbound.passwords import ArgonPasswords
from gateway.outbound.remains import StoredRemains
from gateway.outbound.tokens import JwtTokens
from gateway.outbound.uploads import ObjectStoreUploads
from gateway.settings import Settings
from gateway.store.bot_cache import BotCache
from gateway.store.bots import BotStore
from gateway.store.forgotten import ForgottenStore
from gateway.store.lasting_tokens import LastingTokenStore
from gateway.store.refresh_tokens import RefreshTokenStore
from gateway.store.users import UserStore
from gateway.store.visit_cache import VisitCache
from gateway.store.workspaces import SigningKeyStore, WorkspaceStore

MIGRATIONS = Path(__file__).parent / "store" / "migrations"


@dataclass(frozen=True, slots=True)
class Gateway:
    """The service and the application it serves, not yet started."""

    service: Service
    http: FastAPI
    context: Context


def build(settings: Settings) -> Gateway:
    service = Service("gateway", settings, migrations=MIGRATIONS)
    tokens, endings = JwtTokens(), BusEndings(service.bus)
    hub = GlimpseHub(service.bus, service.stopping, endings.why)
    endings.listen(hub.end_access)
    service.before_start(lambda: _settle_key(service, settings, tokens))
    service.background(hub.end_on_stop)
    service.background(endings.hear)
    ctx = _context(service, settings, tokens, hub, endings)
    events.consume(service, ctx.erasing)
    door = mcp_door.McpDoor()
    service.background(door.run)
    operations: list[BaseRoute] = [
        *health.routes(service.checks),
        Route(mcp_door.PATH, door, methods=mcp_door.METHODS),
    ]
    app = make_app(ctx, service.lifespan, operations)
    return Gateway(service, app, ctx)


def _context(
    service: Service, settings: Settings, tokens: JwtTokens, hub: GlimpseHub, endings: BusEndings
) -> Context:
    database, bots, refresh_tokens = service.database, BotStore(), RefreshTokenStore()
    workspaces, forgotten = WorkspaceStore(), ForgottenStore()
    public_bots, facts = BotCache(database, bots), FactPublisher(service.facts, service.bus)
    visits = VisitCache(database, bots, forgotten, hub.reconnects)
    endings.listen(public_bots.end, visits.forget)
    return Context(
        database=database,
        workspaces=workspaces,
        erasing=Erasing(database, workspaces, StoredRemains(service.bus), service.bus, forgotten, endings),
        staff=Staff(database, UserStore(), refresh_tokens, ArgonPasswords(), endings),
        sessions=Sessions(tokens, refresh_tokens),
        tokens=tokens,
        token_desk=TokenDesk(database, LastingTokenStore(), tokens, endings),
        bots=BotDesk(database, bots, endings),
        public_bots=public_bots,
        visits=visits,
        endings=endings,
        reception=Reception(public_bots, facts, tokens, database, forgotten, visits),
        facts=facts,
        last_turns=LastTurns(),
        bus=service.bus,
        glimpses=hub,
        uploads=ObjectStoreUploads(service.bus),
        waiting=lambda: health.waiting_for(service.checks),
        messages=Throttle(settings.messages),
        logins=Throttle(settings.logins),
        signups=Throttle(settings.workspaces),
        conversations=Throttle(settings.conversations),
        public_url=settings.public_url,
        demo_public_key_file=settings.demo_public_key_file,
    )


async def _settle_key(service: Service, settings: Settings, tokens: JwtTokens) -> None:
    if settings.token_secret is not None:
        tokens.use(settings.token_secret.get_secret_value().encode())
        return
    async with service.database.transaction() as tx:
        tokens.use(await SigningKeyStore().settle(tx.conn, "tokens", secrets.token_bytes(32)))
