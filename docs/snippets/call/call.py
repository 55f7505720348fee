"""Calls the API of Latchkey as a service (requests; PyJWT with its crypto extra, for a private key)."""

import time
import uuid
from collections.abc import Callable

import jwt
import requests

# What proves which service asks for a token: members of the request for it.
Proof = Callable[[], dict[str, str]]


def by_secret(client_id: str, secret: str) -> Proof:
    """The proof of a service that has a secret."""
    return lambda: {"client_id": client_id, "client_secret": secret}


def by_key(client_id: str, issuer: str, key_id: str, pem: str) -> Proof:
    """The proof of a service whose public key Latchkey has (private_key_jwt).

    The issuer is Latchkey's address. Each assertion counts once.
    """

    def prove() -> dict[str, str]:
        now = int(time.time())
        claims = {"iss": client_id, "sub": client_id, "aud": issuer, "jti": str(uuid.uuid4()), "iat": now, "exp": now + 300}
        return assertion(client_id, jwt.encode(claims, pem, algorithm="ES256", headers={"kid": key_id}))

    return prove


def by_federation(client_id: str, read: Callable[[], str]) -> Proof:
    """The proof of a service that has a token of another issuer and no secret; read gives that token as it is now."""
    return lambda: assertion(client_id, read().strip())


def assertion(client_id: str, signed: str) -> dict[str, str]:
    return {
        "client_id": client_id,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": signed,
    }


class Refusal(Exception):
    """Why something was refused.

    Decide by code, which stays what it is; the operator finds the cause by reference.
    """

    def __init__(self, status: int, code: str = "", title: str = "", reference: str = ""):
        super().__init__(f"{code}: {title} ({reference})")
        self.status, self.code, self.reference = status, code, reference


class Client:
    """Calls the API for one organization. Make one and keep it: it has the token.

    The address is Latchkey's, the organization a code.
    """

    def __init__(self, address: str, organization: str, prove: Proof):
        self.address, self.organization, self.prove = address, organization, prove
        self.http = requests.Session()
        self.token, self.ends = "", 0.0

    def people(self) -> list[dict]:
        """Everybody, page after page. Know people by id."""
        everybody, query = [], {"limit": 100}
        while True:
            page = self.get("users", query)
            everybody += page["items"]
            if page["next"] is None:
                return everybody
            query["cursor"] = page["next"]

    def get(self, path: str, query: dict) -> dict:
        """Reads something of the organization.

        It waits where Latchkey says so, and gets another token if one ended early;
        both are tried a few times.
        """
        for attempt in range(4):
            answer = self.http.get(
                f"{self.address}/api/v1/organizations/{self.organization}/{path}",
                params=query,
                headers={"Authorization": f"Bearer {self.access_token()}"},
                timeout=30,
            )
            if answer.ok:
                return answer.json()
            if attempt < 3 and "Retry-After" in answer.headers:  # 429 and 503 say how long
                time.sleep(int(answer.headers["Retry-After"]))
            elif attempt < 3 and answer.status_code == 401:
                self.token = ""
            else:
                break
        try:
            problem = answer.json()
        except ValueError:  # a proxy in between may answer with something else
            problem = {}
        raise Refusal(answer.status_code, problem.get("code", ""), problem.get("title", ""), problem.get("ref", ""))

    def access_token(self) -> str:
        """The token that is there until a minute before it ends, then another."""
        if self.token and self.ends - time.time() > 60:
            return self.token
        form = {"grant_type": "client_credentials", **self.prove()}
        answer = self.http.post(f"{self.address}/oauth/token", data=form, timeout=30)
        said = answer.json()
        if not answer.ok:
            raise Refusal(answer.status_code, said["error"], said.get("error_description", ""))
        self.token, self.ends = said["access_token"], time.time() + said["expires_in"]
        return self.token
