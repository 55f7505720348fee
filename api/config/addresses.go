package config

import (
	"errors"
	"fmt"
	"net"
)

// checkAddresses looks at the addresses that are used much later, when the database
// is open and the first link is printed: until then nobody would hear of a mistake.
func (s Settings) checkAddresses() error {
	var problems []error
	for _, one := range []struct{ name, address, example string }{
		{"LATCHKEY_LISTEN", s.Listen, ":8080 or 127.0.0.1:8080"},
		{"LATCHKEY_METRICS_LISTEN", s.MetricsListen, "127.0.0.1:9090"},
		{"LATCHKEY_DNS_SERVER", s.DNSServer, "10.0.0.53:53"},
	} {
		if one.address != "" && !hasPort(one.address) {
			problems = append(problems, fmt.Errorf("%s: want host:port, such as %s", one.name, one.example))
		}
	}
	return errors.Join(problems...)
}

// hasPort tells whether an address ends with a port.
func hasPort(address string) bool {
	_, port, err := net.SplitHostPort(address)
	return err == nil && port != ""
}
