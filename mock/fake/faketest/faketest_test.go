package faketest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sparring/mock/fake"
	_ "sparring/mock/mocktest/outside" // go test hands -outside to every package
	"sparring/mock/world"
)

// recorder is told of failures.
type recorder struct{ told []string }

func (r *recorder) Helper() {}

func (r *recorder) Fatalf(format string, args ...any) {
	r.told = append(r.told, fmt.Sprintf(format, args...))
}

type facts struct {
	list  *fake.Value[[]string]
	calls int // changed by handlers, and not a fact
}

type exchange struct {
	fake.Tx
	*facts
}

// api describes a fake whose handlers make the mistakes that a rehearsal finds.
func api() *world.API {
	answer := func(do func(x *exchange) string) func(x *exchange) (fake.Response, error) {
		return func(x *exchange) (fake.Response, error) { return fake.JSON(0, do(x)), nil }
	}
	return fake.API(&fake.Definition[*facts, *exchange]{
		Name: "test", Switches: fake.NewSwitches("test"),
		Operations: []fake.Operation[*exchange]{
			{ID: "good", Handle: answer(func(x *exchange) string {
				x.list.Set(append(slices.Clone(x.list.Get()), x.Chance().UUID()))
				return x.Now().String()
			})},
			{ID: "counts", Handle: answer(func(x *exchange) string { x.calls++; return fmt.Sprint(x.calls) })},
			{ID: "in place", Handle: answer(func(x *exchange) string { x.list.Get()[0] += "!"; return "" })},
			{ID: "never"},
		},
		Facts:  func(s *fake.Store) *facts { return &facts{list: fake.NewValue[[]string](s, "list")} },
		Begin:  func(f *facts) *exchange { return &exchange{facts: f} },
		Seed:   func(x *exchange) { x.list.Set([]string{"first"}) },
		Mark:   func(*exchange) {},
		Admit:  func(*exchange, *fake.Operation[*exchange]) error { return nil },
		State:  func(x *exchange) any { return slices.Clone(x.list.Get()) },
		Render: func(_ *exchange, r *fake.Refusal) fake.Response { return fake.JSON(r.Status, r.Code) },
	})
}

// A handler that does not do the same twice fails its test.
func TestRunsThatDiffer(t *testing.T) {
	for operation, want := range map[string]string{"good": "", "counts": "was run twice",
		"in place": "was run and taken back"} {
		told := &recorder{}
		w := New(t, api(), ReportTo(told))
		w.Fake.Handle(&world.Request{Context: w.Context(), Operation: operation})
		if got := strings.Join(told.told, "\n"); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: told %q, want %q", operation, got, want)
		}
	}
	if got := unreached(api()); !slices.Equal(got, []string{"never"}) {
		t.Errorf("unreached are %v, want never", got)
	}
}
