package cli

import "fmt"

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(v version) error {
	_, err := fmt.Println("latchkey " + string(v))
	return err
}
