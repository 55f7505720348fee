package main

import "latchkey/api/mail"

// makers say what is in the letters that are looked at when they are sent: those
// with secrets, and those that may have become untrue.
func (p *program) makers() map[mail.Kind]mail.SecretRenderer {
	return map[mail.Kind]mail.SecretRenderer{
		mail.PasswordReset: p.profile.MakeReset,
		mail.BypassLink:    p.access.MakeBypass,
		mail.LinkCode:      p.flow.MakeLinkCode,
		mail.SSORequired:   p.access.MakeSSONotice,
		mail.SSOTomorrow:   p.access.MakeSSONotice,
		mail.Invitation:    p.access.MakeInvitation,
	}
}
