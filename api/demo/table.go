package demo

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Table prints where the world is, who lives in it and what each shows.
func Table(w io.Writer, productURL, providerURL, crmURL, inboxURL string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "\nLatchkey demo\n\n")
	fmt.Fprintf(t, "Open\t%s/sign-in\tstop with Ctrl-C\n", productURL)
	fmt.Fprintf(t, "Acme Support\t%s/o/acme/sign-in\tGoogle and Microsoft are on\n", productURL)
	fmt.Fprintf(t, "Globex\t%s/o/globex/sign-in\tnothing is set up: the warning dialog\n", productURL)
	fmt.Fprintf(t, "Initech\t%s/o/initech/sign-in\tits Google application stopped working: the first click tries it and is refused, the next opens the warning dialog\n", productURL)
	fmt.Fprintf(t, "Harbor CRM\t%s\tan application: people of Acme enter it by Google, and see no page of Latchkey on the way\n", crmURL)
	fmt.Fprintf(t, "Provider\t%s\tplays Google and Microsoft\n", providerURL)
	if inboxURL != "" {
		fmt.Fprintf(t, "Inbox\t%s\tevery mail of the demo\n", inboxURL)
	}
	fmt.Fprintf(t, "Developers\t%s/docs\tguides with programs, and the API reference of %s/openapi.yaml\n", productURL, productURL)
	fmt.Fprintf(t, "Password\t%s\teverybody's\n\n", Password)
	fmt.Fprintf(t, "Organization\tWho\tSign in with\tWhat it shows\n")
	for _, row := range [][4]string{
		{"acme", "maya@acme.example", "Google, Microsoft", "first sign-in: connected silently, by strong proof"},
		{"acme", "ben@acme.example", "Microsoft", "first sign-in: connected silently, by the directory"},
		{"acme", "lena@acme.example", "Google", "connected already"},
		{"acme", "sofia@acme.example", "Google, password", "super admin: never connected silently, is asked to link"},
		{"acme", "gita@partner.example", "Microsoft", "a guest (weak proof): is asked to link"},
		{"acme", "omar@acme.example", "Google", "deactivated: refused"},
		{"acme", "stranger@acme.example", "Google, Microsoft", "no user: refused, nothing created"},
		{"acme", "someone@gmail.com", "Google", "a private account: wrong hosted domain"},
		{"acme", "ben@elsewhere.example", "Microsoft", "another company's account: wrong tenant"},
		{"acme, globex", "alex@acme.example", "Google, password", "two users with one address, kept apart"},
		{"acme", "maya, lena, alex", "Harbor CRM, Google", "straight through Google into the CRM; signed out there too, once they sign out or Sofia deactivates them"},
		{"acme, globex", "everybody else", "Harbor CRM", "the sign-in page in between, then back into the CRM with name, role and organization"},
		{"globex", "gloria@globex.example", "password", "super admin: set a provider up yourself, see below"},
		{"globex", "hank@globex.example", "password", "agent; Google opens the warning dialog until Gloria is done"},
		{"initech", "peter@initech.example", "password", "agent; once in 30 seconds a click on Google tries it and is refused, all others open the warning dialog"},
		{"initech", "bill@initech.example", "password", "super admin: sees why, and enters the new secret"},
	} {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", row[0], row[1], row[2], row[3])
	}
	fmt.Fprintf(t, "\nTo set up at Globex\tClient ID\tDirectory (tenant)\n")
	fmt.Fprintf(t, "Google\t%s\t\n", globexGoogle)
	fmt.Fprintf(t, "Microsoft\t%s\t%s\n", globexMicrosoft, globexTenant)
	fmt.Fprintf(t, "Client secret, also Initech's new one\t%s\t\n", goodSecret)
	fmt.Fprintln(t)
	return t.Flush()
}
