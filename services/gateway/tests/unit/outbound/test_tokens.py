"""What clocks have to do with tokens, and what a token must say beside being signed."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import OctKey

from chassis import clock
from chassis.errors import Unavailable
from gateway.domain.identity import StaffPass, Visit
from gateway.outbound.tokens import WIDGET_SECONDS, JwtTokens
from gateway.refusals import Unauthorized

SECRET = b"a secret for tests alone, long enough"
VISIT = Visit("wsp_1", "bot_1", "cnv_1", "ctc_1")


def settled() -> JwtTokens:
    tokens = JwtTokens()
    tokens.use(SECRET)
    return tokens


def signed(tokens: JwtTokens, ahead: float, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token of a replica whose clock is ahead by so many seconds."""
    with monkeypatch.context() as there:
        now = clock.now() + timedelta(seconds=ahead)
        there.setattr(clock, "now", lambda: now)
        return tokens.for_visit(VISIT)[0]


def test_a_token_that_comes_before_the_key_is_not_called_invalid() -> None:
    token, _ = settled().for_visit(VISIT)
    starting = JwtTokens()
    with pytest.raises(Unavailable):
        starting.read_visit(token)
    with pytest.raises(Unavailable):
        starting.for_visit(VISIT)
    starting.use(SECRET)
    assert starting.read_visit(token) == VISIT


def test_a_token_of_a_replica_whose_clock_is_a_little_ahead_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = settled()
    assert tokens.read_visit(signed(tokens, 20, monkeypatch)) == VISIT
    with pytest.raises(Unauthorized):
        tokens.read_visit(signed(tokens, 600, monkeypatch))


def test_a_token_has_expired_on_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = settled()
    assert tokens.read_visit(signed(tokens, 5 - WIDGET_SECONDS, monkeypatch)) == VISIT
    with pytest.raises(Unauthorized, match="has expired"):
        tokens.read_visit(signed(tokens, -1 - WIDGET_SECONDS, monkeypatch))


STAFF = {"aud": "staff", "sub": "usr_1", "workspace": "wsp_1"}
WIDGET = {
    "aud": "widget",
    "workspace": "wsp_1",
    "bot": "bot_1",
    "conversation": "cnv_1",
    "contact": "ctc_1",
}
ODD: list[Any] = [None, 5, 1.5, True, [], ["staff"], {}, "", "a.b", ">", "x\x00y", "x y", "x" * 100_000]


def tokens_of(secret: bytes) -> JwtTokens:
    tokens = settled()
    tokens.use(secret)
    return tokens


def sign(claims: dict[str, Any], **header: Any) -> str:
    later = int(clock.now().timestamp()) + 600
    return jwt.encode({"alg": "HS256", **header}, {"exp": later, **claims}, OctKey.import_key(SECRET))


def refused(token: str) -> None:
    tokens = tokens_of(SECRET)
    for read in (tokens.read_staff, tokens.read_visit, tokens.is_for_staff):
        with pytest.raises(Unauthorized, match="not valid"):
            read(token)
    assert tokens.read_contact(token) is None


def test_what_is_signed_and_whole_is_read() -> None:
    tokens = tokens_of(SECRET)
    assert tokens.read_staff(sign(STAFF)) == StaffPass("wsp_1", "usr_1")
    assert tokens.read_visit(sign(WIDGET)) == VISIT


@pytest.mark.parametrize("kind", [STAFF, WIDGET, WIDGET | {"aud": "contact"}], ids=lambda kind: kind["aud"])
def test_what_is_signed_but_lacks_a_claim_or_has_an_odd_one_is_not_valid(kind: dict[str, Any]) -> None:
    for name in kind:
        if (kind["aud"], name) == ("contact", "conversation"):
            continue
        refused(sign({key: value for key, value in kind.items() if key != name}))
        for odd in ODD:
            refused(sign({**kind, name: odd}))


def test_times_and_sessions_of_odd_kinds_are_not_valid() -> None:
    for odd in (None, "soon", [], True, 1e12, 10**400):
        refused(sign({**STAFF, "exp": odd}))
    for name in ("jti", "sid"):
        for odd in (5, [], {}, "", "x\x00y"):
            refused(sign({**STAFF, name: odd}))


def test_what_is_not_signed_by_us_is_not_valid() -> None:
    head, body, signature = sign(STAFF).split(".")
    for other in (
        b'{"alg":"none"}',
        b'{"alg":[]}',
        b'{"alg":"HS256","crit":5}',
        b"[" * 6000,
        b"5",
        b"\xff",
        b"",
    ):
        part = urlsafe_b64encode(other).rstrip(b"=").decode()
        refused(f"{part}.{body}.{signature}")
        refused(f"{part}.{body}.")
        refused(jws.serialize_compact({"alg": "HS256"}, other, OctKey.import_key(SECRET)))
    for broken in ("", "a", "...", f"{head}.{body}", f"{head}.{body}.{signature}x", "x" * 60_000, "é.é.é"):
        refused(broken)
