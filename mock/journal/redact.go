package journal

import (
	"bytes"
	"strings"

	"sparring/mock/journal/secret"
)

// scanBatch bounds how many entries are copied under the journal's lock at once.
const scanBatch = 512

// progress is how far the secrets of a record are registered.
type progress struct {
	request, response bool
	messages          int // of a stream
}

func (p progress) complete() bool { return p.response }

// scan registers the secrets of entries not yet looked at, in order of seq: of the request once it is there, of the
// answer when the entry is closed. j.mu is not held, so that readers do not keep requests waiting. What is opened
// meanwhile is left to the next reader, else this one would not end under load.
func (j *Journal) scan() {
	for from, all := j.scanPiece(0); !all; {
		from, all = j.scanPiece(from)
	}
}

// Learn registers the secrets of the next entries behind from that no reader has met. It returns up to which entry it
// looked, and whether that is the newest one: a reader that may give up learns piece by piece before it peeks.
func (j *Journal) Learn(from int64) (next int64, all bool) {
	through(j.opts.Calm, func() { next, all = j.scanPiece(from) })
	return next, all
}

func (j *Journal) scanPiece(from int64) (next int64, all bool) {
	s := j.secrets
	s.Lock()
	defer s.Unlock()
	newest := s.Newest()
	steady := from <= j.scannedTo
	records, copies, next := j.unscanned(max(from, j.scannedTo))
	for i, r := range records {
		j.learn(r, &copies[i])
		if steady = steady && r.scanned.complete(); steady {
			j.scannedTo = copies[i].Seq
		}
	}
	if steady {
		j.scannedTo = next
	}
	if all = len(records) < scanBatch || next >= newest; all {
		s.Settle(newest)
	}
	return next, all
}

// unscanned copies the next records behind seq that are not complete, and returns up to which seq it looked.
func (j *Journal) unscanned(seq int64) (records []*record, copies []Record, last int64) {
	var snapshots []snapshot
	j.mu.Lock()
	for _, r := range j.store.behind(seq) {
		if seq = r.seq; r.scanned.complete() {
			continue
		}
		records, snapshots = append(records, r), append(snapshots, r.copied())
		if len(records) == scanBatch {
			break
		}
	}
	j.mu.Unlock()
	for i := range snapshots {
		copies = append(copies, snapshots[i].record())
	}
	return records, copies, seq
}

// learn registers what is new in one record. j.secrets is locked.
func (j *Journal) learn(r *record, e *Record) {
	if r.scanned.complete() {
		return
	}
	m := j.secrets.Learner(j.plan(e))
	if !r.scanned.request {
		j.secrets.Settle(e.Seq - 1)
		asked(m, e)
		r.scanned.request = true
	}
	if e.State != Open {
		j.secrets.Settle(e.Seq)
	}
	for _, message := range e.Messages[min(r.scanned.messages, len(e.Messages)):] {
		frame(m, message.Data)
	}
	r.scanned.messages = len(e.Messages)
	if e.State != Open {
		answered(m, e)
		r.scanned.response = true
	}
	r.many = r.many || m.Many()
}

// plan returns where the secrets of an entry are.
func (j *Journal) plan(e *Record) *secret.Plan {
	if e.Kind == Fault {
		return j.opts.Secrets.OfRule()
	}
	return j.opts.Secrets.Of(e.API)
}

// redact marks the secrets of a copy. Nothing that the entry shares with the record is changed.
func (j *Journal) redact(e *Record, r *record) {
	s := j.secrets
	s.Lock()
	defer s.Unlock()
	m := s.Masker(j.plan(e), len(e.Findings)+len(e.Why) > 0, r.many)
	asked(m, e)
	answered(m, e)
	for i := range e.Messages {
		e.Messages[i].Data = frame(m, e.Messages[i].Data)
	}
	for i := range e.Why {
		e.Why[i].Text = m.Own(e.Why[i].Text)
	}
	for i := range e.Faults {
		e.Faults[i].Detail = m.Own(e.Faults[i].Detail)
	}
	for i := range e.Findings {
		f := &e.Findings[i]
		said := secret.Statement{Pointer: f.Pointer, Expected: f.Expected, Actual: f.Actual, Message: f.Message}
		m.Finding(&said)
		f.Expected, f.Actual, f.Message = said.Expected, said.Actual, said.Message
	}
	e.Hint, e.Error = m.Own(e.Hint), m.Own(e.Error)
	m.Done()
}

// asked marks what is there when an entry opens.
func asked(m *secret.Masker, e *Record) {
	e.URL, e.Path = m.URL(e.URL, e.Vars), m.URL(e.Path, e.Vars)
	m.Loose = e.Kind == Exchange
	mask(m, e.Request)
	m.Loose = false
}

// mask marks one half of an exchange.
func mask(m *secret.Masker, half *Message) {
	if half == nil {
		return
	}
	half.Header = m.Header(half.Header)
	half.Body, half.Decoded, half.Withheld = m.Content(half.Body, half.Header)
}

// answered marks what is there when an entry closes.
func answered(m *secret.Masker, e *Record) {
	m.Loose = e.Kind == Outgoing // a service's response is not ours
	mask(m, e.Response)
	m.Loose = false
	if e.Sent != nil {
		e.Sent.Header = m.Header(e.Sent.Header)
		m.Cut = true
		e.Sent.Body, _, _ = m.Content(e.Sent.Body, e.Sent.Header)
		m.Cut = false
	}
	e.Event = e.Event.mask(m)
}

// frame marks one message of an event stream: JSON behind data:, or any text.
func frame(m *secret.Masker, data string) string {
	lines := strings.SplitAfter(data, "\n")
	for i, line := range lines {
		payload, isData := strings.CutPrefix(line, "data:")
		if !isData {
			payload = line
		}
		text := []byte(payload)
		if first := bytes.TrimLeft(text, " "); len(first) > 0 && (first[0] == '{' || first[0] == '[') {
			text = m.JSON(text)
		} else {
			text = m.Text(text, false)
		}
		if isData {
			lines[i] = "data:" + string(text)
		} else {
			lines[i] = string(text)
		}
	}
	return strings.Join(lines, "")
}
