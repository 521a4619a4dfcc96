// The API server. It has a binary of its own, so that who needs nothing else waits for nothing else.
package main

import (
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"

	"data-frost/test/control-plane/kubernetes/internal/multicall"
)

func main() {
	multicall.Run(map[string]multicall.Program{
		"kube-apiserver": multicall.Command(apiserver.NewAPIServerCommand),
	})
}
