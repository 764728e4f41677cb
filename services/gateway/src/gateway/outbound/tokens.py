"""Signed tokens: HS256, an audience each for staff, a contact in one conversation, and a contact as such."""

from __future__ import annotations

import re
from typing import Any

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import OctKey

from chassis import clock
from chassis.errors import Unavailable
from gateway.domain.endings import EXPIRED
from gateway.domain.identity import Admission, ContactPass, LastingToken, StaffPass, Visit
from gateway.refusals import Forbidden, Unauthorized

STAFF, WIDGET, CONTACT = "staff", "widget", "contact"
STAFF_SECONDS = 15 * 60
WIDGET_SECONDS = 24 * 60 * 60
CONTACT_SECONDS = 365 * 24 * 60 * 60
_HEADER = {"alg": "HS256", "typ": "JWT"}
_CACHED = 4096
CLOCKS_APART = 60
"""A replica whose clock is behind by so many seconds still takes what another one has just signed."""
_WRONG_KIND = {
    STAFF: "This call is for staff; the token sent is for a customer's conversation.",
    WIDGET: "This call needs the token of a conversation; the token sent is for staff.",
}
_NAMES = {
    STAFF: ("workspace", "sub"),
    WIDGET: ("workspace", "bot", "conversation", "contact"),
    CONTACT: ("workspace", "bot", "contact"),
}
"""The claims a token of each kind must have, each an id."""
_PERHAPS = ("jti", "sid")
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
"""An id stands in subjects of the bus and in rows: a dot or a NUL in it would break either."""
_LATEST = 10**11
INVALID = "This token is not valid."
_OPENS_NOTHING = "A contact token opens nothing: it only goes with the next conversation."


class JwtTokens:
    """`use` gives the key; until then every token is refused as unavailable."""

    def __init__(self) -> None:
        self._known: OctKey | None = None
        rules: dict[str, Any] = {"exp": {"essential": True}, "aud": {"essential": True}}
        self._expiry = jwt.JWTClaimsRegistry(leeway=CLOCKS_APART, **rules)
        self._read: dict[str, dict[str, Any]] = {}

    def use(self, secret: bytes) -> None:
        self._known = OctKey.import_key(secret)
        self._read.clear()

    @property
    def _key(self) -> OctKey:
        """Raises Unavailable at the very start: a good token that is refused ends a conversation."""
        if self._known is None:
            raise Unavailable()
        return self._known

    def for_staff(self, who: StaffPass) -> tuple[str, int]:
        claims = {"aud": STAFF, "sub": who.user_id, "workspace": who.workspace_id, "sid": who.login}
        return self._sign(claims, STAFF_SECONDS), STAFF_SECONDS

    def lasting(self, token: LastingToken) -> str:
        claims = {"aud": STAFF, "sub": token.user_id, "workspace": token.workspace_id, "jti": token.token_id}
        return self._sign(claims, int((token.expires_at - token.created_at).total_seconds()))

    def for_visit(self, visit: Visit) -> tuple[str, int]:
        claims = {
            "aud": WIDGET,
            "workspace": visit.workspace_id,
            "bot": visit.bot_id,
            "conversation": visit.conversation_id,
            "contact": visit.contact_id,
        }
        return self._sign(claims, WIDGET_SECONDS), WIDGET_SECONDS

    def for_contact(self, who: ContactPass) -> str:
        claims = {
            "aud": CONTACT,
            "workspace": who.workspace_id,
            "bot": who.bot_id,
            "contact": who.contact_id,
        }
        return self._sign(claims, CONTACT_SECONDS)

    def is_for_staff(self, token: str) -> bool:
        """Raises Unauthorized when it is not a valid token of any kind."""
        return bool(self._valid(token)["aud"] == STAFF)

    def read_staff(self, token: str) -> StaffPass:
        claims = self._claims(token, STAFF)
        return StaffPass(claims["workspace"], claims["sub"], claims.get("jti"), claims.get("sid"))

    def read_visit(self, token: str) -> Visit:
        claims = self._claims(token, WIDGET)
        return Visit(claims["workspace"], claims["bot"], claims["conversation"], claims["contact"])

    def admission(self, token: str) -> Admission:
        """Whoever it is; raises Unauthorized or Forbidden."""
        until = self._valid(token)["exp"]
        return Admission(
            self.read_staff(token) if self.is_for_staff(token) else self.read_visit(token), until
        )

    def read_contact(self, token: str) -> ContactPass | None:
        """None for whatever is not such a token, or too old."""
        try:
            claims = self._claims(token, CONTACT)
        except (Unauthorized, Forbidden):
            return None
        return ContactPass(claims["workspace"], claims["bot"], claims["contact"])

    def _sign(self, claims: dict[str, Any], seconds: int) -> str:
        now = int(clock.now().timestamp())
        return jwt.encode(_HEADER, {**claims, "iat": now, "exp": now + seconds}, self._key)

    def _claims(self, token: str, audience: str) -> dict[str, Any]:
        claims = self._valid(token)
        if claims["aud"] != audience:
            raise Forbidden(_OPENS_NOTHING if claims["aud"] == CONTACT else _WRONG_KIND.get(audience))
        return claims

    def _valid(self, token: str) -> dict[str, Any]:
        claims = self._read.get(token) or self._verify(token)
        if claims["exp"] <= clock.now().timestamp():
            raise Unauthorized(EXPIRED)
        return claims

    def _verify(self, token: str) -> dict[str, Any]:
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            self._expiry.validate(claims)
        except ExpiredTokenError:
            raise Unauthorized(EXPIRED) from None
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise Unauthorized(INVALID) from error
        if not _is_whole(claims):
            raise Unauthorized(INVALID)
        if len(self._read) >= _CACHED:
            self._read.clear()
        self._read[token] = claims
        return claims


def _is_whole(claims: dict[str, Any]) -> bool:
    """Whether it says what a token of its kind has to: a signature alone does not promise that."""
    kind, until = claims["aud"], claims["exp"]
    if not isinstance(kind, str) or kind not in _NAMES or type(until) is not int or until > _LATEST:
        return False
    perhaps = [claims[name] for name in _PERHAPS if claims.get(name) is not None]
    named = [claims.get(name) for name in _NAMES[kind]] + perhaps
    return all(isinstance(name, str) and _ID.fullmatch(name) for name in named)
