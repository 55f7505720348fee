package mail

import "strings"

// Browser names the browser of a User-Agent, such as "Firefox, Windows"; "" if it
// is none that we know. Nothing of the text itself is kept: whoever signs in chose
// it, and it is read by whom it may deceive.
func Browser(userAgent string) string {
	name := first(userAgent, [][2]string{
		{"Edg/", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	})
	system := first(userAgent, [][2]string{
		{"iPhone", "iOS"},
		{"iPad", "iPadOS"},
		{"Android", "Android"},
		{"CrOS", "ChromeOS"},
		{"Windows", "Windows"},
		{"Macintosh", "macOS"},
		{"Linux", "Linux"},
	})
	if name == "" || system == "" {
		return name + system
	}
	return name + ", " + system
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
