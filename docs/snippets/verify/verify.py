"""Accepts the access tokens of Latchkey, without asking it (PyJWT, with its crypto extra)."""

import jwt


class Verifier:
    """Verifies tokens. Make one and keep it: it has the keys.

    The issuer is Latchkey's address, the audience what tokens for you have in
    aud: the same address, unless another was set.
    """

    def __init__(self, issuer: str, audience: str | None = None):
        self.issuer = issuer
        self.audience = audience or issuer
        self.keys = jwt.PyJWKClient(f"{issuer}/.well-known/jwks.json", lifespan=300)

    def verify(self, token: str) -> dict:
        """The claims of the token; raises jwt.PyJWTError if it is not to be believed."""
        if jwt.get_unverified_header(token).get("typ") != "at+jwt":
            raise jwt.InvalidTokenError("not an access token")
        return jwt.decode(
            token,
            self.keys.get_signing_key_from_jwt(token),
            algorithms=["ES256"],
            issuer=self.issuer,
            audience=self.audience,
            options={"require": ["sub", "org", "exp"]},
        )
