"""For the tests: reads tokens, a line each, and says of each whose it is or that it is not active."""

import sys

from ask import ask

for token in sys.stdin.read().splitlines():
    said = ask(*sys.argv[1:4], token)
    print(said["sub"] if said else "not active")
