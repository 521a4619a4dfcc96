package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Run is a command that the real image runs to completion.
type Run struct {
	// Command holds its first words; what follows are options.
	Command []string `json:"command"`
	// Writes is the option that names the folder of the results.
	Writes string `json:"writes"`
	// Posts is the request that it makes first.
	Posts *Post `json:"posts"`
}

// Post is a request to another service.
type Post struct {
	// To is the environment variable with the service's address.
	To   string `json:"to"`
	Path string `json:"path"`
	Body string `json:"body"`
}

// runCommand does what the image says of this command and returns the exit status.
func runCommand(image Image, words []string) int {
	for _, run := range image.Runs {
		if len(words) < len(run.Command) || !slices.Equal(words[:len(run.Command)], run.Command) {
			continue
		}
		if err := run.do(words[len(run.Command):]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	fmt.Fprintf(os.Stderr, "no such command: %s\n", strings.Join(words, " "))
	return usage
}

func (run Run) do(options []string) error {
	if run.Posts != nil {
		if err := run.Posts.send(); err != nil {
			return err
		}
	}
	if len(options) != 2 || options[0] != run.Writes {
		return fmt.Errorf("options must be %s FOLDER, got %q", run.Writes, options)
	}
	result := filepath.Join(options[1], "stand-in.txt")
	return os.WriteFile(result, []byte(time.Now().UTC().Format(time.RFC3339)+"\n"), 0o644)
}

func (post Post) send() error {
	client := http.Client{Timeout: 30 * time.Second}
	response, err := client.Post(os.Getenv(post.To)+post.Path, "application/json", strings.NewReader(post.Body))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s%s: must answer 200, got %s", os.Getenv(post.To), post.Path, response.Status)
	}
	return nil
}
