package fault_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"sparring/mock/fault"
	"sparring/mock/limit"
	"sparring/mock/limit/limittest"
	"sparring/mock/message"
)

func saveCard(seq int64) *message.Request {
	return &message.Request{Seq: seq, API: "bonder", Operation: "saveCard", Method: "POST", Path: "/card"}
}

// fired names the rules that fire for n requests, "-" where none does.
func fired(s *fault.Set, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = "-"
		if f := s.Decide(saveCard(int64(i + 1))); f != nil {
			out[i] = f.Rule
		}
	}
	return strings.Join(out, " ")
}

func TestOrder(t *testing.T) {
	tests := []struct {
		name  string
		rules []string
		want  string
	}{
		{"once by default", []string{`{"fault":{"kind":"reset"}}`}, "f1 - - - -"},
		{"until removed", []string{`{"times":0,"fault":{"kind":"reset"}}`}, "f1 f1 f1 f1 f1"},
		{"after and times", []string{`{"after":1,"times":2,"fault":{"kind":"reset"}}`}, "- f1 f1 - -"},
		{"order of creation", []string{`{"fault":{"kind":"reset"}}`, `{"fault":{"kind":"empty"}}`}, "f1 f2 - - -"},
		{"order across the index", []string{
			`{"match":{"api":"bonder"},"fault":{"kind":"reset"}}`,
			`{"match":{"operation":"saveCard"},"fault":{"kind":"reset"}}`,
			`{"fault":{"kind":"reset"}}`,
			`{"match":{"api":"bonder","operation":"card.save"},"fault":{"kind":"error","code":"DATABASE_ERROR"}}`,
			`{"fault":{"kind":"expire"}}`,
		}, "f1 f2 f3 f4 f5"},
		{"after counts requests that others answer", []string{
			`{"after":2,"fault":{"kind":"timeout"}}`, `{"after":1,"fault":{"kind":"reset"}}`,
			`{"fault":{"kind":"empty"}}`,
		}, "f3 f2 f1 - -"},
		{"a sequence", []string{`{"times":2,"fault":{"kind":"empty"}}`, `{"after":1,"fault":{"kind":"reset"}}`},
			"f1 f1 f2 - -"},
		{"hold parks count per firing", []string{`{"times":2,"fault":{"kind":"hold","count":2}}`,
			`{"times":0,"fault":{"kind":"reset"}}`}, "f1 f1 f1 f1 f2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSet()
			for _, text := range test.rules {
				add(t, s, text)
			}
			if got := fired(s, 5); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	f := message.Request{
		API: "bonder", Operation: "saveCard", Method: "POST", Path: "/card/12%2F3/save",
		Header: http.Header{"X-Client": {"ios", "app/2.1 beta"}},
		Body:   []byte(`{"user":{"name":"Анна","age":30,"a/b":[{"x":null},2.50,"2"]},"id":9007199254740993,"ok":true}`),
	}
	tests := []struct {
		match string
		want  bool
	}{
		{`{}`, true},
		{`{"api":"bonder"}`, true},
		{`{"api":"iqchannels"}`, false},
		{`{"operation":"saveCard"}`, true},
		{`{"operation":"card.save"}`, true},
		{`{"operation":"auth"}`, false},
		{`{"method":"post"}`, true},
		{`{"method":"GET"}`, false},
		{`{"path":"/card/12%2F3/save"}`, true},
		{`{"path":"/card/*"}`, true},
		{`{"path":"*/save"}`, true},
		{`{"path":"/c*2F3*ve"}`, true},
		{`{"path":"/card"}`, false},
		{`{"path":"/card/*/load"}`, false},
		{`{"path":"*sav"}`, false},
		{`{"path":"/iqchannels/card/*"}`, false},
		{`{"path":"/card/{id}/save"}`, true},
		{`{"path":"/bonder/card/{id}/s*"}`, true},
		{`{"path":"/bonder/card/*"}`, true},
		{`{"path":"/bonder/card/{id}/save","method":"post"}`, true},
		{`{"method":"options"}`, false},
		{`{"method":"OPTIONS","path":"/card/*"}`, false},
		{`{"path":"/card/{id}"}`, false},
		{`{"path":"/card/{id}/load"}`, false},
		{`{"operation":"saveCard","method":"POST"}`, true},
		{`{"header":{"x-client":"ios"}}`, true},
		{`{"header":{"X-Client":"app/2.*"}}`, true},
		{`{"header":{"x-client":"*"}}`, true},
		{`{"header":{"x-client":"android"}}`, false},
		{`{"header":{"x-other":"*"}}`, false},
		{`{"header":{"x-client":"ios","x-other":"*"}}`, false},
		{`{"body":{"/user/name":"Анна"}}`, true},
		{`{"body":{"/user/name":"Анна","/ok":true}}`, true},
		{`{"body":{"/user/name":"Анна","/ok":false}}`, false},
		{`{"body":{"/user/age":30}}`, true},
		{`{"body":{"/user/age":3e1}}`, true},
		{`{"body":{"/user/age":"30"}}`, false},
		{`{"body":{"/user/age":30.5}}`, false},
		{`{"body":{"/user/a~1b/0/x":null}}`, true},
		{`{"body":{"/user/a~1b/1":2.5}}`, true},
		{`{"body":{"/user/a~1b/2":"2"}}`, true},
		{`{"body":{"/user/a~1b/3":"2"}}`, false},
		{`{"body":{"/user/a~1b/01":2.5}}`, false},
		{`{"body":{"/user/a~1b":[{"x":null},2.5,"2"]}}`, true},
		{`{"body":{"/user/a~1b":[{"x":1},2.5,"2"]}}`, false},
		{`{"body":{"/user/a~1b":[1]}}`, false},
		{`{"body":{"/user/a~1b/0":{"x":null}}}`, true},
		{`{"body":{"/user/a~1b/0":{"y":null}}}`, false},
		{`{"body":{"/user/a~1b/0":{}}}`, false},
		{`{"body":{"/user/a~1b/0":null}}`, false},
		{`{"body":{"/user/name":{"a":1}}}`, false},
		{`{"body":{"/user/name/x":1}}`, false},
		{`{"body":{"/nope":null}}`, false},
	}
	for _, test := range tests {
		s := newSet()
		add(t, s, `{"match":`+test.match+`,"fault":{"kind":"reset"}}`)
		if got := s.Decide(&f) != nil; got != test.want {
			t.Errorf("%s: %t, want %t", test.match, got, test.want)
		}
	}
	for _, body := range []string{"", "{", "name=x"} {
		s := newSet()
		add(t, s, `{"match":{"body":{"":null}},"fault":{"kind":"reset"}}`)
		if s.Decide(&message.Request{API: "bonder", Body: []byte(body)}) != nil {
			t.Errorf("the body %q matched", body)
		}
	}
}

// TestUnmatched shows which rules act on a request that no operation fits.
func TestUnmatched(t *testing.T) {
	f := &message.Request{API: "bonder", Method: "GET", Path: "/nowhere"}
	for text, want := range map[string]bool{
		`{"fault":{"kind":"reset"}}`: true, `{"match":{"api":"bonder"},"fault":{"kind":"reset"}}`: true,
		`{"match":{"path":"/*"},"fault":{"kind":"reset"}}`:        true,
		`{"match":{"operation":"auth"},"fault":{"kind":"reset"}}`: false,
		`{"fault":{"kind":"error","code":"INVALID"}}`:             false, `{"fault":{"kind":"expire"}}`: false,
	} {
		s := newSet()
		add(t, s, text)
		if got := s.Decide(f) != nil; got != want {
			t.Errorf("%s: %t, want %t", text, got, want)
		}
	}
}

// TestErrorAim shows that an error without an operation acts only where its code exists.
func TestErrorAim(t *testing.T) {
	s := newSet()
	add(t, s, `{"after":1,"fault":{"kind":"error","code":"WRONG_PASSWORD"}}`)
	if got := fired(s, 3); got != "- - -" {
		t.Errorf("acted on saveCard: %s", got)
	}
	auth := &message.Request{API: "bonder", Operation: "auth"}
	if s.Decide(auth) != nil {
		t.Error("requests that the code does not fit were counted")
	}
	if f := s.Decide(auth); f == nil || f.Fault.(*fault.Error).Code != "WRONG_PASSWORD" {
		t.Errorf("fired %+v", f)
	}
}

func TestListAndRemove(t *testing.T) {
	s := newSet()
	first := add(t, s, `{"id":"mine","hits":7,"match":{"api":"bonder"},"after":1,"times":2,"fault":{"kind":"reset"}}`)
	data, err := json.Marshal(first)
	want := `{"id":"f1","match":{"api":"bonder"},"after":1,"times":2,"fault":{"kind":"reset"},"hits":0,"remaining":2}`
	if err != nil || string(data) != want {
		t.Errorf("stored %s, want %s", data, want)
	}
	endless := add(t, s, `{"times":0,"fault":{"kind":"delay","duration":"1s"}}`)
	if endless.Remaining != nil {
		t.Errorf("an endless rule has %d left", *endless.Remaining)
	}
	if n := len(s.Unfired()); n != 2 {
		t.Errorf("%d unfired", n)
	}
	if got := fired(s, 4); got != "f2 f1 f1 f2" {
		t.Errorf("fired %s", got)
	}
	spent, _ := s.Get("f1")
	if spent.Hits != 2 || *spent.Remaining != 0 || !spent.LastHit.Equal(worldTime()) || len(s.Unfired()) != 0 ||
		len(s.List()) != 2 {
		t.Errorf("spent: %+v", spent)
	}
	if !s.Remove("f2") || s.Remove("f2") || !s.Remove("f1") || !s.Idle() || len(s.List()) != 0 {
		t.Error("removing went wrong")
	}
	if _, ok := s.Get("f1"); ok {
		t.Error("a removed rule is found")
	}
	if next := add(t, s, `{"fault":{"kind":"reset"}}`); next.ID != "f3" {
		t.Errorf("an id came twice: %s", next.ID)
	}
	s.Clear()
	if !s.Idle() || fired(s, 1) != "-" {
		t.Error("a cleared set acts")
	}
}

// TestStoredRuleIsOwn shows that a caller cannot change a stored rule by what it kept.
func TestStoredRuleIsOwn(t *testing.T) {
	s := newSet()
	in := rule(t, `{"match":{"header":{"A":"1"}},"fault":{"kind":"status","status":500,"headers":{"B":"2"}}}`)
	if _, err := s.Add(in); err != nil {
		t.Fatal(err)
	}
	in.Match.Header["A"], in.Fault.Parameters["status"] = "2", 200
	f := s.Decide(&message.Request{API: "bonder", Header: http.Header{"A": {"1"}}})
	status := f.Fault.(*fault.Status)
	reply, _ := status.Answer()
	if reply.Status != 500 {
		t.Errorf("answer %+v", reply)
	}
	reply.Header.Set("B", "3")
	if again, _ := status.Answer(); again.Header.Get("B") != "2" {
		t.Error("the rule's headers were changed by an answer")
	}
	if got := s.List()[0]; got.Match.Header["A"] != "1" || fmt.Sprint(got.Fault.Parameters["status"]) != "500" {
		t.Errorf("stored %+v", got)
	}
}

func TestFork(t *testing.T) {
	s := newSet()
	add(t, s, `{"after":3,"times":2,"fault":{"kind":"reset"}}`)
	add(t, s, `{"match":{"api":"bonder"},"fault":{"kind":"hold","count":3}}`)
	add(t, s, `{"fault":{"kind":"empty"}}`)
	s.Remove("f3")
	if got := fired(s, 2); got != "f2 f2" {
		t.Fatalf("fired %s", got)
	}
	fork := newSet()
	add(t, fork, `{"fault":{"kind":"timeout"}}`)
	fork.Import(s.Copy())
	if list := fork.List(); len(list) != 2 || list[1].Waiting != nil || list[1].Hits != 1 || list[1].FirstHit == nil {
		t.Errorf("forked %+v", list)
	}
	for name, set := range map[string]*fault.Set{"fork": fork, "origin": s} {
		if got := fired(set, 5); got != "f2 f1 f1 - -" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if next := add(t, fork, `{"fault":{"kind":"reset"}}`); next.ID != "f3" {
		t.Errorf("next id %s", next.ID)
	}
	if !reflect.DeepEqual(s.Copy()[0].Fault, fork.Copy()[0].Fault) {
		t.Error("the fault changed on the way")
	}
	s.ReleaseAll()
	fork.ReleaseAll()
}

func TestOnce(t *testing.T) {
	s := newSet()
	spec, err := fault.Parse("DATABASE_ERROR")
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Once(spec, saveCard(1))
	if err != nil || f.Rule != "header" || f.Fault.(*fault.Error).Code != "DATABASE_ERROR" || !s.Idle() {
		t.Errorf("%+v, %v", f, err)
	}
	for text, want := range map[string]string{"NOPE": "/fault/code", "hold": "/fault/kind",
		"delay duration=x": "/fault/duration"} {
		spec, _ = fault.Parse(text)
		if _, err = s.Once(spec, saveCard(1)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestTooManyRules drives a set to its bound; removed rules make room.
func TestTooManyRules(t *testing.T) {
	s, meter := newSet(), limit.NewLedger(nil).Meter("", new(fault.Bound()))
	s.Count(meter)
	limittest.Drive(t, []limit.Bound{fault.Bound()},
		map[string]limittest.Store{fault.Bound().Name: {Used: meter.Used, Put: func(i int) {
			_, err := s.Add(rule(t,
				fmt.Sprintf(`{"match":{"header":{"X-Mark":"%0200d"}},"fault":{"kind":"delay","duration":"1s"}}`, i)))
			var full *fault.Refusal
			if err != nil && (!errors.As(err, &full) || !full.Full ||
				!strings.Contains(err.Error(), "bytes of fault rules")) {
				t.Fatal(err)
			}
		}}})
	kept := s.List()
	if !s.Remove(kept[0].ID) {
		t.Fatal("the first rule is not there")
	}
	add(t, s, `{"fault":{"kind":"reset"}}`)
	copied := newSet()
	copied.Count(limit.NewLedger(nil).Meter("", new(fault.Bound())))
	copied.Import(s.Copy())
	if n := len(copied.List()); n != len(kept) {
		t.Errorf("a copy has %d rules, want %d", n, len(kept))
	}
	if s.Clear(); meter.Used() != 0 {
		t.Errorf("%d bytes are counted of no rules", meter.Used())
	}
}

// TestParallel shows that parallel requests consume exactly what the rules say.
func TestParallel(t *testing.T) {
	s := newSet()
	want := map[string]int64{}
	for i, text := range []string{
		`{"after":10,"times":100,"fault":{"kind":"reset"}}`,
		`{"match":{"api":"bonder"},"times":50,"fault":{"kind":"empty"}}`,
		`{"match":{"operation":"saveCard","body":{"/a":1}},"times":7,"fault":{"kind":"timeout"}}`,
		`{"fault":{"kind":"hold","count":9}}`,
	} {
		want[add(t, s, text).ID] = []int64{100, 50, 7, 9}[i]
	}
	var counts sync.Map
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			for i := range 50 {
				f := saveCard(int64(w*1000 + i))
				f.Body = []byte(`{"a":1}`)
				if firing := s.Decide(f); firing != nil {
					n, _ := counts.LoadOrStore(firing.Rule, new(atomic.Int64))
					n.(*atomic.Int64).Add(1)
				}
				_ = s.List()
			}
		})
	}
	wg.Wait()
	for id, n := range want {
		got, ok := counts.Load(id)
		if !ok || got.(*atomic.Int64).Load() != n {
			t.Errorf("%s fired %v times, want %d", id, got, n)
		}
	}
	if !s.Idle() {
		t.Error("not all spent")
	}
	s.ReleaseAll()
}
