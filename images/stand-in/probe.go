package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// patience is how long a connection may take; what a policy drops is never answered.
const patience = 3 * time.Second

const commands = `connect HOST:PORT
exit STATUS
hold [STATUS] (until it is told to end)
probe INTERVAL URL...
end (the first process of this container)`

// probe is for whoever tests from inside a pod, where no shell is.
func probe(words []string) int {
	switch {
	case len(words) == 2 && words[0] == "connect":
		return connect(words[1])
	case len(words) == 2 && words[0] == "exit":
		return exit(words[1])
	case len(words) == 1 && words[0] == "hold":
		return hold("0")
	case len(words) == 2 && words[0] == "hold":
		return hold(words[1])
	case len(words) == 1 && words[0] == "end":
		return end()
	case len(words) > 2 && words[0] == "probe":
		return probeConstantly(words[1], words[2:])
	}
	fmt.Fprintf(os.Stderr, "must be one of:\n%s\ngot %q\n", commands, strings.Join(words, " "))
	return usage
}

// connect prints what becomes of a TCP connection; whatever it is, the probe has done its work.
func connect(address string) int {
	connection, err := net.DialTimeout("tcp", address, patience)
	if err == nil {
		fmt.Println("open", connection.RemoteAddr())
		return 0
	}
	fmt.Println(verdict(err), err)
	return 0
}

// verdict is refused, silent, unknown (the name does not resolve) or failed.
func verdict(err error) string {
	var name *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &name):
		return "unknown"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "silent"
	default:
		return "failed"
	}
}

func exit(status string) int {
	number, err := strconv.Atoi(status)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return usage
	}
	return number
}

func hold(status string) int {
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	<-ended.Done()
	return exit(status)
}

// end tells the first process of the container to end, as the kubelet does before it removes the pod.
func end() int {
	if err := syscall.Kill(1, syscall.SIGTERM); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
