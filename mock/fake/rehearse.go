package fake

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/outbound"
	"sparring/mock/world"
)

// Outcome is all that one run of a transaction shows.
type Outcome struct {
	Response  message.Response
	Stream    bool
	Late      bool
	Operation string
	Arbitrary bool
	LookUp    *outbound.Call
	Result    any // of an event, of an expiry, of what was due
	Why       []journal.Why
	Findings  []journal.Finding
	Changes   []Change
	Secrets   []string
	Outbox    []outbound.Message
	Calls     []outbound.Call
	Effects   []Effect
}

// Rehearsal is a transaction that was run twice: the first run was taken back.
type Rehearsal struct {
	Name          string // operation, event, "expire …" or "due"
	First, Second Outcome
	// Before and After are the facts before and after the first run. They are empty if there are too many to compare.
	Before, After string
}

// Rehearse lets a fake of this kit run each transaction twice, and see compare the runs. It is for tests: see faketest.
func Rehearse(f world.Fake, see func(Rehearsal)) {
	f.(interface{ rehearsed(func(Rehearsal)) }).rehearsed(see)
}

func (f *Fake[F, X]) rehearsed(see func(Rehearsal)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rehearse = see
}

// mostCompared is up to how many bytes all facts are compared before and after a run.
const mostCompared = 64 << 10

// try runs a transaction and takes it back.
func (f *Fake[F, X]) try(name string, r *Request, at time.Time, do func(x X) (Response, bool)) *Rehearsal {
	out := &Rehearsal{Name: name}
	if !f.large {
		out.Before = f.shown()
		f.large = len(out.Before) > mostCompared
	}
	out.First = f.vainly(r, at, do)
	if out.Before != "" {
		out.After = f.shown()
	}
	return out
}

// vainly runs a transaction, and takes it back even if it panics.
func (f *Fake[F, X]) vainly(r *Request, at time.Time, do func(x X) (Response, bool)) Outcome {
	x := f.begin(r, at)
	defer func() { f.end(x.transaction(), false) }()
	response, _ := do(x)
	return f.outcome(x.transaction(), response)
}

// shown is a text of all facts, with what the meters count.
func (f *Fake[F, X]) shown() string {
	x := f.begin(&Request{}, noTime)
	var b strings.Builder
	b.Write(Encode(f.def.State(x)))
	f.end(x.transaction(), false)
	for _, m := range f.home.meters {
		if m != nil {
			_, forgot := m.Missing()
			fmt.Fprintln(&b, m.Name, m.Used(), forgot)
		}
	}
	return b.String()
}

func (f *Fake[F, X]) outcome(tx *Tx, r Response) Outcome {
	out := Outcome{
		Response: r.Response, Stream: r.Stream != nil, Late: r.Late, Operation: r.Operation,
		Arbitrary: r.Arbitrary, Result: r.result,
		Why: slices.Clone(tx.why), Findings: slices.Clone(tx.findings), Changes: tx.store.changes(),
		Outbox: slices.Clone(tx.local.outbox), Effects: slices.Clone(tx.local.others),
	}
	if r.Render != nil {
		out.Response = r.Render()
	}
	if r.lookUp != nil {
		call := r.lookUp.call
		call.Judge = nil // functions cannot be compared
		out.LookUp = &call
	}
	for _, s := range tx.local.secrets {
		out.Secrets = append(out.Secrets, s.kind+" "+s.value)
	}
	for _, c := range tx.calls {
		c.Judge = nil
		out.Calls = append(out.Calls, c)
	}
	return out
}
