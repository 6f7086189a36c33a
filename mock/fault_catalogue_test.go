package mock_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/bonder"
	"sparring/mock/contract"
	"sparring/mock/control/client"
	"sparring/mock/iqchannels"
	"sparring/mock/journal"
	"sparring/mock/radist"
	"sparring/mock/timconnect"
	"sparring/mock/world"
	"sparring/spec"
)

// exampleOf is the first example of an operation as a request with credentials.
func exampleOf(t *testing.T, op spec.Operation, credentials http.Header) request {
	t.Helper()
	examples, err := spec.Examples(op)
	if err != nil || len(examples) == 0 {
		t.Fatalf("%s %s: no example (%v)", op.API, op.ID, err)
	}
	ex := examples[0]
	r := request{method: ex.Method, path: "/" + op.API + ex.Path, body: string(ex.Body), header: http.Header{}}
	if len(ex.Query) > 0 {
		r.path += "?" + ex.Query.Encode()
	}
	maps.Copy(r.header, ex.Header)
	maps.Copy(r.header, credentials)
	if ex.ContentType != "" {
		r.header.Set("Content-Type", ex.ContentType)
	}
	return r
}

// entries are those of one API after a rev, by the rule that acted on them.
func (l *lab) entries(api string, since int64) (byRule map[string]journal.Entry, next int64) {
	l.t.Helper()
	page, err := l.control.Journal(l.t.Context(), mock.DefaultWorld, client.Query{API: api, Kind: journal.Exchange,
		Since: since})
	if err != nil {
		l.t.Fatal(err)
	}
	byRule = map[string]journal.Entry{}
	for _, e := range page.Entries {
		if len(e.Faults) > 0 {
			byRule[e.Faults[0].Rule] = e
		}
	}
	return byRule, page.Next
}

// Every documented code of every operation of every API: a rule brings it, in the vendor's dialect, with the
// catalogue's status, valid by the document, and without anything having been handled.
func TestEveryDocumentedError(t *testing.T) {
	type asked struct {
		op   spec.Operation
		code string
	}
	total := 0
	for _, api := range spec.APIs() {
		l := newLab(t, false, mock.Options{})
		credentials := signIn(t, l.server, api)
		status := map[string]int{}
		for _, e := range spec.Errors(api) {
			status[e.Document+" "+e.Code] = e.Status
		}
		var before, after json.RawMessage
		if err := l.control.State(t.Context(), mock.DefaultWorld, api, &before); err != nil {
			t.Fatal(err)
		}
		rules := map[string]asked{}
		for _, op := range spec.Operations(api) {
			r := exampleOf(t, op, credentials)
			for _, code := range op.Errors {
				if slices.Contains(warnings(api), code) {
					continue // handled: TestForcedWarning of the fake
				}
				rule := l.rule(matchOp(api, op.ID), faultOf("error", "code", code))
				rules[rule.ID] = asked{op, code}
				got := l.goClient(t.Context(), r)
				if want := status[op.Document+" "+code]; got.fail != "" || got.status != want {
					t.Errorf("%s %s: %+v, the catalogue has status %d", op.ID, code, got, want)
				}
				if !dialect(op, code, got) {
					t.Errorf("%s %s is not in the vendor's dialect: %v %s", op.ID, code, got.header, got.body)
				}
			}
		}
		byRule, _ := l.entries(api, 0)
		for id, a := range rules {
			e, ok := byRule[id]
			if !ok || e.Faults[0].Kind != "error" || e.Faults[0].Detail != a.code || e.Operation != a.op.ID {
				t.Errorf("%s %s: entry %+v", a.op.ID, a.code, e)
			}
			for _, f := range e.Findings {
				if f.Kind == journal.Defect {
					t.Errorf("%s %s: an injected error is a defect: %s at %s: %s, got %s", a.op.ID, a.code, f.Code,
						f.Pointer, f.Message, e.Response.Body)
				}
			}
		}
		total += len(rules)
		if err := l.control.State(t.Context(), mock.DefaultWorld, api, &after); err != nil ||
			!bytes.Equal(before, after) {
			t.Errorf("%s: injected errors changed the state (%v)\n%s\n%s", api, err, before, after)
		}
	}
	if total < 500 {
		t.Errorf("only %d codes of operations were tried", total)
	}
}

// warnings are the codes of an API that come with success.
func warnings(api string) []string {
	for _, a := range []*world.API{bonder.API(), iqchannels.API(), radist.API(), timconnect.API()} {
		if a.Name == api {
			return a.Warnings
		}
	}
	return nil
}

// dialect reports whether an error is written as its vendor does.
func dialect(op spec.Operation, code string, got outcome) bool {
	body := strings.TrimSuffix(strings.TrimPrefix(got.body, "data: "), "\n\n")
	var m map[string]any
	if op.Document == "iqchannels-auth" && code == "500" {
		return body == ""
	}
	if got.body != body != op.Stream || json.Unmarshal([]byte(body), &m) != nil {
		return false
	}
	switch op.Document {
	case "bonder":
		list, _ := m["errors"].([]any)
		return slices.Equal(list, []any{code}) && m["success"] == (code == "THUMBNAIL_REJECTED_ERROR") &&
			m["result"] != nil
	case "iqchannels-auth":
		return m["errorCode"] == "1001" && m["errorText"] != ""
	case "iqchannels-chat":
		e, _ := m["Error"].(map[string]any)
		return m["OK"] == false && e["Code"] == code && e["Text"] != ""
	case "radist":
		_, list := m["detail"].([]any)
		return m["detail"] != nil && list == (code == "422_validation") &&
			(got.status == 429) == (got.header.Get("Retry-After") != "")
	case "kittn":
		return code == strconv.Itoa(int(m["code"].(float64))) && m["message"] != ""
	default:
		return m["result"] == "fail" && m["message"] != ""
	}
}

// mutate changes the answer of every operation for which the document proposes an edit, of every kind it proposes, and
// names the edit.
func TestMutateEveryOperation(t *testing.T) {
	tried := 0
	for _, api := range spec.APIs() {
		l := newLab(t, false, mock.Options{})
		credentials := signIn(t, l.server, api)
		rev := int64(0)
		for _, op := range spec.Operations(api) {
			if op.Page || op.Stream {
				continue
			}
			r := exampleOf(t, op, credentials)
			for _, edit := range []string{"", "unknown_value", "extra_field", "missing_field", "null", "other_type"} {
				fault := faultOf("mutate")
				if edit != "" {
					fault = faultOf("mutate", "edit", edit)
				}
				rule := l.rule(matchOp(api, op.ID), fault)
				got := l.goClient(t.Context(), r)
				var byRule map[string]journal.Entry
				byRule, rev = l.entries(api, rev)
				e := byRule[rule.ID]
				if got.fail != "" || e.Response == nil || e.Sent == nil || e.Sent.Status != got.status {
					t.Fatalf("%s %s: %+v, entry %+v", op.ID, edit, got, e)
				}
				fit := slices.DeleteFunc(contract.Edits(op, e.Response.Status, e.Response.Header, e.Response.Body),
					func(proposed contract.Edit) bool { return edit != "" && proposed.Kind != edit })
				changed := !bytes.Equal(e.Sent.Body, e.Response.Body)
				named := slices.ContainsFunc(fit, func(p contract.Edit) bool {
					return strings.HasPrefix(e.Faults[0].Detail, p.Kind+" at ") &&
						strings.Contains(e.Faults[0].Detail, p.Pointer)
				})
				if changed != (len(fit) > 0) || named != changed || changed && !json.Valid([]byte(got.body)) {
					t.Errorf("%s %s: %d edits fit, changed %t, %q\nmeant %s\nsent  %s", op.ID, edit, len(fit), changed,
						e.Faults[0].Detail, e.Response.Body, e.Sent.Body)
				}
				if strings.HasPrefix(string(e.Response.Body), "{") && edit == "" && !changed {
					t.Errorf("%s: nothing was changed in %s", op.ID, e.Response.Body)
				}
				if slices.ContainsFunc(e.Findings, func(f journal.Finding) bool { return f.Kind == journal.Defect }) {
					t.Errorf("%s %s: a mutated answer is a defect: %+v", op.ID, edit, e.Findings)
				}
				if changed {
					tried++
				}
			}
		}
	}
	if tried < 200 {
		t.Errorf("only %d edits were made", tried)
	}
}

// expire ends the credential of every operation that has one, for each reason; the request then fails as with any dead
// credential, so does the next, and the journal knows the reason. Where an operation has none the rule is refused.
func TestExpireEveryOperation(t *testing.T) {
	for _, api := range []*world.API{bonder.API(), iqchannels.API(), radist.API(), timconnect.API()} {
		l := newLab(t, false, mock.Options{})
		ended := 0
		for _, op := range spec.Operations(api.Name) {
			if !api.Credential(op.ID) {
				l.refused(client.FaultRequest{Match: matchOp(api.Name, op.ID), Fault: faultOf("expire")}, "/fault/kind")
				continue
			}
			for _, reason := range []string{"time", "count", "revoked"} {
				if err := l.control.DeleteWorld(t.Context(), mock.DefaultWorld); err != nil {
					t.Fatal(err)
				}
				r := exampleOf(t, op, signIn(t, l.server, api.Name))
				l.present(op.ID, &r)
				rule := l.rule(matchOp(api.Name, op.ID), faultOf("expire", "reason", reason))
				got := l.goClient(t.Context(), r)
				why := l.whySince(l.shaped(rule.ID).Seq)
				again := l.goClient(t.Context(), r)
				if strings.Contains(why, "fault_expire_idle") || !strings.Contains(why, reason) || !same(got, again) ||
					got.fail != "" {
					t.Errorf("%s %s by %s: %d %s, then %d %s, why %s", api.Name, op.ID, reason, got.status, got.body,
						again.status, again.body, why)
				}
				ended++
			}
		}
		if ended == 0 {
			t.Errorf("%s: no operation has a credential", api.Name)
		}
	}
}

// present moves the credential to where an operation of iQChannels wants it.
func (l *lab) present(operation string, r *request) {
	l.t.Helper()
	switch operation {
	case "clientAuth": // in the body
		r.body = `{"Token":"` + strings.TrimPrefix(r.header.Get("Authorization"), "Client ") + `"}`
	case "anonymousAuth": // in the cookie, and an anonymous client's
		r.header.Set("Content-Type", "application/json")
		out := l.goClient(l.t.Context(), request{"POST", "/iqchannels/public/api/v1/clients/anonymous/signup",
			`{"Channel":"support"}`, r.header})
		cookie, _, _ := strings.Cut(out.header.Get("Set-Cookie"), ";")
		r.header = http.Header{"Content-Type": {"application/json"}, "Cookie": {cookie}}
	case "uploadFile":
		r.header.Set("Content-Type", "multipart/form-data; boundary=b")
		r.body = "--b\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a.txt\"\r\nContent-Type: " +
			"text/plain\r\n\r\nhello\r\n--b--\r\n"
	}
}

// whySince is every reason that the journal gives from an entry on: a look-up's own entry stands behind its cause.
func (l *lab) whySince(seq int64) string {
	l.t.Helper()
	page, err := l.control.Journal(l.t.Context(), mock.DefaultWorld, client.Query{})
	if err != nil {
		l.t.Fatal(err)
	}
	text := ""
	for _, e := range page.Entries {
		for _, w := range e.Why {
			if e.Seq >= seq {
				text += w.Code + ": " + w.Text + "\n"
			}
		}
	}
	return text
}
