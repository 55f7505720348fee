# An access token of an hour, by the secret; "scope" asks for less than the service may.
curl --silent --show-error --fail-with-body \
  --user "$CLIENT_ID:$LATCHKEY_SECRET" \
  --data grant_type=client_credentials \
  --data scope=users:read \
  https://sso.example.com/oauth/token
