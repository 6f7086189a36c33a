package mock_test

import (
	"slices"
	"testing"

	"sparring/mock"
	"sparring/mock/journal"
	"sparring/mock/world"
	"sparring/spec"
)

// Each error code that an operation may answer can be read from the response that carries it, as the journal shows it.
func TestCodeOfResponse(t *testing.T) {
	for _, switches := range []map[string]map[string]any{nil, {"timconnect": {"httpStatus": "mapped"}}} {
		server, err := mock.New(mock.Options{Switches: switches})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { server.Close() })
		w, err := server.Default()
		if err != nil {
			t.Fatal(err)
		}
		for _, fake := range w.Fakes {
			api := fake.API()
			count := 0
			for _, op := range spec.Operations(api.Name) {
				for _, code := range op.Errors {
					if slices.Contains(api.Warnings, code) {
						continue // it needs a request that succeeds
					}
					count++
					want := []string{code}
					if op.Document == "iqchannels-auth" && code == "400" {
						want = append(want, "1001") // its body has the one errorCode that the page shows
					}
					e := failed(fake, op.ID, code)
					if got := api.Code(&e); !slices.Contains(want, got) {
						t.Errorf("%s %s: %s is read as %q from %d %s",
							api.Name, op.ID, code, got, e.Response.Status, e.Response.Body)
					}
				}
			}
			if count == 0 {
				t.Errorf("%s: no error code was tried", api.Name)
			}
		}
	}
}

// failed is the entry of a request that a fake refuses by a code.
func failed(fake world.Fake, operation, code string) journal.Entry {
	a := fake.Fail(&world.Request{Operation: operation}, code)
	e := journal.Entry{Operation: operation, Response: &journal.Message{Status: a.Status, Header: a.Header,
		Body: a.Body}}
	if a.Stream != nil {
		messages, _ := a.Stream.Pull()
		for _, m := range messages {
			e.Messages = append(e.Messages, journal.StreamMessage{Data: string(m)})
		}
	}
	return e
}
