// Command latchkey is the whole product: the API and the pages in one binary.
package main

import (
	"os"

	"latchkey/api/cli"
)

// version is set by the build.
var version = "development"

func main() { os.Exit(cli.Run(os.Args[1:], version)) }
