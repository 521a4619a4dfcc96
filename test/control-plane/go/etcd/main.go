// The etcd server, as its own main package has it. A main of ours is needed so that go.mod and go.sum pin it.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	etcdmain.Main(os.Args)
}
