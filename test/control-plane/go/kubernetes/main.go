// The programs of a Kubernetes cluster in one binary: it acts as the program that its file is called by
// (a link named kube-apiserver is the API server). They share nearly all of their code, so one binary builds
// and links much faster than one for each.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
)

// To add a program, import its command here and list its name in ../../programs.ts.
var programs = map[string]func() *cobra.Command{
	"kube-apiserver": apiserver.NewAPIServerCommand,
}

func main() {
	name := filepath.Base(os.Args[0])
	program, ok := programs[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "no program is called %q: link this binary under the name of one\n", name)
		os.Exit(2)
	}
	os.Exit(cli.Run(program()))
}
