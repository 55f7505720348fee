"""Signs people in to a Flask program through Latchkey (Authlib)."""

import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session, url_for

app = Flask(__name__)
app.secret_key = os.environ["SESSION_KEY"]

oauth = OAuth(app)
oauth.register(
    "latchkey",
    server_metadata_url=os.environ["LATCHKEY_URL"] + "/.well-known/openid-configuration",
    client_id=os.environ["LATCHKEY_CLIENT_ID"],
    client_secret=os.environ["LATCHKEY_CLIENT_SECRET"],
    client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
)


@app.get("/login")
def login():
    # authorize_redirect(…, organization="acme") says which organization
    return oauth.latchkey.authorize_redirect(url_for("callback", _external=True))


@app.get("/callback")
def callback():
    person = oauth.latchkey.authorize_access_token()["userinfo"]
    session["user"] = {"id": person["sub"], "name": person["name"], "organization": person["org_code"]}
    return redirect("/")


@app.get("/")
def home():
    user = session.get("user")
    return f"You are {user['name']} of {user['organization']}." if user else redirect("/login")
