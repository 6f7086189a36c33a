package iqchannels

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"sparring/mock/fake/faketest"
	"sparring/mock/journal"
	"sparring/mock/world"
	"sparring/spec"
)

// A reading is chosen by a switch, and only the vendor's words may fail anybody: so no documented or observed finding
// may
// depend on a switch. The tests here send a corpus of requests and of service's answers under every value of every
// switch
// and compare what they find.

// choices are the values that a switch is tried with.
func choices(sw world.Switch, service string) []any {
	var out []any
	switch sw.Type {
	case world.Enum:
		for _, v := range sw.Values {
			out = append(out, v)
		}
	case world.Bool:
		out = []any{true, false}
	case world.Int:
		out = []any{sw.Range.Min, sw.Range.Max}
	case world.Duration:
		out = []any{"10s", "1h"}
	case world.URL:
		out = []any{"", service}
	default:
		out = []any{"", "4.2.0", "9.9.9"}
	}
	return out
}

// telling are the findings that can fail somebody, as texts; each must name the vendor's text and not only the
// register.
func telling(t *testing.T, what string, found []journal.Finding) string {
	t.Helper()
	var out []string
	for _, f := range found {
		if f.Provenance == journal.Derived {
			continue
		}
		if !strings.Contains(f.Source, "iqchannels") {
			t.Errorf("%s: %s at %q fails somebody by %q", what, f.Code, f.Pointer, f.Source)
		}
		out = append(out, fmt.Sprint(f.Provenance, " ", f.By, " ", f.Code, " ", f.Pointer))
	}
	return strings.Join(out, "; ")
}

// sample is one request of the corpus.
type sample struct {
	name, operation string
	body            any
	options         []option
}

// requestCorpus has, for each operation, a correct request and every way to get its body, its fields and its parameters
// wrong.
func requestCorpus(t *testing.T, session, file string) (out []sample) {
	good := bodies(session, file)
	for _, op := range spec.Operations(Name) {
		var options []option
		if strings.Contains(op.Path, "{id}") {
			options = append(options, inPath("id", file))
		}
		add := func(name string, body any, more ...option) {
			out = append(
				out,
				sample{op.ID + " " + name, op.ID, body, slices.Concat(options, []option{bearing(session)}, more)},
			)
		}
		body := good[op.ID]
		if op.ID == "uploadFile" {
			upload, kind := form(t, "file", "x.txt", "text/plain", "x")
			add("good", upload, header("Content-Type", kind))
			add("no form", upload, header("Content-Type", "application/json"))
			continue
		}
		add("good", body)
		add("twice", body, header("token", "x"), rawQuery("unknown=1"))
		for _, wrong := range []string{"", "{", `"text"`, "[]", "5", "null", `{"Unknown":1}`, "\xff"} {
			add("body "+wrong, wrong)
		}
		add("content type", body, header("Content-Type", "text/plain"))
		for _, q := range []string{"ChatType=x&LastEventId=x&Limit=0", "size=huge", "LastEventId=-1", "%zz"} {
			add("query "+q, body, rawQuery(q))
		}
		object := map[string]any{}
		if json.Unmarshal(encode(body), &object) != nil {
			continue
		}
		for _, field := range slices.Sorted(maps.Keys(object)) {
			for _, wrong := range []any{nil, 5, 1.5, "text", "", true, []any{}, map[string]any{}} {
				changed := maps.Clone(object)
				changed[field] = wrong
				add(fmt.Sprintf("%s %v", field, wrong), changed)
			}
			changed := maps.Clone(object)
			delete(changed, field)
			add("without "+field, changed)
		}
	}
	for _, text := range []string{"one", "one", "two"} { // the same LocalId
		out = append(
			out,
			sample{
				"LocalId again",
				"sendMessage",
				map[string]any{"LocalId": 9, "Payload": "text", "Text": text},
				[]option{bearing(session)},
			},
		)
	}
	for _, token := range []string{TokenPerson, "", "x", strings.Repeat("x", 3000)} {
		out = append(
			out,
			sample{"card by GET", opGetCard, nil, []option{inPath("token", token)}},
			sample{
				"card by POST",
				opPostCard,
				nil,
				[]option{header("token", token)},
			},
			sample{"card by both", opGetCard, nil, []option{inPath("token", token), header("token", "y")}},
		)
	}
	return append(out, sample{"card without a token", opPostCard, nil, nil})
}

func TestNoRequestFailsByAReading(t *testing.T) {
	pages := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, examplePerson)
	}))
	defer pages.Close()
	run := func(switches map[string]any, options ...faketest.Option) map[string]string {
		h := newHarness(t, switches, options...)
		session, _ := h.login(TokenPerson)
		file := h.upload(session, "x.txt", "text/plain", "x")
		found := map[string]string{}
		for i, s := range requestCorpus(t, session, file) {
			h.send(h.request(s.operation, s.body, s.options...))
			found[fmt.Sprintf("%d %s", i, s.name)] = telling(t, s.name, h.violations)
		}
		return found
	}
	compareReadings(t, run, pages.URL, "")
}

// compareReadings runs a corpus under every value of every switch but one.
func compareReadings(
	t *testing.T, run func(switches map[string]any, options ...faketest.Option) map[string]string, service, but string,
) {
	want, telling := run(nil), 0
	for _, found := range want {
		if found != "" {
			telling++
		}
	}
	if telling < 10 {
		t.Fatalf("only %d of %d samples fail anybody: the corpus shows nothing", telling, len(want))
	}
	for _, sw := range sw.List() {
		if sw.Name == but {
			continue
		}
		for _, value := range choices(sw, service) {
			got := run(map[string]any{sw.Name: value}, faketest.Once())
			for _, name := range slices.Sorted(maps.Keys(want)) {
				if got[name] != want[name] {
					t.Errorf("%s = %v: %s finds %q, by default %q", sw.Name, value, name, got[name], want[name])
				}
			}
		}
	}
}

func TestNoAnswerOfAServiceFailsByAReading(t *testing.T) {
	const core = `"id":"9","name":"И","surname":"И","firstname":"И","patronymic":"","type":"0","enabled":true`
	type answer struct {
		status     int
		kind, body string
	}
	answers := []answer{
		{
			200,
			"application/json",
			examplePerson,
		}, {200, "application/json", exampleCompanies}, {200, "text/plain", examplePerson},
		{
			200,
			"",
			examplePerson,
		}, {201, "application/json", examplePerson}, {204, "", ""}, {302, "", ""}, {404, "text/html", "<html>"},
		{
			404,
			"application/json",
			`{"errorCode":"1001","errorText":"Client not found"}`,
		}, {503, "application/json", `{"errorCode":1001}`},
		{
			404,
			"application/json",
			`{`,
		}, {200, "application/json", `{`}, {200, "application/json", `[]`}, {200, "application/json", `null`},
		{
			200,
			"application/json",
			`{}`,
		}, {200, "application/json", `{"errorCode":"1001"}`}, {200, "application/json", `{"Client":{}}`},
		{200, "application/json", `{"errorCode":"7","client":{` + core + `}}`},
	}
	for _, field := range []string{"id", "name", "type", "enabled", "birthDate", "bankBranch", "accountNumbers",
		"betaUser", "fields", "fieldList", "contacts", "group"} {
		for _, value := range []string{`null`, `5`, `"x"`, `""`, `true`, `"true"`, `[]`, `{}`, `[{}]`, `{"id":1.0}`,
			`{"id":"99999999999999999999"}`, `[{"id":-7}]`} {
			answers = append(
				answers,
				answer{200, "application/json", `{"client":{` + core + `,"` + field + `":` + value + `}}`},
			)
		}
	}
	for _, company := range []string{`{"id":3000000000}`, `{"id":"5","resident":"no"}`, `{"name":"x"}`,
		`{"id":5,"ogrnDate":"1.1.2001"}`} {
		answers = append(
			answers,
			answer{200, "application/json", `{"client":{` + core + `},"companyList":[` + company + `]}`},
		)
	}
	var current atomic.Pointer[answer]
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		says(current.Load().status, current.Load().kind, current.Load().body)(w)
	}))
	defer service.Close()
	run := func(switches map[string]any, options ...faketest.Option) map[string]string {
		h := newHarness(t, switches, options...)
		h.set("authService", service.URL)
		found := map[string]string{}
		for i, a := range answers {
			current.Store(&a)
			h.send(h.request(opIntegrationAuth, map[string]any{"Credentials": "x"}))
			name := fmt.Sprintf("%d: %d %s %s", i, a.status, a.kind, a.body)
			found[name] = telling(t, name, h.outgoing().Findings)
		}
		return found
	}
	compareReadings(t, run, service.URL, "authService")
}
