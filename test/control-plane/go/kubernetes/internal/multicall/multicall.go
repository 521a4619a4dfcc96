// Package multicall lets one binary be several programs: it acts as the one that its file is called by (a link
// named kube-apiserver is the API server).
package multicall

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
)

// Program runs to its end and returns the exit status.
type Program func() int

// Command makes a program of a Kubernetes component's command.
func Command(component func() *cobra.Command) Program {
	return func() int { return cli.Run(component()) }
}

// Run runs the program that this binary is called by, and exits with its status.
func Run(programs map[string]Program) {
	name := filepath.Base(os.Args[0])
	program, ok := programs[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "no program is called %q: link this binary under the name of one\n", name)
		os.Exit(2)
	}
	if os.Getenv("EXIT_WITH_STDIN") != "" {
		go exitWithStdin()
	}
	os.Exit(program())
}

// exitWithStdin ends the program when whoever started it is gone, however that ended: the other end of the pipe
// on standard input is closed then.
func exitWithStdin() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(1)
}
