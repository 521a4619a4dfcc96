// The etcd server, as its own main package has it. A main of ours is what lets go.mod and go.sum pin it.
package main

import (
	"io"
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	if os.Getenv("EXIT_WITH_STDIN") != "" {
		go exitWithStdin()
	}
	etcdmain.Main(os.Args)
}

// exitWithStdin ends the program when whoever started it is gone, however that ended: the other end of the pipe
// on standard input is closed then.
func exitWithStdin() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(1)
}
