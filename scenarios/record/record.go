// Package record writes what was done in a world as a scenario that verify runs: what a tester did through the control
// API by the shared sentences, what a client did by the abilities whose declared places on the wire its requests fit.
//
// Of makes it of a journal's entries. What no sentence says is listed apart, never left out without a word. The
// scenario is a beginning: it says what was done, a tester adds what must come of it.
package record

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/suite"
)

// Of writes the entries of a page, or those of them that are asked for, as a scenario.
func Of(apis suite.APIs, world string, asked client.RecordRequest, page journal.Page) client.Recorded {
	w := &writer{apis: apis, russian: asked.Language == "ru", known: map[string]bool{}, lasting: map[string]bool{}}
	for i := range page.Entries {
		e := &page.Entries[i]
		if asked.Entries != nil && !slices.Contains(asked.Entries, e.Seq) {
			continue
		}
		w.entry(e)
	}
	out := client.Recorded{Steps: []string{}, LeftOut: append([]client.LeftOut{}, w.left...)}
	for _, s := range w.steps {
		out.Steps = append(out.Steps, s.lines(w.word(s.keyword), "")...)
	}
	w.finish()
	title := asked.Title
	if title == "" {
		title = w.say("what was done in "+world, "что было сделано в "+world)
	}
	out.Feature = w.feature(title)
	return out
}

// The keywords of steps.
const (
	given = "Given"
	when  = "When"
	then  = "Then"
)

// step is one sentence with its table or its text.
type step struct {
	keyword, text string
	table         [][2]string
	doc           string
}

type writer struct {
	apis    suite.APIs
	russian bool
	steps   []step
	left    []client.LeftOut
	api     string          // of the last entry that has one
	started bool            // a call was started, and nobody has waited for it
	called  bool            // the client was asked for something
	known   map[string]bool // values that earlier calls give: {card_id}
	lasting map[string]bool // fault rules that fire until they are removed
}

func (w *writer) say(english, russian string) string {
	if w.russian {
		return russian
	}
	return english
}

func (w *writer) add(keyword, english, russian string, table ...[2]string) {
	w.steps = append(w.steps, step{keyword: keyword, text: w.say(english, russian), table: table})
}

func (w *writer) leave(e *journal.Entry, english, russian string) {
	w.left = append(w.left, client.LeftOut{Seq: e.Seq, Reason: w.say(english, russian)})
}

func (w *writer) entry(e *journal.Entry) {
	if e.API != "" {
		w.api = e.API
	}
	switch e.Kind {
	case journal.EventRaised:
		w.event(e)
	case journal.ClockMove:
		w.clock(e)
	case journal.Fault:
		w.fault(e)
	case journal.Exchange:
		if e.Peer == journal.Client {
			w.exchange(e)
		}
	}
}

// event writes a plant, a change of switches or an event.
func (w *writer) event(e *journal.Entry) {
	if _, planted := e.Planted(); planted {
		w.leave(e, "facts were planted: say which with “the facts of "+e.API+" include:”",
			"факты заданы заново: скажите какие шагом «у "+e.API+" есть факты:»")
		return
	}
	if text, switched := e.Switched(); switched {
		w.switches(text)
		return
	}
	raised, ok := e.Raised()
	if !ok {
		return
	}
	if english, russian := w.own(e); english != "" {
		w.add(when, english, russian)
		return
	}
	english := fmt.Sprintf("%q happens at %s", raised.Name, e.API)
	russian := fmt.Sprintf("происходит %q у %s", raised.Name, e.API)
	table := cells(raised.Args)
	if len(table) > 0 {
		english, russian = english+" with:", russian+" с данными:"
	}
	w.add(when, english, russian, table...)
}

func (w *writer) switches(text json.RawMessage) {
	var all map[string]json.RawMessage
	if json.Unmarshal(text, &all) != nil {
		return
	}
	for _, api := range sorted(all) {
		for _, c := range cells(all[api]) {
			w.add(given, fmt.Sprintf("the switch %q of %s is %q", c[0], api, bare(c[1])),
				fmt.Sprintf("переключатель %q у %s стоит на %q", c[0], api, bare(c[1])))
		}
	}
}

// clock writes a move by how far it went: a scenario begins at another time.
func (w *writer) clock(e *journal.Entry) {
	if e.Operation == "mode" {
		var asked struct{ Mode string }
		if e.Event != nil && json.Unmarshal(e.Event.Asked, &asked) == nil && asked.Mode == client.FrozenMode {
			w.add(given, "the clock is frozen", "часы остановлены")
			return
		}
		w.leave(e, "no step lets the clock run faster", "шага, который ускоряет часы, нет")
		return
	}
	moved, ok := e.Moved()
	if !ok {
		return
	}
	by := moved.Advance
	if by == "" {
		by = between(e.WorldTime, moved.Now)
	}
	if by != "" {
		w.add(when, fmt.Sprintf("%q passes", by), fmt.Sprintf("проходит %q", by))
	}
}

// own asks the API for a sentence of its own about an entry.
func (w *writer) own(e *journal.Entry) (english, russian string) {
	for _, api := range w.apis {
		if api.Name == e.API && api.Recorded != nil {
			return api.Recorded(e)
		}
	}
	return "", ""
}

// finish ends what was started, and asks the client for one ordinary thing.
func (w *writer) finish() {
	if len(w.lasting) > 0 {
		w.add(when, "the faults end", "сбои прекращаются")
	}
	w.await()
	if !w.called {
		w.ordinary()
		return
	}
	w.add(then, "the client still works", "клиент по-прежнему работает")
}

// await waits for the calls that were started.
func (w *writer) await() {
	if w.started {
		w.add(when, "the client has finished", "клиент закончил")
	}
	w.started = false
}

// ordinary asks for an ability that takes no argument: a scenario in which nothing is asked of the client is no test.
func (w *writer) ordinary() {
	for _, api := range w.apis {
		if w.api != "" && api.Name != w.api {
			continue
		}
		for i := range api.Abilities {
			if a := &api.Abilities[i]; !a.Paced && !needs(a) {
				w.ask(a.Name, nil, false)
				w.add(then, "the client reports success", "клиент сообщает об успехе")
				return
			}
		}
	}
}

func (w *writer) word(keyword string) string {
	return w.say(keyword, map[string]string{given: "Дано", when: "Когда", then: "Тогда"}[keyword])
}

// feature writes the whole.
func (w *writer) feature(title string) string {
	var b strings.Builder
	if w.russian {
		b.WriteString("# language: ru\n")
	}
	title = strings.Join(strings.Fields(title), " ")
	fmt.Fprintf(&b, "%s: %s\n\n  %s: %s\n", w.say("Feature", "Функция"), title, w.say("Scenario", "Сценарий"), title)
	before := ""
	for _, s := range w.steps {
		word := w.word(s.keyword)
		if s.keyword == before {
			word = w.say("And", "И")
		}
		before = s.keyword
		for _, line := range s.lines(word, "    ") {
			b.WriteString(line + "\n")
		}
	}
	for _, l := range w.left {
		fmt.Fprintf(&b, "    # %s %d: %s\n", w.say("entry", "запись"), l.Seq, l.Reason)
	}
	return b.String()
}
