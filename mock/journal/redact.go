package journal

import (
	"bytes"
	"slices"
	"sort"
	"strings"
)

// scanBatch bounds how many entries are copied under the journal's lock at once.
const scanBatch = 512

// How far the secrets of a record are registered: record.scanned. From asked on it counts the messages of an open
// stream.
const (
	complete = -1
	asked    = 1
)

// scan registers the secrets of entries not yet looked at, in order of seq: of the request once it is there, of the
// answer when the entry is closed. j.mu is not held, so that readers do not keep requests waiting.
func (j *Journal) scan() {
	s := j.secrets
	s.reading.Lock()
	defer s.reading.Unlock()
	next, done := s.done, true
	for {
		records, copies, last := j.unscanned(next)
		for i, r := range records {
			j.learn(r, &copies[i])
			if done = done && r.scanned == complete; done {
				s.done = copies[i].Seq
			}
		}
		if next = last; len(records) < scanBatch {
			break
		}
	}
	if done {
		s.done = next
	}
	s.settleUp(s.seq.Load())
}

// unscanned copies the next records behind seq that are not complete, and tells up to which seq it looked.
func (j *Journal) unscanned(seq int64) (records []*record, copies []Record, last int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	live := j.entries[j.head:]
	for i := sort.Search(len(live), func(i int) bool { return live[i].entry.Seq > seq }); i < len(live); i++ {
		r := live[i]
		if seq = r.entry.Seq; r.scanned == complete {
			continue
		}
		records, copies = append(records, r), append(copies, r.entry.clone())
		if len(records) == scanBatch {
			break
		}
	}
	return records, copies, seq
}

// learn registers what is new in one record. s.reading is held.
func (j *Journal) learn(r *record, e *Record) {
	if r.scanned == complete {
		return
	}
	m := &masker{s: j.secrets, p: j.plan(e), learn: true}
	if r.scanned == 0 {
		j.secrets.settleUp(e.Seq - 1)
		m.asked(e)
		r.scanned = asked
	}
	if e.State != Open {
		j.secrets.settleUp(e.Seq)
	}
	for _, message := range e.Messages[min(r.scanned-asked, len(e.Messages)):] {
		m.frame(message.Data)
	}
	r.scanned = asked + len(e.Messages)
	if e.State != Open {
		m.answered(e)
		r.scanned = complete
	}
	r.many = r.many || m.met > mostMet
}

// plan gives the positions of an entry: those of its API, or of all APIs if it has none. s.reading is held.
func (j *Journal) plan(e *Record) *plan {
	name := e.API
	if e.Kind == Fault {
		name = "\x00fault"
	}
	p, ok := j.secrets.plans[name]
	if ok {
		return p
	}
	if positions, known := j.opts.Secrets[e.API]; e.Kind == Fault {
		p = faultPlan()
	} else if known {
		p = newPlan(common(), positions)
	} else if name == "" {
		all := []Positions{common()}
		for _, api := range sortedKeys(j.opts.Secrets) {
			all = append(all, j.opts.Secrets[api])
		}
		p = newPlan(all...)
	} else {
		return newPlan(common()) // not kept: the name is the client's
	}
	j.secrets.plans[name] = p
	return p
}

// faultPlan is that of a fault rule, which matches by header, query and field. Its "code" is an error's.
func faultPlan() *plan {
	p := newPlan(common())
	for name, kind := range p.headers {
		p.fields[name] = kind
	}
	return p
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// redact marks the secrets of a copy. Nothing that the entry shares with the record is changed.
func (j *Journal) redact(e *Record, r *record) {
	s := j.secrets
	s.reading.Lock()
	defer s.reading.Unlock()
	s.refresh()
	m := &masker{s: s, p: j.plan(e)}
	if r.many { // the same at every reading
		m.met = mostMet
	}
	if len(e.Findings)+len(e.Why) > 0 {
		m.places = map[string][]string{}
	}
	m.asked(e)
	m.answered(e)
	for i := range e.Messages {
		e.Messages[i].Data = m.frame(e.Messages[i].Data)
	}
	for i := range e.Why {
		e.Why[i].Text = m.own(e.Why[i].Text)
	}
	for i := range e.Faults {
		e.Faults[i].Detail = m.own(e.Faults[i].Detail)
	}
	for i := range e.Findings {
		m.finding(&e.Findings[i])
	}
	e.Hint, e.Error = m.own(e.Hint), m.own(e.Error)
	s.refresh() // what was first met here is known from the next entry on
}

// asked marks what is there when an entry opens.
func (m *masker) asked(e *Record) {
	e.URL, e.Path = m.url(e.URL, e.Vars), m.url(e.Path, e.Vars)
	m.loose = e.Kind == Exchange
	m.message(e.Request)
	m.loose = false
}

// answered marks what is there when an entry closes.
func (m *masker) answered(e *Record) {
	m.loose = e.Kind == Outgoing // what a service answers is not ours
	m.message(e.Response)
	m.loose = false
	if e.Sent != nil {
		e.Sent.Header = m.header(e.Sent.Header)
		m.cut = true
		e.Sent.Body, _, _ = m.content(e.Sent.Body, e.Sent.Header)
		m.cut = false
	}
	e.Event = e.Event.mask(m)
}

// frame marks one message of an event stream: JSON behind data:, or any text.
func (m *masker) frame(data string) string {
	lines := strings.SplitAfter(data, "\n")
	for i, line := range lines {
		payload, isData := strings.CutPrefix(line, "data:")
		if !isData {
			payload = line
		}
		text := []byte(payload)
		if first := bytes.TrimLeft(text, " "); len(first) > 0 && (first[0] == '{' || first[0] == '[') {
			text = m.json(text)
		} else {
			text = m.text(text, false)
		}
		if isData {
			lines[i] = "data:" + string(text)
		} else {
			lines[i] = string(text)
		}
	}
	return strings.Join(lines, "")
}
