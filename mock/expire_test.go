package mock_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
	"sparring/mock/problem"
)

// A world with a ttl goes when nobody has used it for so long, and not while a request of it runs.
func TestUnusedWorldIsDeleted(t *testing.T) {
	s := mocktest.Start(t)
	ctx, ttl := t.Context(), client.Duration(time.Second)
	var busy client.World
	for _, id := range []string{"busy", "idle"} {
		w, err := s.Control.MakeWorld(ctx, client.WorldRequest{ID: id, TTL: &ttl})
		if err != nil || w.TTL == nil || *w.TTL != ttl {
			t.Fatalf("%+v, %v", w, err)
		}
		if id != "busy" {
			continue
		}
		busy = w
		hold := client.FaultRequest{Match: fault.Match{API: "bonder"}, Fault: fault.Spec{Kind: "hold"}}
		if _, err := s.Control.AddFault(ctx, id, hold); err != nil {
			t.Fatal(err)
		}
		go func() {
			if response, err := http.Get(busy.URLs["bonder"] + "/repositories"); err == nil {
				response.Body.Close()
			}
		}()
		waits := func(e journal.Entry) bool { return len(e.Faults) > 0 }
		if _, err := s.Control.Await(ctx, id, client.Query{}, waits); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	gone := eventually(func() bool {
		worlds, err := s.Control.Worlds(ctx) // to list a world is not to use it
		ids = nil
		for _, w := range worlds {
			ids = append(ids, w.ID)
		}
		return err == nil && !slices.Contains(ids, "idle")
	})
	if !gone || !slices.Contains(ids, "busy") || !slices.Contains(ids, s.World.ID) {
		t.Errorf("worlds %v", ids)
	}
	var unknown *client.Problem
	if _, err := s.Control.World(ctx, "idle"); !errors.As(err, &unknown) || unknown.Code() != problem.UnknownWorld {
		t.Errorf("the idle world: %v", err)
	}
	short := client.Duration(time.Millisecond)
	_, err := s.Control.MakeWorld(ctx, client.WorldRequest{TTL: &short})
	if !errors.As(err, &unknown) || unknown.Field != "/ttl" || unknown.Status != http.StatusUnprocessableEntity {
		t.Errorf("a ttl of 1ms: %v", err)
	}
}

// A shared world with a ttl goes when no server was asked for it for so long: from the engine and from each server.
func TestUnusedSharedWorldIsDeleted(t *testing.T) {
	f := newFleet(t, 2)
	ctx, ttl := t.Context(), client.Duration(time.Second)
	made, err := f.control[0].MakeWorld(ctx, client.WorldRequest{ID: "w", TTL: &ttl})
	f.must(err)
	if r := f.send(1, "GET", "/w/w/bonder/nothing", ""); r.status != http.StatusNotFound || r.has("unknown-world") {
		t.Fatalf("%+v", r)
	}
	gone := eventually(func() bool {
		kept, err := f.store.Worlds()
		return err == nil && !slices.Contains(kept, made.ID)
	})
	if !gone {
		t.Error("the store keeps the world")
	}
	for i, c := range f.control {
		var unknown *client.Problem
		if _, err := c.World(ctx, "w"); !errors.As(err, &unknown) || unknown.Code() != problem.UnknownWorld {
			t.Errorf("the server %d: %v", i, err)
		}
		if r := f.send(i, "GET", "/w/w/bonder/nothing", ""); !r.has("unknown-world") {
			t.Errorf("the server %d answers %+v", i, r)
		}
	}
}
