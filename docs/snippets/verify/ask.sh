# Latchkey itself answers for a token at any moment: 200 with who it is, or 401.
curl --silent --show-error --fail-with-body \
  -H "Authorization: Bearer $TOKEN" \
  https://sso.example.com/api/v1/me
