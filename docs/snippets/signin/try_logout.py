"""For the tests: reads tokens, a line each, posts them as Latchkey does and says whose sessions end or what is answered."""

import sys

from flask import Flask

from logout import backchannel_logout

ended = []
app = Flask(__name__)
app.register_blueprint(backchannel_logout(*sys.argv[1:3], lambda sid, sub: ended.append(f" {sid} {sub}")))
for token in sys.stdin.read().splitlines():
    ended.clear()
    answer = app.test_client().post("/backchannel-logout", data={"logout_token": token})
    print(f"{answer.status_code}{''.join(ended)}")
