package mock_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/mocktest/outside"
	"sparring/mock/param"
	"sparring/mock/pointer"
	"sparring/mock/problem"
)

// lived is a world in which something of everything has happened.
func lived(t *testing.T) *lab {
	t.Helper()
	l := newLab(t, false, mock.Options{})
	send := func(method, path, body string, header ...string) map[string]any {
		t.Helper()
		h := http.Header{"Content-Type": {"application/json"}}
		for i := 0; i < len(header); i += 2 {
			h[header[i]] = []string{header[i+1]}
		}
		out := l.goClient(t.Context(), request{method: method, path: path, body: body, header: h})
		var v map[string]any
		_ = json.Unmarshal([]byte(out.body), &v)
		if out.status >= 400 || out.fail != "" {
			t.Fatalf("%s %s: %+v", method, path, out)
		}
		return v
	}
	raise := func(api, event string, args map[string]any) {
		t.Helper()
		if _, err := l.control.Raise(t.Context(), "default", client.Event{API: api, Event: event,
			Args: args}); err != nil {
			t.Fatalf("%s %s: %v", api, event, err)
		}
	}
	auth := send("POST", "/bonder/auth",
		`{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":"10000"}`)
	token, _ := auth["result"].(map[string]any)["token"].(string)
	mine := []string{"X-Auth-Key", token, "X-Auth-Email", "USERNAME"}
	made := send("POST", "/bonder/users", "", mine...)
	id, _ := made["result"].(map[string]any)["cardId"].(string)
	send("PUT", "/bonder/users/"+id,
		`{"translatable":{"pl":{"name":"Jan","lastname":"Kowalski"}},"non-translatable":{"webA":"x.pl"}}`, mine...)
	raise("bonder", "maintenance.started", map[string]any{"service": "api"})

	send("POST", "/iqchannels/public/api/v1/clients/integration_auth",
		`{"Credentials":"a57974242d0146c28056","Channel":"support"}`)
	raise("iqchannels", "operator.message", map[string]any{"text": "Да"})
	raise("iqchannels", "operator.choice", map[string]any{"text": "?", "choices": []string{"a", "b"}})
	raise("iqchannels", "operator.file", map[string]any{"name": "a.txt", "text": "x"})
	raise("iqchannels", "rating.requested", nil)
	raise("iqchannels", "auth.failing", map[string]any{"mode": "html", "times": 2})

	key := []string{"X-Api-Key", "sparring-radist-key"}
	raise("radist", "connection.put", map[string]any{"type": "tinkoff", "params": map[string]any{}})
	raise("radist", "invoice.issued", map[string]any{"amount": "10.00"})
	send("POST", "/radist/v2/companies/7/telegram/init", `{"auth_type":"qr"}`, key...)
	send("POST", "/radist/v2/companies/7/max_personal/init", `{"auth_type":"code","phone":"79990000002"}`, key...)
	send("POST", "/radist/v2/companies/7/connections/", `{"type":"whatsapp"}`, key...)
	raise("radist", "whatsapp.qr_scanned", nil)
	raise("radist", "customer.message", map[string]any{"from": "79990000001", "text": "Hello"})
	send("POST", "/radist/v2/companies/7/webhooks/",
		`{"url":"http://127.0.0.1:1/x","events":["messages.create"]}`, key...)

	signIn(t, l.server, "timconnect")
	raise("timconnect", "call.incoming", map[string]any{"phone": "79991234567", "caller": "TIM"})
	raise("timconnect", "smsc.message", map[string]any{"receiver": "79991234567", "sender": "TIM", "message": "x"})
	raise("timconnect", "kittens.failing", map[string]any{"status": 500, "times": 2})
	return l
}

// places lists the pointers of all values in a document, in order.
func places(v any, at string) []string {
	out := []string{at}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out = append(out, places(v[name], at+pointer.Format(name))...)
		}
	case []any:
		for i := range v {
			out = append(out, places(v[i], at+pointer.Format(fmt.Sprint(i)))...)
		}
	}
	return out
}

// replaced is a document in which one place has another value.
func replaced(doc any, tokens []string, to any) any {
	if len(tokens) == 0 {
		return to
	}
	switch v := doc.(type) {
	case map[string]any:
		out := maps.Clone(v)
		out[tokens[0]] = replaced(v[tokens[0]], tokens[1:], to)
		return out
	case []any:
		out := slices.Clone(v)
		i, _ := pointer.Index(tokens[0])
		out[i] = replaced(v[i], tokens[1:], to)
		return out
	}
	return doc
}

// TestPlantedFactsHold spoils each place of a full state in turn. What is refused names the place and changes nothing;
// what is taken can be read, planted and forked again, and no operation panics or breaks its document over it.
func TestPlantedFactsHold(t *testing.T) {
	tries, least := outside.Sample(t, 3), 600
	if outside.Enabled() {
		least = 2000
	}
	l := lived(t)
	if _, err := l.control.Fork(t.Context(), "default", client.ForkRequest{ID: "spoilt"}); err != nil {
		t.Fatal(err)
	}
	spoilers := map[string]any{
		"null": nil, "empty": "", "text": "fly", "number": -1, "large": json.Number("99999999999999999999"),
		"big":          json.Number("9007199254740993"),
		"list of null": []any{nil}, "object": map[string]any{"x": 1}, "early": "0001-01-01T00:00:00Z",
		"late": "9999-01-01T00:00:00Z",
	}
	tried, refused := 0, 0
	for _, api := range []string{"bonder", "iqchannels", "radist", "timconnect"} {
		var whole any
		if err := l.control.State(t.Context(), "default", api, &whole); err != nil {
			t.Fatal(err)
		}
		for _, place := range places(whole, "")[1:] {
			tokens, err := pointer.Parse(place)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(place, "/answer/") || strings.Contains(place, "/card/") ||
				strings.Contains(place, "/params/") {
				continue // not ours to judge
			}
			before, _ := pointer.Lookup(whole, tokens)
			for name, value := range spoilers {
				if !tries(api + place + name) {
					continue
				}
				_, err := l.control.Plant(t.Context(), "spoilt", api, replaced(whole, tokens, value))
				tried++
				var p *problem.Problem
				switch {
				case err == nil:
					if wrongType(before, value) && value != nil {
						t.Errorf("%s %s: %s was taken for %T", api, place, name, before)
					}
					reread(t, l, api, place+" "+name)
				case !errors.As(err, &p) || p.Code() != problem.BadState || !strings.HasPrefix(p.Field, "/"):
					t.Errorf("%s %s: %s: %v", api, place, name, err)
				default:
					refused++
					if value != nil && wrongType(before, value) && p.Field != place &&
						!strings.HasPrefix(p.Field, place+"/") {
						t.Errorf("%s %s: %s is told at %s: %s", api, place, name, p.Field, p.Detail)
					}
				}
			}
		}
	}
	if tried < least || refused < tried/2 {
		t.Errorf("only %d places were spoilt, %d refused", tried, refused)
	}
	worldWithoutDefects(t, l, "spoilt")
}

// wrongType reports whether a value can't be of the type of another: GET shows null where a list or an object may be
// absent.
func wrongType(before, value any) bool {
	switch before.(type) {
	case string:
		_, text := value.(string)
		return !text
	case float64:
		_, number := value.(json.Number)
		_, whole := value.(int)
		return !number && !whole
	case bool:
		return true
	case []any:
		_, list := value.([]any)
		return !list
	case map[string]any:
		_, object := value.(map[string]any)
		return !object
	}
	return false
}

// reread plants what the state now shows: whatever was taken can be taken again.
func reread(t *testing.T, l *lab, api, what string) {
	t.Helper()
	var now json.RawMessage
	if err := l.control.State(t.Context(), "spoilt", api, &now); err != nil {
		t.Fatalf("%s %s: %v", api, what, err)
	}
	if _, err := l.control.Plant(t.Context(), "spoilt", api, now); err != nil {
		t.Errorf("%s %s was taken, and then not: %v", api, what, err)
	}
}

func worldWithoutDefects(t *testing.T, l *lab, world string) {
	t.Helper()
	summary, err := l.control.Close(t.Context(), world)
	if err != nil || summary.Defects > 0 {
		t.Errorf("%+v, %v", summary, err)
	}
}

// TestDuplicatesAreNotPlanted doubles each element of each list of things: one that has an id or a name is refused.
func TestDuplicatesAreNotPlanted(t *testing.T) {
	l := lived(t)
	doubled := 0
	for _, api := range []string{"bonder", "iqchannels", "radist", "timconnect"} {
		var whole any
		if err := l.control.State(t.Context(), "default", api, &whole); err != nil {
			t.Fatal(err)
		}
		for _, place := range places(whole, "") {
			tokens, _ := pointer.Parse(place)
			v, _ := pointer.Lookup(whole, tokens)
			list, ok := v.([]any)
			if !ok || len(list) == 0 || strings.Contains(place, "/answer") || strings.Contains(place, "/card/") ||
				strings.HasSuffix(place, "/phones") {
				continue
			}
			doubled++
			_, err := l.control.Plant(t.Context(), "default", api,
				replaced(whole, tokens, append(slices.Clone(list), list[0])))
			var p *problem.Problem
			if !errors.As(err, &p) || p.Code() != problem.BadState {
				t.Errorf("%s %s: an element twice: %v", api, place, err)
			}
		}
	}
	if doubled < 15 {
		t.Errorf("only %d lists", doubled)
	}
}

// TestEventsKeepWhatHolds raises every event with every argument that a person might get wrong. What is refused changes
// nothing; after what is done the state can be planted again.
func TestEventsKeepWhatHolds(t *testing.T) {
	tries, leastDone, leastRefused := outside.Sample(t, 3), 15, 30
	if outside.Enabled() {
		leastDone, leastRefused = 60, 100
	}
	l := lived(t)
	values := []any{
		"", " ", "fly", "7", "-1", 0, -1, 1, json.Number("9223372036854775807"), json.Number("-9223372036854775808"),
		json.Number("1e3"), true,
		[]any{}, []any{""}, []any{"7", "7"}, []any{"connections", "connections"}, []any{"fly"}, map[string]any{},
		map[string]any{"id": -1},
		map[string]any{"client": nil}, map[string]any{"id": json.Number("4611686018427387904"), "name": "", "breed": "",
			"fluffiness": 1, "cuteness": 1},
		"0s", "-1s", "79991234567", "\u0000", strings.Repeat("x", 3000),
	}
	apis, err := l.control.APIs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	chance := rand.New(rand.NewPCG(1, 2)) // which arguments go together
	done, refused := 0, 0
	for _, api := range apis {
		for _, event := range api.Events {
			for n := range 12 * (1 + len(event.Args)) {
				args := map[string]any{}
				for i, a := range event.Args {
					switch {
					case n%len(event.Args) == i || chance.IntN(3) == 0:
						args[a.Name] = values[(n/len(event.Args)+chance.IntN(len(values)))%len(values)]
					case a.Required && len(a.Values) > 0:
						args[a.Name] = a.Values[chance.IntN(len(a.Values))]
					case a.Required:
						args[a.Name] = map[param.Type]any{
							"string": "79991234567", "int": 1, "object": map[string]any{}, "list": []any{"connections"},
							"bool": true,
						}[a.Type]
					}
				}
				if !tries(fmt.Sprint(api.Name, event.Name, n)) {
					continue
				}
				before := stateOf(t, l, api.Name)
				_, err := l.control.Raise(t.Context(), "default", client.Event{API: api.Name, Event: event.Name,
					Args: args})
				after := stateOf(t, l, api.Name)
				var p *problem.Problem
				switch {
				case err == nil:
					done++
					if _, err := l.control.Plant(t.Context(), "default", api.Name, json.RawMessage(after)); err != nil {
						t.Errorf("%s %s %.300v made what cannot be planted: %v", api.Name, event.Name, args, err)
						if _, err := l.control.Plant(t.Context(), "default", api.Name,
							json.RawMessage(before)); err != nil {
							t.Fatal(err)
						}
					}
				case !errors.As(err, &p) || p.Status >= 500:
					t.Errorf("%s %s %.300v: %v", api.Name, event.Name, args, err)
				default:
					refused++
					if before != after {
						t.Errorf("%s %s %.300v was refused and changed something: %v", api.Name, event.Name, args, err)
					}
				}
			}
		}
	}
	if done < leastDone || refused < leastRefused {
		t.Errorf("%d events happened, %d were refused", done, refused)
	}
	worldWithoutDefects(t, l, "default")
}

func stateOf(t *testing.T, l *lab, api string) string {
	t.Helper()
	var state json.RawMessage
	if err := l.control.State(t.Context(), "default", api, &state); err != nil {
		t.Fatal(err)
	}
	return string(state)
}
