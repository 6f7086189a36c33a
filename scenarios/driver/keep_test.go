package driver_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sparring/scenarios/driver"
)

// diary is an adapter that keeps a word.
type diary struct{ file string }

func (d *diary) Hello() driver.Hello {
	return driver.Hello{Name: "diary", Version: "1", Abilities: []string{"test.write"}, Keeps: true}
}

func (d *diary) Keep(folder string) error {
	d.file = filepath.Join(folder, "word")
	return nil
}

// Call tells the word that was kept before, and keeps another.
func (d *diary) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	if c.Method == "test.wait" {
		c.Ask("code")
		<-ctx.Done()
		return driver.Result{OK: true}, nil
	}
	before, _ := os.ReadFile(d.file) // no word at first
	c.Received("message", c.Arg("word"))
	if d.file != "" {
		if err := os.WriteFile(d.file, []byte(c.Arg("word")), 0o600); err != nil {
			return driver.Result{}, err
		}
	}
	return driver.Result{OK: true, Values: map[string]any{"before": string(before)}}, nil
}

// TestStartedAgain: a client that is started again has the folder of the one before, and its session has heard both.
func TestStartedAgain(t *testing.T) {
	process := client("keeps")
	for name, starter := range map[string]driver.Starter{
		"process": process,
		"shared":  driver.Reuse(process),
		"local":   driver.Local{Name: "diary", New: func() driver.Adapter { return &diary{} }},
	} {
		t.Run(name, func(t *testing.T) {
			in := starter.(driver.Restarter).In(t.TempDir())
			s := driver.NewRenewable(start(t, in))
			writes := func(word, want string) {
				t.Helper()
				if h, err := s.Hello(t.Context()); err != nil || !h.Keeps {
					t.Fatalf("hello: %+v, %v", h, err)
				}
				args := map[string]any{"word": word}
				r, err := s.Call(t.Context(), "test.write", driver.Params{Args: args})
				if err != nil || r.Values["before"] != want {
					t.Fatalf("%s: expected the word %q of before, got %+v, %v", word, want, r, err)
				}
			}
			writes("one", "")
			waiting := make(chan error)
			go func() {
				_, err := s.Call(t.Context(), "test.wait", driver.Params{})
				waiting <- err
			}()
			for watch := driver.NewWatch(s); len(s.Heard()) < 2; { // until it asks
				if !watch.Pause(t.Context(), time.Millisecond) {
					t.Fatal("the client never asked")
				}
			}
			if err := s.End(); err != nil {
				t.Fatal(err)
			}
			<-waiting
			if _, err := s.Call(t.Context(), "test.write", driver.Params{}); kind(t, err) != driver.Exit {
				t.Errorf("a call between the two: %v", err)
			}
			s.Renew(start(t, in))
			writes("two", "one")
			notes, err := s.Notes(t.Context())
			if err != nil || len(notes) != 3 || notes[0].Value != "one" || notes[2].Value != "two" {
				t.Errorf("heard %+v, %v", notes, err)
			}
			if notes[1].Method != "ask" || notes[1].Call != nil {
				t.Errorf("expected a question that belongs to no call any more, got %+v", notes[1])
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestOneProcessKeepsNothing: without a folder a process starts as if it were the first.
func TestOneProcessKeepsNothing(t *testing.T) {
	for range 2 {
		s := start(t, client("keeps"))
		if _, err := s.Hello(t.Context()); err != nil {
			t.Fatal(err)
		}
		r, err := s.Call(t.Context(), "test.write", driver.Params{Args: map[string]any{"word": "one"}})
		if err != nil || r.Values["before"] != "" {
			t.Errorf("%+v, %v", r, err)
		}
	}
}
