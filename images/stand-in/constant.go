package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// shown is how many failures are told one by one; all are counted.
const shown = 20

// Result is what became of the requests to one URL.
type Result struct {
	URL    string `json:"url"`
	Sent   int    `json:"sent"`
	Failed int    `json:"failed"`
	// SlowestMs is the longest that an answer took.
	SlowestMs int64 `json:"slowestMs"`
	// LongestGapMs is the longest time without a good answer.
	LongestGapMs int64     `json:"longestGapMs"`
	Failures     []Failure `json:"failures"`

	lock   sync.Mutex
	lastOK time.Time
}

// Failure is one request that was not answered with 200.
type Failure struct {
	At    time.Time `json:"at"`
	Error string    `json:"error"`
}

// probeConstantly sends a request to each URL at every tick, whether or not the one before was answered, and prints one
// line of JSON for all when it is told to end. It begins when each URL has answered once, and says so with a line.
func probeConstantly(every string, urls []string) int {
	interval, err := time.ParseDuration(every)
	if err != nil || interval <= 0 {
		fmt.Fprintf(os.Stderr, "the interval must be a duration as 50ms, got %q\n", every)
		return usage
	}
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	results := make([]*Result, len(urls))
	for index, url := range urls {
		results[index] = &Result{URL: url, Failures: []Failure{}}
		for err := get(url); err != nil && ended.Err() == nil; err = get(url) {
			fmt.Fprintln(os.Stderr, "not yet:", err)
			time.Sleep(interval)
		}
	}
	begin := time.Now()
	for _, result := range results {
		result.lastOK = begin
	}
	fmt.Println("probing")
	untilEnded(ended, interval, results)
	for _, result := range results {
		result.LongestGapMs = max(result.LongestGapMs, time.Since(result.lastOK).Milliseconds())
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func untilEnded(ended context.Context, interval time.Duration, results []*Result) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	var underWay sync.WaitGroup
	defer underWay.Wait()
	for {
		select {
		case <-ended.Done():
			return
		case <-ticker.C:
			for _, result := range results {
				underWay.Go(result.request)
			}
		}
	}
}

func (result *Result) request() {
	start := time.Now()
	err := get(result.URL)
	end := time.Now()
	result.lock.Lock()
	defer result.lock.Unlock()
	result.Sent++
	if err != nil {
		result.Failed++
		if len(result.Failures) < shown {
			result.Failures = append(result.Failures, Failure{At: start.UTC(), Error: err.Error()})
		}
		return
	}
	result.SlowestMs = max(result.SlowestMs, end.Sub(start).Milliseconds())
	result.LongestGapMs = max(result.LongestGapMs, end.Sub(result.lastOK).Milliseconds())
	result.lastOK = end
}

// answerWithin is how long an answer may take: longer than one that is merely slow on a busy machine.
const answerWithin = 10 * time.Second

// alone opens a connection for each request: what is kept open never sees that an endpoint has gone.
var alone = http.Client{Timeout: answerWithin, Transport: &http.Transport{DisableKeepAlives: true}}

func get(url string) error {
	response, err := alone.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: must answer 200, got %s", url, response.Status)
	}
	return nil
}
