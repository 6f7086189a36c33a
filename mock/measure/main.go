// Command measure compares the server with a bare net/http handler that writes the same bytes, from outside: a process
// of its own drives both over loopback, by turns, and what counts is the CPU of the server's process as Linux says it,
// and the latency that a client sees. Machines differ, ratios less.
//
//	go run ./mock/measure [-rounds 3] [-seconds 2] [-only REGEXP] [-authorizations 250000]
//
// It needs Linux and Go; wrk sends the requests if it is installed.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) > 0 {
		switch args[0] { // what this program starts itself as
		case "bare":
			return bare(args[1:])
		case "load":
			return load(args[1:], out)
		}
	}
	flags := flag.NewFlagSet("measure", flag.ContinueOnError)
	rounds := flags.Int("rounds", 3, "pairs of turns in each comparison")
	seconds := flags.Int("seconds", 2, "length of a turn")
	only := flags.String("only", "", "regular expression: only the comparisons whose name matches")
	goal := flags.Int("authorizations", authorizationStep, "tokens that are issued while the memory is watched")
	if err := flags.Parse(args); err != nil {
		return err
	}
	chosen, err := regexp.Compile(*only)
	if err != nil {
		return fmt.Errorf("-only %q: %w", *only, err)
	}
	if flags.NArg() > 0 || *rounds < 1 || *seconds < 1 {
		return fmt.Errorf("expected -rounds and -seconds of at least 1 and no arguments, got %v", args)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	dir, err := os.MkdirTemp("", "sparring-measure-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	l := &lab{ctx: ctx, dir: dir, out: out, rounds: *rounds, seconds: *seconds, authorizations: *goal}
	defer l.end()
	if err := l.build(); err != nil {
		return err
	}
	found := false
	for _, c := range comparisons() {
		if !chosen.MatchString(c.name) {
			continue
		}
		found = true
		if err := c.run(l, c.name); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		l.end()
	}
	if !found {
		return fmt.Errorf("-only %q: expected the name of a comparison", *only)
	}
	return nil
}

// build builds the server as a release is built, and this program.
func (l *lab) build() (err error) {
	if l.self, err = os.Executable(); err != nil {
		return err
	}
	l.server = filepath.Join(l.dir, "sparring")
	build := exec.CommandContext(l.ctx, "go", "build", "-trimpath", "-tags", "nethttpomithttp2", "-ldflags", "-s -w",
		"-o", l.server, "sparring/cmd/sparring")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	return build.Run()
}
