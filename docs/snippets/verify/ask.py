"""Asks Latchkey whether an access token is active at this moment, and whose it is (requests)."""

from urllib.parse import quote_plus

import requests


def ask(issuer: str, client_id: str, secret: str, token: str) -> dict | None:
    """What is said of an active token (RFC 7662); None for any other.

    Id and secret are those of a service with the scope introspect, which may ask
    about its organization, or of an application, about its own.
    """
    answer = requests.post(
        f"{issuer}/oauth/introspect",
        auth=(quote_plus(client_id), quote_plus(secret)),
        data={"token": token},
        timeout=10,
    )
    answer.raise_for_status()
    said = answer.json()
    return said if said["active"] else None
