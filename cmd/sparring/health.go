package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/scenarios/verdict"
)

func newHealthCommand() *cobra.Command {
	r := &remote{}
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "health",
		Short: "Report whether a server is ready",
		Long: paragraphs(`
Report whether a server is ready to take requests.

Exit codes: 0 ready; 1 not ready, or no server answers; 2 bad usage; 130 interrupted.`),
		Example: paragraphs(`
  sparring health
  sparring health --server http://127.0.0.1:9000 --wait 10s`),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noEmptyFlags(cmd); err != nil {
				return err
			}
			if wait < 0 {
				return fmt.Errorf("--wait %s: expected a duration of at least 0", wait)
			}
			c, err := r.client()
			if err != nil {
				return err
			}
			health, err := awaitHealth(cmd.Context(), c, wait)
			switch {
			case cmd.Context().Err() != nil:
				return &exitError{code: verdict.ExitInterrupted, err: errors.New("interrupted")}
			case errors.Is(err, errNotReady):
				err = fmt.Errorf("the server at %s is not ready: %s", r.server, unready[health.Reason])
			case err != nil:
				err = r.explain(err)
			}
			if err != nil {
				if wait > 0 {
					err = fmt.Errorf("not ready within %s: %w", wait, err)
				}
				return &exitError{code: 1, err: err}
			}
			if health.Version != "" && health.Version != mock.Version {
				fmt.Fprintf(cmd.ErrOrStderr(), "note: the server is of version %s, this program of version %s\n",
					health.Version, mock.Version)
			}
			return r.print(cmd, health, func(w io.Writer) { fmt.Fprintf(w, "ready: %s\n", r.server) })
		},
	}
	r.flags(cmd)
	cmd.Flags().DurationVar(&wait, "wait", 0, "how long to wait until it is ready")
	return cmd
}

// unready says why a server is not ready; "" is what servers of earlier versions say.
var unready = map[string]string{
	"":               "its log says why",
	client.Ending:    "it is ending",
	client.StoreDown: "its store takes no changes, its log says why",
}

// errNotReady says that the server answers and takes no requests.
var errNotReady = errors.New("not ready")

const (
	oneTry     = 5 * time.Second        // bounds one question
	betweenTry = 100 * time.Millisecond // two questions
)

// awaitHealth asks until the server is ready, for so long at most; once if wait is 0. It returns the last answer and
// its error.
func awaitHealth(ctx context.Context, c *client.Client, wait time.Duration) (health client.Health, err error) {
	limit := oneTry
	if wait > 0 {
		limit = wait
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		answer, failed := askHealth(ctx, c)
		if failed == nil && answer.Ready {
			return answer, nil
		}
		if failed == nil {
			failed = errNotReady
		}
		if err == nil || ctx.Err() == nil { // what the deadline cut off says less than the answer before it
			err = failed
		}
		var certificate *tls.CertificateVerificationError
		if wait == 0 || errors.As(err, &certificate) || !pause(ctx, betweenTry) {
			return answer, err
		}
	}
}

func askHealth(ctx context.Context, c *client.Client) (client.Health, error) {
	ctx, cancel := context.WithTimeout(ctx, oneTry)
	defer cancel()
	return c.Health(ctx)
}

// pause waits; it reports false if ctx ends before.
func pause(ctx context.Context, d time.Duration) bool {
	rest, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-rest.Done()
	return ctx.Err() == nil
}
