package radist

import (
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/message"
	"sparring/mock/world"
)

// exchange is one request, or one event, in a transaction.
type exchange struct {
	fake.Tx
	*facts
	mistakes
	pages   *template.Template
	key     Key   // of a request that was admitted
	company int64 // that the path or the key names
	object  object
}

// API describes the fake to the server.
func API() *world.API {
	pages := templates()
	return fake.API(&fake.Definition[*facts, *exchange]{
		Name: name, Base: "/v2", Switches: sw,
		Secrets: secret.Positions{
			Headers: map[string]string{"X-Api-Key": "key"},
			Path:    map[string]string{"session_id": "session", "radist_token": "token"},
			Fields: map[string]string{
				"session_id": "session", "session": "session", "radist_token": "token", "api_key": "key", "key": "key",
				"password": "password", "code": "code", "qr_code": "qr", "qr": "qr",
			},
		},
		Bounds: bounds(), Reasons: reasons(), Findings: findingReasons(), Code: codeOf,
		Operations: operations(), Events: events(),

		Facts: newFacts, Begin: func(f *facts) *exchange { return &exchange{facts: f, pages: pages} },
		Seed: (*exchange).seed, Mark: (*exchange).mark,
		Admit: (*exchange).admit, Miss: (*exchange).miss, Fail: (*exchange).fail, Refuse: (*exchange).refuse,
		Render: (*exchange).render, Expire: (*exchange).expire, Fire: (*exchange).deliverDue,
		Credentials: (*exchange).credentials, State: (*exchange).state, Plant: plant,
	})
}

// operations are all rows of the tables.
func operations() []fake.Operation[*exchange] {
	var out []fake.Operation[*exchange]
	for _, row := range append(table(), pageTable()...) {
		op := fake.Operation[*exchange]{ID: row.id, Access: fake.Credential, Handle: row.serve}
		if row.open {
			op.Access = fake.Open
		}
		out = append(out, op)
	}
	return out
}

// serve checks the rate and the scope of a request, finds its company, reads its body and handles it.
// Source: radist, "Необходимые права доступа (scopes)". Assumed: the order and the statuses.
func (op *operation) serve(x *exchange) (fake.Response, error) {
	if op.body {
		x.object = x.readBody(x.Request)
	}
	if !op.open && rateLimits.Get(x) {
		if err := x.limit(op); err != nil {
			return refused(err)
		}
	}
	if op.scope != "" && !slices.Contains(x.key.Scopes, op.scope) {
		x.because("scope", "the operation needs the scope %q, the key has %v", op.scope, x.key.Scopes)
		return refused(errScope)
	}
	if op.company {
		if err := x.findCompany(); err != nil {
			return refused(err)
		}
	}
	return x.explained(op.handle(x))
}

// ready ends the reading of a request: 422 with everything that is malformed, then 404 if the company is not the key's.
func (x *exchange) ready() error {
	if len(x.issues) > 0 {
		return x.issues
	}
	if !x.companies.Has(x.company) || !slices.Contains(x.key.Companies, x.company) {
		x.because("company", "company %d is unknown or not visible to the key, which sees %v",
			x.company, x.key.Companies)
		return errCompany
	}
	return nil
}

// admit checks the key.
func (x *exchange) admit(op *fake.Operation[*exchange]) error {
	if op.Access == fake.Open {
		return nil
	}
	value := x.Header.Get("X-Api-Key")
	k, ok := x.ownKey(value)
	switch {
	case value == "":
		x.because("key_missing", "the header X-Api-Key is missing or empty")
	case !ok:
		x.because("key_unknown", "no key of this world has that value")
	case k.Ended != "" && k.Fault:
		x.because("key_ended", "a fault rule ended the key, as %s would have", k.Ended)
	case k.Ended != "":
		x.because("key_ended", "the key was ended: %s", k.Ended)
	default:
		x.key = k
		return nil
	}
	return errNoKey
}

// findCompany takes the company from the path; the vendor's short paths (/telegram/init) have none, there it is the
// key's only one. Assumed: several are 404, as every URL without its company.
func (x *exchange) findCompany() error {
	if _, inPath := x.Vars["company_id"]; inPath {
		x.company = x.pathID(x.Request, "company_id")
		return nil
	}
	if len(x.key.Companies) != 1 {
		x.because("company", "the path names no company and the key sees %d", len(x.key.Companies))
		return errCompany
	}
	x.company = x.key.Companies[0]
	return nil
}

// limit counts the call. Source: clients ("5 requests/second; chats and contacts 1"). Assumed: per key, a bucket that
// holds one second's worth, a class of its own for chats and for contacts.
func (x *exchange) limit(op *operation) error {
	ids, all := []string{x.key.Key}, []Bucket{x.bucket(x.key.Key, 5)}
	if op.class != "" {
		id := x.key.Key + " " + op.class
		ids, all = append(ids, id), append(all, x.bucket(id, 1))
	}
	empty := slices.ContainsFunc(all, func(b Bucket) bool { return b.Left < 1 })
	for i, b := range all {
		if !empty {
			b.Left--
		}
		x.rates.Put(ids[i], b)
	}
	if empty {
		x.because("rate", "the switch rateLimits is on: 5 requests per second, 1 on chats and on contacts")
		return errTooMany
	}
	return nil
}

// bucket is how many calls are left now.
func (x *exchange) bucket(id string, perSecond float64) Bucket {
	b, ok := x.rates.Get(id)
	if !ok {
		b = Bucket{Left: perSecond, At: x.Now()}
	}
	b.Left = min(perSecond, b.Left+perSecond*x.Now().Sub(b.At).Seconds())
	b.At = x.Now()
	return b
}

// miss answers what no operation fits: 307 to the canonical slash, 405, or 404. Assumed: FastAPI's ways.
func (x *exchange) miss(m world.Miss) (fake.Response, error) {
	if len(m.Allow) > 0 {
		if x.Method == http.MethodDelete && slices.Contains(m.Allow, http.MethodPatch) {
			x.Finding(violation("connection_deletion", "", "no DELETE: support deletes connections", x.Method,
				journal.Documented, "radist#L7"))
		}
		no := notAllowed(m.Allow...)
		no.Why = x.Method + " is not served here, only " + strings.Join(m.Allow, ", ")
		return refused(no)
	}
	if !strings.Contains(x.Path, "//") && m.Match != nil {
		other := x.Path + "/"
		if strings.HasSuffix(x.Path, "/") {
			other = strings.TrimSuffix(x.Path, "/")
		}
		if operation, allow := m.Match(x.Method, other); operation != "" || len(allow) > 0 {
			location := x.BasePath + other
			if x.RawQuery != "" {
				location += "?" + x.RawQuery
			}
			x.because("slash", "collections end in a slash, items do not")
			r := redirect(http.StatusTemporaryRedirect, location)
			r.Operation = operation
			return r, nil
		}
	}
	no := *errUnknownPath
	no.Why = "no operation has this path"
	return refused(&no)
}

func redirect(status int, location string) fake.Response {
	return fake.Response{Response: message.Response{Status: status, Header: http.Header{"Location": {location}}}}
}

// expire ends the login session that the request names, else its API key.
func (x *exchange) expire(reason string) error {
	type named struct {
		Session string `json:"session_id"`
	}
	var body struct {
		named
		Params named `json:"params"`
	}
	_ = json.Unmarshal(x.Body, &body) // a body that names no session is not an error here
	for _, id := range []string{body.Session, body.Params.Session} {
		if s, ok := x.sessions.Get(strings.ToLower(id)); ok && s.Ended == "" {
			s.Ended, s.Fault = reason, true
			x.sessions.Put(s.ID, s)
			return nil
		}
	}
	if k, ok := x.ownKey(x.Header.Get("X-Api-Key")); ok && k.Ended == "" {
		k.Ended, k.Fault = reason, true
		x.putKey(k)
		return nil
	}
	return errors.New("the request names no living session and no living API key")
}
