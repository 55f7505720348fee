package app

import "latchkey/api/mail"

// secretRenderers say what is in the mails that are looked at when they are sent: those
// with secrets, and those that may have become untrue.
func (a *App) secretRenderers() map[mail.Kind]mail.SecretRenderer {
	return map[mail.Kind]mail.SecretRenderer{
		mail.PasswordReset: a.Profile.MakeReset,
		mail.BypassLink:    a.Policies.MakeBypass,
		mail.LinkCode:      a.LinkPages.MakeCode,
		mail.SSORequired:   a.Policies.MakeSSONotice,
		mail.SSOTomorrow:   a.Policies.MakeSSONotice,
		mail.Invitation:    a.Policies.MakeInvitation,
		mail.SetupLink:     a.Guests.RenderSetupLink,
	}
}
