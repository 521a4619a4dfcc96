// What makes a cluster of an API server, in one binary: these programs share most of their code.
//
// To add a program, import its command here and name it in test/cluster/programs.ts.
package main

import (
	"context"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"

	"data-frost/test/control-plane/kubernetes/internal/multicall"
)

func main() {
	multicall.Run(map[string]multicall.Program{
		"kube-controller-manager": multicall.Command(controllermanager.NewControllerManagerCommand),
		"kube-proxy":              multicall.Command(proxy.NewProxyCommand),
		"kube-scheduler":          multicall.Command(newScheduler),
		"kubectl":                 runKubectl,
		"kubelet":                 multicall.Command(newKubelet),
	})
}

func newScheduler() *cobra.Command { return scheduler.NewSchedulerCommand() }

func newKubelet() *cobra.Command { return kubelet.NewKubeletCommand(context.Background()) }

// runKubectl prints an error once, as kubectl itself does.
func runKubectl() int {
	util.CheckErr(cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()))
	return 0
}
