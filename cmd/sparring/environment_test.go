package main

import (
	"maps"
	"slices"
	"testing"

	"sparring/mock/mocktest"
)

// What Sparring tells the programs it starts is all that a client of each API is configured with.
func TestClientSettings(t *testing.T) {
	s := mocktest.Start(t)
	if len(s.World.Credentials) == 0 {
		t.Fatal("the world has no APIs")
	}
	for api, credentials := range s.World.Credentials {
		want := append(slices.Sorted(maps.Keys(credentials)), "url")
		got := slices.Clone(clientSettings[api])
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", api, got, want)
		}
	}
	if len(clientSettings) != len(s.World.Credentials) {
		t.Errorf("%d APIs, want %d", len(clientSettings), len(s.World.Credentials))
	}
}
