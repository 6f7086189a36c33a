package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// errEnough ends a stream that has given all that was asked for.
var errEnough = errors.New("enough")

// follower prints the entries of a stream.
type follower struct {
	journalFlags
	out     io.Writer
	json    bool
	table   *table
	shown   map[int64]string // lines of open entries
	wrong   map[int64]bool   // entries that found has
	found   tally
	printed int
}

// follow prints entries as they come, until Ctrl-C, the limit, or the end of the world.
func (r *remote) follow(cmd *cobra.Command, c *client.Client, flags journalFlags) (err error) {
	f := follower{
		journalFlags: flags, out: cmd.OutOrStdout(), json: r.json.asked(),
		table: newTable(), shown: map[int64]string{}, wrong: map[int64]bool{},
	}
	if f.json {
		out, err := r.json.open(cmd)
		if err != nil {
			return err
		}
		defer out.Close()
		f.out = out
	}
	q := flags.query
	q.Limit = 0 // counted here: not all that comes is printed
	err = c.StreamJournal(cmd.Context(), r.world, q, f.take)
	switch {
	case errors.Is(err, errEnough) || cmd.Context().Err() != nil:
		err = nil
	case err == nil && !f.json:
		fmt.Fprintf(f.out, "world %s has ended\n", r.world)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the server at %s has gone", r.server)
	}
	if err == nil && f.exitCode {
		return f.found.exit(false)
	}
	return err
}

// take prints an entry that came or has changed.
func (f *follower) take(e journal.Entry) error {
	wrong := len(e.Wrong()) > 0
	if f.findings && !wrong {
		return nil
	}
	if e.State != journal.Open && wrong && !f.wrong[e.Seq] {
		f.wrong[e.Seq] = true
		f.found.add(&e)
	}
	if f.json {
		if err := writeJSON(f.out, e, ""); err != nil {
			return err
		}
	} else if printed, err := f.row(&e); err != nil || !printed {
		return err
	}
	if f.printed++; f.printed == f.query.Limit {
		return errEnough
	}
	return nil
}

// row prints an entry's line, unless it says nothing new.
func (f *follower) row(e *journal.Entry) (printed bool, err error) {
	var line strings.Builder
	f.table.row(&line, e)
	if f.table.quiet(e) || f.shown[e.Seq] == line.String() {
		return false, nil
	}
	if e.State == journal.Open {
		f.shown[e.Seq] = line.String()
	} else {
		delete(f.shown, e.Seq)
	}
	if f.printed == 0 {
		f.table.head(f.out)
	}
	_, err = io.WriteString(f.out, line.String())
	return true, err
}
