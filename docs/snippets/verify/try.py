"""For the tests: reads tokens, a line each, and says of each whose it is or that it is refused."""

import sys

import jwt

from verify import Verifier

verifier = Verifier(*sys.argv[1:3])
for token in sys.stdin.read().splitlines():
    try:
        print(verifier.verify(token)["sub"])
    except jwt.PyJWTError as error:
        print(f"refused: {error}")
