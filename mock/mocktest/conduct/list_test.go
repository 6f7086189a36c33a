package conduct

import (
	"slices"
	"testing"

	"sparring/mock"
)

func TestAPIs(t *testing.T) {
	var want []string
	for _, api := range mock.APIs() {
		want = append(want, api.Name)
	}
	if got := apis().Names(); len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("clients of %q are judged, want %q", got, want)
	}
}
