// A stand-in for an image that cannot be had: it answers on the ports and paths, and runs the commands, that
// /answers.json says of the real one, and refuses everything else. It never reads a manifest, so a manifest that
// asks for another port, path or command fails as it would with the real image.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Image is one row of answers.json, the one that its image carries.
type Image struct {
	// Serves holds what is answered: port, then method and path.
	Serves map[string]map[string]Answer `json:"serves"`
	// Runs holds the commands that run to completion.
	Runs []Run `json:"runs"`
}

// Exit statuses as sysexits.h has them.
const (
	usage         = 64
	configuration = 78
)

func main() {
	if err := demandReadOnlyRoot(); err != nil {
		fail(configuration, err)
	}
	program, args := filepath.Base(os.Args[0]), os.Args[1:]
	if program != "stand-in" {
		os.Exit(runCommand(readImage(), append([]string{program}, args...)))
	}
	// Options are the real program's own; it takes them and goes on to serve.
	if len(args) == 0 || strings.HasPrefix(args[0], "--") {
		os.Exit(serve(readImage()))
	}
	os.Exit(probe(args))
}

// demandReadOnlyRoot refuses a pod whose manifest forgot readOnlyRootFilesystem.
func demandReadOnlyRoot() error {
	var root syscall.Statfs_t
	if err := syscall.Statfs("/", &root); err != nil {
		return err
	}
	if root.Flags&syscall.MS_RDONLY == 0 {
		return fmt.Errorf("the root file system must be read-only; set readOnlyRootFilesystem: true")
	}
	return nil
}

func readImage() Image {
	content, err := os.ReadFile("/answers.json")
	if err != nil {
		fail(configuration, err)
	}
	var image Image
	if err := json.Unmarshal(content, &image); err != nil {
		fail(configuration, err)
	}
	return image
}

func fail(status int, err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(status)
}
