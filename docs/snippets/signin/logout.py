"""Ends sessions of a Flask program when they end at Latchkey (PyJWT, with its crypto extra)."""

from collections.abc import Callable

import jwt
from flask import Blueprint, request

EVENT = "http://schemas.openid.net/event/backchannel-logout"


def backchannel_logout(issuer: str, client_id: str, end: Callable[[str | None, str | None], None]) -> Blueprint:
    """The page of the backchannelLogoutUri, /backchannel-logout.

    It verifies what Latchkey posts and hands over whose sessions end here: those that
    began with the session id (sid), or, without one, all of the user (sub). The same
    may come twice. Exempt it from CSRF protection.
    """
    keys = jwt.PyJWKClient(f"{issuer}/.well-known/jwks.json", lifespan=300)
    page = Blueprint("backchannel_logout", __name__)

    @page.post("/backchannel-logout")
    def ended():
        try:
            claims = verified(request.form.get("logout_token", ""))
        except jwt.PyJWTError:
            return "This is no logout token.", 400, {"Cache-Control": "no-store"}
        end(claims.get("sid"), claims.get("sub"))
        return "", 200, {"Cache-Control": "no-store"}

    def verified(token: str) -> dict:
        if jwt.get_unverified_header(token).get("typ") != "logout+jwt":
            raise jwt.InvalidTokenError("another type")
        claims = jwt.decode(
            token,
            keys.get_signing_key_from_jwt(token),
            algorithms=["RS256", "ES256"],
            issuer=issuer,
            audience=client_id,
            options={"require": ["iat", "exp", "jti"]},
        )
        if EVENT not in claims.get("events", {}) or "nonce" in claims or not (claims.get("sid") or claims.get("sub")):
            raise jwt.InvalidTokenError("no logout token")
        return claims

    return page
