package driver

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// Program is a command that runs as if the user had started it: with our standard streams, and with the signals that we
// get. All that it has started ends with it.
type Program struct {
	Args     []string // program and arguments
	Env      []string // added to our environment
	In       io.Reader
	Out, Err io.Writer
}

// farewell is how long a program may take to end after a signal; linger how long its children may hold its output.
const (
	farewell = 10 * time.Second
	linger   = 2 * time.Second
	together = 200 * time.Millisecond // two receivers of one signal get it within this time
)

// Check returns an error unless the program exists and may be executed. It does not run it.
func (p Program) Check() error {
	if _, err := exec.LookPath(p.Args[0]); err != nil {
		return p.cannotStart(err)
	}
	return nil
}

func (p Program) cannotStart(err error) error {
	return fmt.Errorf("cannot start %s: %s", p.Args[0], whyNot(err))
}

// Run runs the program to its end. how is empty if it succeeded, otherwise "exit 1" or the signal that ended it;
// interrupted reports whether we were told to stop meanwhile. A program that cannot be started is an error.
func (p Program) Run(ctx context.Context) (how string, interrupted bool, err error) {
	if err := p.Check(); err != nil {
		return "", false, err
	}
	cmd := exec.Command(p.Args[0], p.Args[1:]...)
	isolate(cmd)
	mark := sessionVariable + "=" + rand.Text()
	cmd.Env = append(append(os.Environ(), p.Env...), mark)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = p.In, p.Out, p.Err, linger
	if file, ok := p.In.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			cmd.Stdin = nil // a group in the background may not read the terminal
		}
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return "", false, p.cannotStart(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	stop := ctx.Done()
	var late <-chan time.Time
	for {
		select {
		case s := <-signals:
			if interrupted && stop == nil {
				killGroup(cmd) // asked twice
			}
			interrupted, stop, late = true, nil, time.After(farewell)
			signalGroup(cmd, s)
		case <-stop:
			interrupted, stop, late = true, nil, time.After(farewell)
			select { // the signal that has ended ctx comes here, too
			case s := <-signals:
				signalGroup(cmd, s)
			case <-time.After(together):
				signalGroup(cmd, os.Interrupt)
			}
		case <-late:
			killGroup(cmd)
		case err := <-done:
			killGroup(cmd)
			killStrays(mark)
			return endOf(err), interrupted, nil
		}
	}
}

// endOf says how a program has ended; empty if well.
func endOf(err error) string {
	var exit *exec.ExitError
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay):
		return ""
	case errors.As(err, &exit) && exit.Exited():
		return fmt.Sprintf("exit %d", exit.ExitCode())
	}
	return err.Error()
}
