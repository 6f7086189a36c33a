package mock_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/spec"
)

// refused wants a rule to be refused with a problem at this field, and to be told why.
func (l *lab) refused(r client.FaultRequest, field string) *client.Problem {
	l.t.Helper()
	rule, err := l.control.AddFault(l.t.Context(), mock.DefaultWorld, r)
	var p *client.Problem
	if !errors.As(err, &p) || p.Code() != client.BadFault || p.Field != field ||
		p.Status != http.StatusUnprocessableEntity || p.Detail == "" {
		l.t.Errorf("%+v gave %+v, %v; want %s at %s", r, rule, err, client.BadFault, field)
		return &client.Problem{}
	}
	return p
}

// A rule that could never fire is refused when it is made, and says what exists.
func TestImpossibleRulesAreRefused(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	reset, minus := faultOf("reset"), -1
	for _, row := range []struct {
		rule         client.FaultRequest
		field, known string
	}{
		{client.FaultRequest{Match: fault.Match{API: "bonder2"}, Fault: reset}, "/match/api", "timconnect"},
		{client.FaultRequest{Match: matchOp("bonder", "sendMessage"), Fault: reset}, "/match/operation", "saveCard"},
		{client.FaultRequest{Match: fault.Match{Operation: "nothing"}, Fault: reset}, "/match/operation",
			"TelegramSendLoginRequest"},
		{client.FaultRequest{Match: fault.Match{Path: "/nope"}, Fault: reset}, "/match/path", "/auth"},
		{client.FaultRequest{Match: fault.Match{API: "bonder", Path: "/bonder/auht"}, Fault: reset},
			"/match/path", "/auth"},
		{client.FaultRequest{Match: fault.Match{API: "bonder", Path: "/radist/*"}, Fault: reset},
			"/match/path", "/auth"},
		{client.FaultRequest{Match: fault.Match{API: "bonder", Method: "DELETE", Path: "/auth"}, Fault: reset},
			"/match/path", ""},
		{client.FaultRequest{Match: fault.Match{Method: "gte"}, Fault: reset}, "/match/method", "GET"},
		{client.FaultRequest{Match: fault.Match{Method: "HEAD"}, Fault: reset}, "/match/method", "GET"},
		{client.FaultRequest{Match: matchOp("radist", "UsersGetMe"),
			Fault: faultOf("error", "code", "404_session_not_found")}, "/fault/code", "401_not_authenticated"},
		{client.FaultRequest{Match: matchOp("timconnect", "getKitten"), Fault: faultOf("error", "code", "419")},
			"/fault/code", "418"},
		{client.FaultRequest{Fault: faultOf("explode")}, "/fault/kind", "lose_reply"},
		{client.FaultRequest{Fault: fault.Spec{}}, "/fault/kind", "hold"},
		{client.FaultRequest{Fault: faultOf("mutate", "pointer", "result")}, "/fault/pointer", ""},
		{client.FaultRequest{Match: fault.Match{Body: map[string]any{"user": 1}}, Fault: reset},
			"/match/body/user", ""},
		{client.FaultRequest{Fault: faultOf("delay", "duration", "soon")}, "/fault/duration", ""},
		{client.FaultRequest{Fault: faultOf("delay", "duration", "-1s")}, "/fault/duration", ""},
		{client.FaultRequest{Fault: faultOf("delay", "duration", "87600h")}, "/fault/duration", ""},
		{client.FaultRequest{Fault: faultOf("hold", "timeout", "0s")}, "/fault/timeout", ""},
		{client.FaultRequest{After: -1, Fault: reset}, "/after", ""},
		{client.FaultRequest{Times: &minus, Fault: reset}, "/times", ""},
		{client.FaultRequest{Match: matchOp("bonder", "authorize"), Fault: faultOf("expire")}, "/fault/kind",
			"bonder saveCard"},
		{client.FaultRequest{Match: matchOp("bonder", "saveCard"), Fault: faultOf("stream", "do", "cut")},
			"/fault/kind", "iqchannels streamEvents"},
	} {
		if p := l.refused(row.rule, row.field); row.known != "" && !slices.Contains(p.Known, row.known) {
			t.Errorf("%+v: names %q, want %s among them", row.rule, p.Known, row.known)
		}
	}
	rules, err := l.control.Faults(t.Context(), mock.DefaultWorld)
	if err != nil || len(rules) != 0 {
		t.Errorf("refused rules were stored: %+v, %v", rules, err)
	}
}

// A rule that names a path and a method of an operation is taken, as the catalogue and as a client write them.
func TestRulesByPath(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	variable := regexp.MustCompile(`{[^}]*}`)
	var all []spec.Operation
	for _, api := range spec.APIs() {
		all = append(all, spec.Operations(api)...)
	}
	for _, op := range all {
		for _, path := range append([]string{op.Path}, op.PathAliases...) {
			asSent := variable.ReplaceAllString(path, "a%2Fb")
			for _, match := range []fault.Match{
				{API: op.API, Path: path, Method: op.Method},
				{Path: "/" + op.API + path, Method: strings.ToLower(op.Method)},
				{API: op.API, Path: asSent},
				{API: op.API, Path: "*" + asSent[1:]},
				{API: op.API, Path: path + "*"},
				{API: op.API, Path: path, Method: http.MethodOptions},
			} {
				rule, err := l.control.AddFault(t.Context(), mock.DefaultWorld,
					client.FaultRequest{Match: match, Fault: faultOf("reset")})
				if err != nil {
					t.Errorf("%+v: %v", match, err)
				} else if err = l.control.RemoveFault(t.Context(), mock.DefaultWorld, rule.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	p := l.refused(client.FaultRequest{Match: fault.Match{API: "bonder", Path: "/bonder/auht"},
		Fault: faultOf("reset")}, "/match/path")
	if !strings.Contains(p.Detail, `the nearest is "/auth"`) {
		t.Errorf("%+v", p)
	}
}

// A world knows its own rules only, and only holds can be released.
func TestRulesOfOtherWorlds(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	ctx := t.Context()
	other, err := l.control.MakeWorld(ctx, client.WorldRequest{ID: "other"})
	if err != nil {
		t.Fatal(err)
	}
	rule := l.rule(matchOp("bonder", "listRepositories"), faultOf("status", "status", 503))
	status := func(err error, code string) {
		t.Helper()
		var p *client.Problem
		if !errors.As(err, &p) || p.Code() != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	_, err = l.control.AddFault(ctx, "nowhere", client.FaultRequest{Fault: faultOf("reset")})
	status(err, client.UnknownWorld)
	_, err = l.control.Fault(ctx, "other", rule.ID)
	status(err, client.UnknownFault)
	status(l.control.RemoveFault(ctx, "other", rule.ID), client.UnknownFault)
	_, err = l.control.Release(ctx, "other", rule.ID)
	status(err, client.UnknownFault)
	_, err = l.control.Release(ctx, mock.DefaultWorld, "f99")
	status(err, client.UnknownFault)
	_, err = l.control.Release(ctx, mock.DefaultWorld, rule.ID)
	status(err, client.BadRelease)
	hold := l.rule(matchOp("bonder", "saveCard"), faultOf("hold"))
	_, err = l.control.Release(ctx, mock.DefaultWorld, hold.ID, 4711)
	status(err, client.BadRelease)
	if got, _, _ := call(t, "GET", other.URLs["bonder"]+"/repositories", ""); got != 200 {
		t.Errorf("a rule acts in another world: %d", got)
	}
	if got, _, _ := call(t, "GET", l.base+"/bonder/repositories", ""); got != 503 {
		t.Errorf("the rule does not act in its own world: %d", got)
	}
}

// Ten thousand rules are taken and listed, the right one still fires, and clearing ends them.
func TestTenThousandRules(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	ctx := t.Context()
	quick := inProcess(l.server)
	for i := range 10_000 {
		match := matchOp("bonder", "listRepositories")
		match.Header = map[string]string{"X-Try": fmt.Sprint(i)}
		if _, err := quick.AddFault(ctx, mock.DefaultWorld,
			client.FaultRequest{Match: match, Fault: faultOf("status", "status", 503)}); err != nil {
			t.Fatal(err)
		}
	}
	url := l.base + "/bonder/repositories"
	for _, row := range []struct {
		try    string
		status int
	}{{"9999", 503}, {"9999", 200}, {"0", 503}, {"10000", 200}} {
		if got, _, _ := call(t, "GET", url, "", "X-Try", row.try); got != row.status {
			t.Errorf("X-Try %s: %d, want %d", row.try, got, row.status)
		}
	}
	rules, err := l.control.Faults(ctx, mock.DefaultWorld)
	if err != nil || len(rules) != 10_000 || rules[9999].Hits != 1 || rules[5000].Hits != 0 {
		t.Errorf("%d rules are listed, %v", len(rules), err)
	}
	if err := l.control.ClearFaults(ctx, mock.DefaultWorld); err != nil {
		t.Fatal(err)
	}
	if got, _, _ := call(t, "GET", url, "", "X-Try", "17"); got != 200 {
		t.Errorf("a cleared rule acts: %d", got)
	}
}

// A request may ask for its own fault by a header where the server was told to allow it; what does not exist is
// answered with 400, never handled, and says what exists.
func TestHeaderFaults(t *testing.T) {
	l := newLab(t, false, mock.Options{HeaderFaults: true})
	_, r := l.signedIn("bonder")
	ask := func(value string) outcome {
		r.header.Set("X-Sparring-Fault", value)
		return l.goClient(t.Context(), r)
	}
	r.header.Del("X-Sparring-Fault")
	plain := l.goClient(t.Context(), r)
	for _, row := range []struct {
		value string
		kind  string
		check func(o outcome) bool
	}{
		{"DATABASE_ERROR", "error", func(o outcome) bool {
			return strings.Contains(o.body, `"errors":["DATABASE_ERROR"]`)
		}},
		{"error code=ACCOUNT_INACTIVE_ERROR", "error", func(o outcome) bool {
			return strings.Contains(o.body, "ACCOUNT_INACTIVE_ERROR")
		}},
		{`status status=503 body={"down":true}`, "status", func(o outcome) bool {
			return o.status == 503 &&
				o.body == `{"down":true}`
		}},
		{"delay duration=30ms", "delay", func(o outcome) bool {
			return same(o, plain) &&
				o.took >= 30*time.Millisecond
		}},
		{"mutate; edit=extra_field", "mutate", func(o outcome) bool {
			return strings.Contains(o.body, "sparring_extra")
		}},
		{"reset", "reset", func(o outcome) bool { return o.fail == "reset" }},
		{"", "", func(o outcome) bool { return same(o, plain) }},
	} {
		got := ask(row.value)
		e := newest(l)
		if !row.check(got) || (row.kind != "") != (len(e.Faults) == 1) || len(e.Findings) > 0 {
			t.Errorf("%q: %+v, entry %+v", row.value, got, e)
		}
		if row.kind != "" && (e.Faults[0].Kind != row.kind || e.Faults[0].Rule != "header") {
			t.Errorf("%q: the entry names %+v", row.value, e.Faults)
		}
	}
	for value, says := range map[string]string{
		"NO_SUCH_ERROR": "DATABASE_ERROR", "CARD_ID_NOT_FOUND_ERROR": "RESOURCE_NOT_FOUND_ERROR",
		"hold": "needs a rule", "delay": "duration",
		"delay duration=-1s": "not negative", "status status": "name=value", "explode now=1": "no kind",
		" ; ": "expected", "stream do=cut": "streamEvents",
	} {
		got := ask(value)
		var p client.Problem
		if got.status != 400 || got.header.Get("Content-Type") != "application/problem+json" ||
			json.Unmarshal([]byte(got.body), &p) != nil ||
			p.Code() != "bad-fault-header" || !strings.Contains(p.Error(), says) {
			t.Errorf("%q: %+v, want a 400 that says %q", value, got, says)
		}
		if e := newest(l); e.Response == nil || e.Response.Status != 400 ||
			slices.ContainsFunc(e.Findings, func(f journal.Finding) bool { return f.Kind == journal.Defect }) {
			t.Errorf("%q: entry %+v", value, e)
		}
	}
	off := newLab(t, false, mock.Options{})
	_, r = off.signedIn("bonder")
	for _, value := range []string{"DATABASE_ERROR", "nonsense"} {
		r.header.Set("X-Sparring-Fault", value)
		if got := off.goClient(t.Context(), r); !same(got, plain) {
			t.Errorf("the header acts although nobody allowed it: %+v", got)
		}
	}
}

// The same seed, rules and calls give the same canonical journal, byte for byte, whatever the faults do to the clients.
func TestFaultsAreReproducible(t *testing.T) {
	t.Parallel() // it waits most of the time
	l := newLab(t, false, mock.Options{})
	ctx := t.Context()
	var runs []string
	for range 2 {
		if err := l.control.DeleteWorld(ctx, mock.DefaultWorld); err != nil {
			t.Fatal(err)
		}
		for _, row := range [][2]string{{"bonder", "DATABASE_ERROR"}, {"iqchannels", "unauthorized"},
			{"radist", "401_not_authenticated"}, {"timconnect", "no_mobile_app"}} {
			operation, r := l.signedIn(row[0])
			for _, k := range kindCases(row[1]) {
				rule := l.rule(matchOp(row[0], operation), k.fault)
				patience := ctx
				if k.fail == "timeout" {
					patience = l.firing(rule.ID)
				}
				l.goClient(patience, r)
				l.shaped(rule.ID)
			}
		}
		_, text, _ := call(t, "GET", l.base+"/_sparring/v1/worlds/default/journal?view=canonical", "")
		runs = append(runs, text)
	}
	if runs[0] != runs[1] {
		t.Errorf("the same calls gave another journal:\n%s\n%s", runs[0], runs[1])
	}
	if len(runs[0]) < 10_000 {
		t.Errorf("the journal holds only %d bytes", len(runs[0]))
	}
}
