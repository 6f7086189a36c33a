package scenarios_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets garbage be collected less often: the tests run the suite again and again, and keep little of it.
func TestMain(m *testing.M) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	os.Exit(m.Run())
}
