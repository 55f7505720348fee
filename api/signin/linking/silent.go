package linking

import (
	"context"

	"latchkey/api/event"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// silently is how a link is made by the e-mail address alone.
const silently = "silent"

// Silently makes the link of somebody who comes for the first time and is asked for no proof. An
// address that the account proves for the first time is noted with the user. What goes
// with it is written by [Links.Enter].
func (l *Links) Silently(ctx context.Context, rows store.Rows, a *attempt.Returned, d decision.Decision, identity store.Identity) error {
	proves := ""
	if l.Proves(a, d) {
		proves = a.Claims.Email
	}
	return race(rows.LinkAtSignIn(ctx, identity, a.Provider, proves))
}

// Enter writes the session of such a sign-in, with the mail and the event of the link. The
// account or the user may have been disconnected since it was decided: then it is ErrRace.
func (l *Links) Enter(ctx context.Context, rows store.Rows, a *attempt.Returned, identity store.Identity, session store.Session) error {
	message, err := l.Mail.ToUser(linkedMessage(a, identity, silently))
	if err != nil {
		return err
	}
	row, err := event.Row(ctx, rows, linkedEvent(identity, a.Provider, silently, l.Now()))
	if err != nil {
		return err
	}
	return race(rows.AddFirstSignIn(ctx, store.FirstSignIn{Linked: identity, Mail: message, Event: row, Session: session}))
}
