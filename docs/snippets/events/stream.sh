# Appends what is new to the file $LOG, from its last line on: run it each minute. $LATCHKEY_SECRET is a secret (lks_…) or an access token.
after=$(tail -n 1 "$LOG" 2>/dev/null | sed -n 's/.*"cursor":"\([A-Za-z0-9_-]*\)".*/\1/p')
curl --silent --show-error --fail --get ${after:+--data "after=$after"} \
  -H "Authorization: Bearer $LATCHKEY_SECRET" \
  "https://sso.example.com/api/v1/organizations/$ORGANIZATION/sign-in-log/stream" >>"$LOG"
