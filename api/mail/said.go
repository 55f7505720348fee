package mail

import (
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// mostSaid is how much of a server's words is kept, in characters.
const mostSaid = 200

// words are what the mail server said, for the operator: on one line, without
// addresses of people, and without whatever is or could be a secret.
func (s *Server) words(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) }), " ")
	for _, secret := range []string{
		s.password, base64.StdEncoding.EncodeToString([]byte(s.password)),
		base64.StdEncoding.EncodeToString([]byte("\x00" + s.User + "\x00" + s.password)),
	} {
		if s.password != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	text = regexp.MustCompile(`[^\s<>"(:,;]+@`).ReplaceAllString(text, "…@")
	text = regexp.MustCompile(`[A-Za-z0-9+/_=-]{24,}`).ReplaceAllString(text, "…")
	if all := []rune(text); len(all) > mostSaid {
		text = string(all[:mostSaid]) + "…"
	}
	return strings.TrimSpace(text)
}

// wordsOf takes what the server said with a code out of an error of the library.
func wordsOf(text string, code int) string {
	if code == 0 {
		return ""
	}
	_, said, found := strings.Cut(text, strconv.Itoa(code)+" ")
	if !found {
		return ""
	}
	said, _, _ = strings.Cut(said, ", affected ")
	if plain, err := strconv.Unquote(said); err == nil {
		return plain // the library quotes some
	}
	return said
}

// codeLabel is a server's code in a metric: one of those that are known, or its class.
func codeLabel(code int) string {
	switch code {
	case 421, 450, 451, 452, 454, 501, 503, 504, 530, 534, 535, 550, 551, 552, 553, 554:
		return strconv.Itoa(code)
	}
	if code >= 400 && code < 600 {
		return strconv.Itoa(code/100) + "xx"
	}
	return "other"
}

// ReadHelo reads the name by which we greet: a host's, or an address in brackets
// (RFC 5321, 4.1.3).
func ReadHelo(name string) (string, bool) {
	good := regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[(IPv6:)?[0-9A-Fa-f.:]+\])$`).MatchString(name)
	return name, good && len(name) <= 255
}

// HeloOf is the name by which we greet unless another one is set: the host of the
// public URL. The bare name of this machine is refused by strict servers.
func HeloOf(host string) string {
	switch {
	case strings.Contains(host, ":"):
		return "[IPv6:" + host + "]"
	case strings.Trim(host, "0123456789.") == "":
		return "[" + host + "]"
	}
	return host
}
