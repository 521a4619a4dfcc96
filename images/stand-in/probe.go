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
	"sync"
	"syscall"
	"time"
)

// patience is how long a request may take.
const patience = 3 * time.Second

// silence is how long nothing comes back before a connection is given up; what a policy drops is never answered.
const silence = 2 * time.Second

const commands = `connect HOST:PORT... (without a port the name is looked up and no more)
listen PORT...
exit STATUS
hold [STATUS] (until it is told to end)
probe INTERVAL URL...
end (the first process of this container)`

// probe is for whoever tests from inside a pod, where no shell is.
func probe(words []string) int {
	switch {
	case len(words) > 1 && words[0] == "connect":
		return connect(words[1:])
	case len(words) > 1 && words[0] == "listen":
		return listen(words[1:])
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

// connect prints what becomes of a TCP connection to each address, all tried at once, in a line each and in their
// order; whatever it is, the probe has done its work.
func connect(addresses []string) int {
	lines := make([]string, len(addresses))
	var underWay sync.WaitGroup
	for index, address := range addresses {
		underWay.Go(func() { lines[index] = fmt.Sprint(verdict(try(address)), " ", address) })
	}
	underWay.Wait()
	fmt.Println(strings.Join(lines, "\n"))
	return 0
}

func try(address string) error {
	enough, stop := context.WithTimeout(context.Background(), silence)
	defer stop()
	if !strings.Contains(address, ":") {
		_, err := net.DefaultResolver.LookupHost(enough, address)
		return err
	}
	connection, err := new(net.Dialer).DialContext(enough, "tcp", address)
	if err != nil {
		return err
	}
	return connection.Close()
}

// verdict is open, refused, silent, unknown (the name does not resolve) or failed.
func verdict(err error) string {
	var name *net.DNSError
	var timeout net.Error
	switch {
	case err == nil:
		return "open"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "silent"
	case errors.As(err, &name):
		return "unknown"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	default:
		return "failed"
	}
}

// listen accepts connections on each port, and closes them, until it is told to end.
func listen(ports []string) int {
	for _, port := range ports {
		listener, err := net.Listen("tcp", ":"+port)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		go accept(listener)
	}
	return hold("0")
}

func accept(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			fail(1, err)
		}
		_ = connection.Close()
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
