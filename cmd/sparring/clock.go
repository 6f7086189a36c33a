package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sparring/mock/clock"
	"sparring/mock/control/client"
)

func newClockCommand() *cobra.Command {
	r := &remote{}
	cmd := &cobra.Command{
		Use:   "clock",
		Short: "Show or move world time of a running server",
		Example: paragraphs(`
  sparring clock
  sparring clock advance 1h
  sparring clock set 2030-01-01T00:00:00Z
  sparring clock run 60`),
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, _ []string) error {
			now, err := c.Clock(cmd.Context(), r.world)
			if err != nil {
				return err
			}
			return r.print(cmd, now, func(w io.Writer) { fmt.Fprintln(w, clockText(now)) })
		}),
	}
	r.flags(cmd)
	r.inWorld(cmd, cmd.PersistentFlags())
	advance := r.clockChange("advance DURATION", "Let world time pass", readAdvance)
	advance.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		var taken *pflag.NotExistError // "-1h" looks like flags
		if errors.As(err, &taken) && taken.GetSpecifiedShortnames() != "" {
			if _, bad := readAdvance([]string{"-" + taken.GetSpecifiedShortnames()}); errors.Is(bad, errBack) {
				return bad
			}
		}
		return flagError(cmd, err)
	})
	cmd.AddCommand(advance,
		r.clockChange("set TIME", "Move world time to an RFC 3339 time, never back", readSet),
		r.clockChange("freeze", "Stop world time: it then moves only when told to",
			func([]string) (client.ClockChange, error) { return client.ClockChange{Mode: client.FrozenMode}, nil }),
		r.clockChange("run [SCALE]", "Let world time run, SCALE world seconds per wall second", readScale),
	)
	return cmd
}

// errBack is why world time is not moved.
var errBack = errors.New("world time never goes back; " + whatToDo[client.ClockPast])

// durationLike is a duration, however long.
var durationLike = regexp.MustCompile(`^([\d.]+(h|m|s|ms|us|µs|ns))+$`)

func readAdvance(args []string) (change client.ClockChange, err error) {
	d, err := time.ParseDuration(args[0])
	if err != nil && durationLike.MatchString(args[0]) {
		return change, fmt.Errorf("%q: too long; world time runs %s", args[0], clock.Span)
	}
	if err != nil {
		return change, fmt.Errorf("%q: expected a duration such as 30s or 1h", args[0])
	}
	if d < 0 {
		return change, fmt.Errorf("%q: %w", args[0], errBack)
	}
	by := client.Duration(d)
	change.Advance = &by
	return change, nil
}

func readSet(args []string) (change client.ClockChange, err error) {
	at, err := time.Parse(time.RFC3339Nano, args[0])
	if err != nil {
		return change, fmt.Errorf("%q: expected a time such as 2030-01-01T00:00:00Z", args[0])
	}
	change.Set = &at
	return change, nil
}

func readScale(args []string) (client.ClockChange, error) {
	scale := 1.0
	if len(args) > 0 {
		var err error
		if scale, err = strconv.ParseFloat(args[0], 64); err != nil || !clock.IsScale(scale) {
			return client.ClockChange{}, fmt.Errorf("%q: expected a scale %s, such as 60", args[0], clock.Scales)
		}
	}
	return client.ClockChange{Mode: client.RunningMode, Scale: &scale}, nil
}

// clockChange makes a subcommand that changes the clock.
func (r *remote) clockChange(use, short string, read func(args []string) (client.ClockChange, error)) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, ValidArgsFunction: cobra.NoFileCompletions,
		RunE: r.act(func(cmd *cobra.Command, c *client.Client, args []string) error {
			change, err := read(args)
			if err != nil {
				return err
			}
			now, err := c.ChangeClock(cmd.Context(), r.world, change)
			if err != nil {
				return err
			}
			return r.print(cmd, now, func(w io.Writer) { fmt.Fprintf(w, "%s, %d fired\n", clockText(now), now.Fired) })
		}),
	}
}

func clockText(c client.Clock) string {
	return fmt.Sprintf("%s, %s, %d pending", c.Now.Format(time.RFC3339Nano), modeText(c), c.Pending)
}

func modeText(c client.Clock) string {
	if c.Mode == client.RunningMode && c.Scale != 1 {
		return fmt.Sprintf("%s at scale %g", c.Mode, c.Scale)
	}
	return c.Mode
}
