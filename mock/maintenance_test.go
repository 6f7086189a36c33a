package mock_test

import (
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
)

// Maintenance may be started and ended again at every API that has it: the event says how things are from now on.
func TestMaintenanceMayBeRepeated(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	raised := 0
	for _, api := range catalogueOf(t) {
		for _, event := range api.Events {
			if !strings.HasPrefix(event.Name, "maintenance.") {
				continue
			}
			args := map[string]any{}
			for _, a := range event.Args {
				args[a.Name] = a.Values[0]
			}
			for range 2 {
				raised++
				if _, err := l.control.Raise(t.Context(), mock.DefaultWorld,
					client.Event{API: api.Name, Event: event.Name, Args: args}); err != nil {
					t.Errorf("%s %s: %v", api.Name, event.Name, err)
				}
			}
		}
	}
	if raised < 8 {
		t.Errorf("only %d events", raised)
	}
}
