package main

import "latchkey/api/mail"

// makers say what is in the letters whose secrets are made when they are sent.
func (p *program) makers() map[mail.Kind]mail.Maker {
	return map[mail.Kind]mail.Maker{
		mail.PasswordReset: p.profile.MakeReset,
		mail.BypassLink:    p.access.MakeBypass,
		mail.LinkCode:      p.road.MakeLinkCode,
	}
}
