package journal

import (
	"bytes"
	"slices"
	"sort"
	"strings"
)

// scanBatch bounds how many entries are copied under the journal's lock at once.
const scanBatch = 512

// How far the secrets of a record are registered: record.scanned. From asked on it counts the messages of an open stream.
const (
	complete = -1
	asked    = 1
)

// scan registers the secrets of entries not yet looked at, in order of seq: of the request once it is there, of the answer
// when the entry is closed. j.mu is not held, so that readers do not keep requests waiting.
func (j *Journal) scan() {
	s := j.secrets
	s.scanning.Lock()
	defer s.scanning.Unlock()
	next, done := s.done, true
	for {
		records, copies, last := j.unscanned(next)
		for i, r := range records {
			s.mu.Lock()
			j.learn(r, &copies[i])
			s.mu.Unlock()
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
	s.mu.Lock()
	s.settle(s.seq.Load())
	s.mu.Unlock()
}

// unscanned copies the next records behind seq that are not complete, and tells up to which seq it looked.
func (j *Journal) unscanned(seq int64) (records []*record, copies []Entry, last int64) {
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

// learn registers what is new in one record. s.scanning and s.mu are held.
func (j *Journal) learn(r *record, e *Entry) {
	if r.scanned == complete {
		return
	}
	m := &masker{s: j.secrets, p: j.plan(e), learn: true}
	if r.scanned == 0 {
		j.secrets.settle(e.Seq - 1)
		m.asked(e)
		r.scanned = asked
	}
	if e.State != Open {
		j.secrets.settle(e.Seq)
	}
	for _, message := range e.Messages[min(r.scanned-asked, len(e.Messages)):] {
		m.frame(message.Data)
	}
	r.scanned = asked + len(e.Messages)
	if e.State != Open {
		m.answered(e)
		r.scanned = complete
	}
}

// plan gives the positions of an entry: those of its API, or of all APIs where it has none. Of a fault rule only known
// values are secrets: its "code" is an error's. s.mu is held.
func (j *Journal) plan(e *Entry) *plan {
	name := e.API
	if e.Kind == Fault {
		name = "\x00fault"
	}
	p, ok := j.secrets.plans[name]
	if ok {
		return p
	}
	if positions, known := j.opts.Secrets[e.API]; e.Kind == Fault {
		p = newPlan()
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

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// redact marks the secrets of a copy. Nothing that the entry shares with the record is changed.
func (j *Journal) redact(e *Entry) {
	s := j.secrets
	s.mu.Lock()
	defer s.mu.Unlock()
	s.index.update()
	m := &masker{s: s, p: j.plan(e)}
	m.asked(e)
	m.answered(e)
	for i := range e.Messages {
		e.Messages[i].Data = m.frame(e.Messages[i].Data)
	}
	for i := range e.Why {
		e.Why[i].Text = m.string(e.Why[i].Text)
	}
	for i := range e.Faults {
		e.Faults[i].Detail = m.string(e.Faults[i].Detail)
	}
	for i := range e.Findings {
		m.finding(&e.Findings[i])
	}
	e.Hint, e.Error = m.string(e.Hint), m.string(e.Error)
	s.index.update() // what was first met here is known from the next entry on
}

// asked marks what is there when an entry opens.
func (m *masker) asked(e *Entry) {
	e.URL, e.Path = m.url(e.URL, e.Vars), m.url(e.Path, e.Vars)
	m.message(e.Request)
}

// answered marks what is there when an entry closes.
func (m *masker) answered(e *Entry) {
	m.message(e.Response)
	if e.Sent != nil {
		e.Sent.Header = m.header(e.Sent.Header)
		m.cut = true
		e.Sent.Body = m.body(e.Sent.Body, e.Sent.Header.Get("Content-Type"))
		m.cut = false
	}
	if len(e.Event) > 0 {
		e.Event = m.json(e.Event)
	}
}

func (m *masker) message(half *Message) {
	if half == nil {
		return
	}
	half.Header = m.header(half.Header)
	half.Body = m.body(half.Body, half.Header.Get("Content-Type"))
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

// finding marks the texts of a finding. One that points at a secret may quote it alone or cut short.
func (m *masker) finding(f *Finding) {
	if kind := m.pointed(f.Pointer); kind != "" {
		quoted := strings.TrimRight(strings.Trim(f.Actual, "\"'` "), "….")
		if mark := m.quoted(quoted); mark != "" {
			f.Actual = strings.Replace(f.Actual, quoted, mark, 1)
			f.Message = strings.ReplaceAll(f.Message, quoted, mark)
		}
	}
	f.Expected, f.Actual, f.Message = m.string(f.Expected), m.string(f.Actual), m.string(f.Message)
}

// quoted gives the mark of a secret that is quoted in full, or of its first four characters and more.
func (m *masker) quoted(text string) string {
	if found, ok := m.s.values[text]; ok {
		return m.s.number(found)
	}
	if len(text) >= 4 {
		for _, known := range m.s.order {
			if strings.HasPrefix(known.value, text) {
				return m.s.number(known)
			}
		}
	}
	return ""
}

// pointed gives the kind of secret that a finding's pointer points at.
func (m *masker) pointed(pointer string) string {
	last := []byte(pointer[strings.LastIndexByte(pointer, '/')+1:])
	switch {
	case strings.HasPrefix(pointer, "query/"):
		return fold(m.p.query, last)
	case strings.HasPrefix(pointer, "header/"):
		return fold(m.p.headers, last)
	case strings.HasPrefix(pointer, "path/"):
		return fold(m.p.path, last)
	}
	return fold(m.p.fields, last)
}
