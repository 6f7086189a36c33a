package driver_test

import (
	"errors"
	"testing"

	"sparring/scenarios/driver"
)

func start(t *testing.T, s driver.Starter) driver.Session {
	t.Helper()
	session, err := s.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	return session
}

func kind(t *testing.T, err error) driver.Kind {
	t.Helper()
	var f *driver.Failure
	if !errors.As(err, &f) {
		t.Fatalf("expected a failure of the client, got %v", err)
	}
	return f.Kind
}
