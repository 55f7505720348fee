# Whether a token is active at this moment (RFC 7662): {"active":true,…} with whose it is, or {"active":false}.
curl --silent --show-error --fail-with-body \
  --user "$CLIENT_ID:$LATCHKEY_SECRET" \
  --data-urlencode "token=$TOKEN" \
  https://sso.example.com/oauth/introspect
