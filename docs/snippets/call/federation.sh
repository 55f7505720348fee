# An access token without any secret: $TOKEN_FILE has the token of the other issuer.
tr -d '\n' <"$TOKEN_FILE" | curl --silent --show-error --fail-with-body \
  --data grant_type=client_credentials \
  --data-urlencode "client_id=$CLIENT_ID" \
  --data client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \
  --data-urlencode client_assertion@- \
  https://sso.example.com/oauth/token
