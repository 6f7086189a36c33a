package control_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"sparring/mock/control"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/message"
)

func TestFaults(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	times := 2
	rule := must[client.FaultRule](t)(c.AddFault(ctx, "w", client.FaultRequest{
		Match: fault.Match{API: "tiny", Operation: "count", Body: map[string]any{"/n": 1}}, After: 1, Times: &times,
		Fault: fault.Spec{Kind: "error", Parameters: map[string]any{"code": "BUSY"}},
	}))
	if rule.ID == "" || rule.After != 1 || rule.Remaining == nil || *rule.Remaining != 2 {
		t.Errorf("got %+v", rule)
	}
	hold := must[client.FaultRule](t)(c.AddFault(ctx, "w",
		client.FaultRequest{Match: fault.Match{API: "tiny"}, Fault: fault.Spec{Kind: "hold"}}))
	waiting := make(chan string)
	w := h.worlds["w"]
	go func() {
		f := w.Faults.Decide(&message.Request{Seq: 17, API: "tiny", Operation: "count", Method: "GET"})
		how, handled := f.Fault.(*fault.Hold).Hold(context.Background(), f)
		handled()
		waiting <- how
	}()
	for {
		if r := must[client.FaultRule](t)(c.Fault(ctx, "w", hold.ID)); len(r.Waiting) == 1 && r.Waiting[0] == 17 {
			break
		}
	}
	if _, err := c.Release(ctx, "w", hold.ID, 18); err == nil {
		t.Error("an entry that does not wait was released")
	}
	if got := must[[]int64](t)(c.Release(ctx, "w", hold.ID, 17)); len(got) != 1 || got[0] != 17 {
		t.Errorf("released %v", got)
	}
	if how := <-waiting; how != "released" {
		t.Errorf("the hold ended with %q", how)
	}
	if got := must[[]int64](t)(c.Release(ctx, "w", hold.ID)); len(got) != 0 {
		t.Errorf("released %v", got)
	}
	if list := must[[]client.FaultRule](t)(c.Faults(ctx, "w")); len(list) != 2 || list[1].Hits != 1 {
		t.Errorf("got %+v", list)
	}
	if err := c.RemoveFault(ctx, "w", rule.ID); err != nil {
		t.Error(err)
	}
	if err := c.ClearFaults(ctx, "w"); err != nil {
		t.Error(err)
	}
	if list := must[[]client.FaultRule](t)(c.Faults(ctx, "w")); len(list) != 0 {
		t.Errorf("got %+v", list)
	}
	var operations []string
	for _, e := range must[journal.Page](t)(c.Journal(ctx, "w", client.Query{Kind: journal.Fault})).Entries {
		operations = append(operations, e.Operation)
	}
	if s := strings.Join(operations, " "); s != "add add release release remove clear" {
		t.Errorf("the journal has %s", s)
	}
}

// TestReleaseInTheJournal: a list of nobody releases nobody, and what was released before the caller left is kept.
func TestReleaseInTheJournal(t *testing.T) {
	c, h := serve(t, control.Options{})
	ctx := t.Context()
	must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: "w"}))
	hold := must[client.FaultRule](t)(c.AddFault(ctx, "w",
		client.FaultRequest{Match: fault.Match{API: "tiny"},
			Fault: fault.Spec{Kind: "hold", Parameters: map[string]any{"count": 2}}}))
	faults := h.worlds["w"].Faults
	for seq := int64(1); seq <= 2; seq++ { // both wait, and nobody ever handles them
		faults.Decide(&message.Request{Seq: seq, API: "tiny", Operation: "count", Method: "GET"})
	}
	if got := must[[]int64](t)(c.Release(ctx, "w", hold.ID, []int64{}...)); len(got) != 0 {
		t.Errorf("released %v", got)
	}
	leaving, leave := context.WithCancel(ctx)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = c.Release(leaving, "w", hold.ID, 2, 1)
	}()
	for {
		if r := must[client.FaultRule](t)(c.Fault(ctx, "w", hold.ID)); len(r.Waiting) == 1 && r.Waiting[0] == 1 {
			break
		}
	}
	leave()
	<-gone
	e := must[journal.Entry](t)(c.Await(ctx, "w", client.Query{Kind: journal.Fault}, func(e journal.Entry) bool {
		return e.Event != nil && strings.Contains(string(e.Event.Result), "[2]")
	}))
	const want = `{"asked":{"id":"f1","entries":[2,1]},"result":{"released":[2]}}`
	if got, _ := json.Marshal(e.Event); e.Operation != "release" || string(got) != want {
		t.Errorf("got %s %s, want %s", e.Operation, got, want)
	}
	faults.ReleaseAll()
}
