package doctor

import (
	"context"
	"fmt"
)

// logouts looks for applications that do not take it when they are told of a logout.
func (d *Doctor) logouts(ctx context.Context, r *Report) {
	const check = "logout"
	troubles, err := d.Database.LogoutFailures(ctx)
	if err != nil {
		unreadable(r, check, err)
		return
	}
	for _, t := range troubles {
		do := `look at its backchannelLogoutUri and its log; lines "an application was not told of a logout" of ours name the status`
		if t.Problem == "unreachable" {
			do = "look whether its backchannelLogoutUri can be reached from here; a private address must be on LATCHKEY_OUTBOUND_ALLOW"
		}
		r.Add(Look, check, fmt.Sprintf("application %s does not take that people signed out (%s): %d are tried again, %d were given up, since %s",
			t.ClientID, t.Problem, t.Trying, t.GivenUp, clock(t.Since)), do)
	}
	if len(troubles) == 0 {
		r.Add(OK, check, "applications take what they are told", "")
	}
}
