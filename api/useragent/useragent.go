package useragent

import "strings"

// Name is what people call a browser and where it runs; "" is what is not known. Nothing of the
// text itself is in it, but for programs that are known: whoever signs in chose the text, and
// it is read by whom it may deceive.
type Name struct{ Browser, System string }

// Read names a User-Agent (RFC 9110, 10.1.5). Browsers also say the names of those that they
// descend from, so the first mark that is there counts.
func Read(userAgent string) Name {
	n := Name{
		Browser: first(userAgent, [][2]string{
			{"Edg/", "Edge"},
			{"EdgA/", "Edge"},
			{"EdgiOS/", "Edge"},
			{"OPR/", "Opera"},
			{"OPiOS/", "Opera"},
			{"SamsungBrowser/", "Samsung Internet"},
			{"Firefox/", "Firefox"},
			{"FxiOS/", "Firefox"},
			{"CriOS/", "Chrome"},
			{"Chrome/", "Chrome"},
			{"Safari/", "Safari"},
		}),
		System: first(userAgent, [][2]string{
			{"iPhone", "iPhone"},
			{"iPad", "iPad"},
			{"Android", "Android"},
			{"CrOS", "ChromeOS"},
			{"Windows", "Windows"},
			{"Macintosh", "macOS"},
			{"Linux", "Linux"},
		}),
	}
	if n.Browser == "" {
		n.Browser = program(userAgent)
	}
	return n
}

// program is the name of a program that is no browser, if it is known and says nothing else first.
func program(userAgent string) string {
	for _, name := range []string{"curl", "Wget", "python-requests", "Go-http-client", "PostmanRuntime", "okhttp"} {
		if strings.HasPrefix(userAgent, name+"/") {
			return name
		}
	}
	return ""
}

// String is the name for a sentence of a mail, such as "Firefox, Windows".
func (n Name) String() string {
	if n.Browser == "" || n.System == "" {
		return n.Browser + n.System
	}
	return n.Browser + ", " + n.System
}

// first gives the name of the first mark that is there.
func first(text string, marks [][2]string) string {
	for _, m := range marks {
		if strings.Contains(text, m[0]) {
			return m[1]
		}
	}
	return ""
}
