# $LATCHKEY_SECRET is a secret (lks_…), or an access token. The next page: "&cursor=" and what "next" says.
curl --silent --show-error --fail-with-body \
  -H "Authorization: Bearer $LATCHKEY_SECRET" \
  "https://sso.example.com/api/v1/organizations/$ORGANIZATION/users?limit=100"
