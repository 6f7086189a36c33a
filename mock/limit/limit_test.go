package limit_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sparring/mock/limit"
	"sparring/mock/limit/limittest"
)

type note struct {
	ID    int
	Text  string
	Tags  []string
	At    time.Time
	Extra map[string]string
	Next  *string
}

func made(i int) *note {
	text := strings.Clone(fmt.Sprintf("%0200d", i))
	return &note{
		ID: i, Text: text, Tags: []string{text[:7] + "x", "b"},
		Extra: map[string]string{"a": text + "a", "b": text + "b"}, Next: &text,
	}
}

func drive(t *testing.T, b limit.Bound, s limittest.Store) {
	t.Helper()
	limittest.Drive(t, []limit.Bound{b}, map[string]limittest.Store{b.Name: s})
}

// TestForgotten drives a store whose oldest items make room.
func TestForgotten(t *testing.T) {
	bound := limit.Bound{Name: "notes", Limit: 4 << 20, Unit: limit.Bytes, Beyond: limit.Forgotten, Doc: "Notes."}
	meter := limit.NewLedger(nil).Meter("x", &bound)
	var notes []*note
	var last limit.Note
	drive(t, bound, limittest.Store{Used: meter.Used, Put: func(i int) {
		n := made(i)
		notes = append(notes, n)
		meter.Add(limit.Size(n) + limit.Slot)
		for meter.Over() {
			meter.Forget(limit.Size(notes[0]) + limit.Slot)
			notes[0] = nil
			notes = notes[1:]
			last = meter.Forgot()
		}
	}})
	if last.Code != "bound_forgot" || !strings.Contains(last.Text, "4194304 bytes") {
		t.Errorf("the note says %+v", last)
	}
	if missing, has := meter.Missing(); !has || !strings.Contains(missing.Text, "were forgotten") {
		t.Errorf("what was forgotten is explained by %+v", missing)
	}
}

// TestRefused drives a store that refuses.
func TestRefused(t *testing.T) {
	bound := limit.Bound{Name: "keys", Limit: 1000, Unit: limit.Count, Beyond: limit.Refused, Doc: "Keys."}
	meter := limit.NewLedger(nil).Meter("x", &bound)
	kept := map[int]bool{}
	drive(t, bound, limittest.Store{Used: meter.Used, Put: func(i int) {
		if meter.Fits(1) {
			meter.Add(1)
			kept[i] = true
		}
	}})
	if len(kept) != 1000 {
		t.Errorf("%d are kept, want 1000", len(kept))
	}
	if _, has := meter.Missing(); has {
		t.Error("nothing was forgotten")
	}
	if err := bound.Check(1001); err == nil || err.Error() != "expected at most 1000 of keys in a world, got 1001" {
		t.Errorf("planting too many: %v", err)
	}
	if err := bound.Check(1000); err != nil {
		t.Error(err)
	}
}

// TestTotal checks that worlds share one bound, that a small store always works, and that a deleted world gives its
// bytes back.
func TestTotal(t *testing.T) {
	bound := limit.Bound{Name: "files", Limit: 1 << 20, Unit: limit.Bytes, Beyond: limit.Refused, Doc: "Files."}
	total := &limit.Total{Max: 1 << 20}
	first, second := limit.NewLedger(total), limit.NewLedger(total)
	a, b := first.Meter("x", &bound), second.Meter("x", &bound)
	a.Add(1 << 20)
	if b.Fits(100 << 10) {
		t.Error("100 KiB fit beyond the total")
	}
	if !b.Fits(10 << 10) {
		t.Error("10 KiB do not fit into an empty world")
	}
	b.Add(80 << 10)
	if !b.Over() || !a.Over() {
		t.Error("no store is over although the total is")
	}
	if b.Add(-40 << 10); b.Over() {
		t.Error("a store of 40 KiB is over")
	}
	if first.Used() != 1<<20 || total.Used() != 1<<20+40<<10 {
		t.Errorf("%d of %d bytes are counted", first.Used(), total.Used())
	}
	first.End()
	first.End()
	a.Add(1 << 20)
	if total.Used() != 40<<10 || b.Over() || !b.Fits(500<<10) {
		t.Errorf("%d bytes are counted after a world's end", total.Used())
	}
	if second.Find("x", "files") != b || second.Find("x", "y") != nil {
		t.Error("a meter is not found by its name")
	}
}
