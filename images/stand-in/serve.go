package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// Answer is what one request gets.
type Answer struct {
	Type string `json:"type"`
	Body string `json:"body"`
	// Gauge is the name of a metric that counts the requests under way, this one left out; it replaces Body.
	Gauge string `json:"gauge"`
}

// serve answers until it is told to end, then lets requests under way finish.
func serve(image Image) int {
	if len(image.Serves) == 0 {
		fmt.Fprintln(os.Stderr, "this image must be given one of its commands; it serves nothing")
		return usage
	}
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	var servers []*http.Server
	failed := make(chan error, len(image.Serves))
	for port, answers := range image.Serves {
		server := &http.Server{Addr: ":" + port, Handler: handler(answers), ReadHeaderTimeout: 10 * time.Second}
		servers = append(servers, server)
		go func() { failed <- server.ListenAndServe() }()
	}
	select {
	case err := <-failed:
		fmt.Fprintln(os.Stderr, err)
		return 1
	case <-ended.Done():
	}
	for _, server := range servers {
		_ = server.Shutdown(context.Background())
	}
	return 0
}

func handler(answers map[string]Answer) http.Handler {
	var underWay atomic.Int64
	mux := http.NewServeMux()
	for request, answer := range answers {
		mux.HandleFunc(request, func(response http.ResponseWriter, _ *http.Request) {
			underWay.Add(1)
			defer underWay.Add(-1)
			response.Header().Set("Content-Type", answer.Type)
			if answer.Gauge != "" {
				fmt.Fprintf(response, "# TYPE %[1]s gauge\n%[1]s %[2]d\n", answer.Gauge, underWay.Load()-1)
				return
			}
			fmt.Fprint(response, answer.Body)
		})
	}
	return mux
}
