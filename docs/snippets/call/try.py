"""For the tests: reads cases, a line of JSON each, and says of each how many people there are or why it is refused."""

import json
import sys

from call import Client, Refusal, by_federation, by_key, by_secret

for line in sys.stdin:
    case = json.loads(line)
    proofs = {
        "secret": lambda: by_secret(case["id"], case["value"]),
        "key": lambda: by_key(case["id"], case["address"], case["kid"], case["value"]),
        "federation": lambda: by_federation(case["id"], lambda: case["value"]),
    }
    try:
        people = Client(case["address"], case["organization"], proofs[case["by"]]()).people()
        print(f"{len(people)} people, {people[0]['email']}")
    except Refusal as refusal:
        print(f"refused: {refusal.code} {refusal.reference}")
