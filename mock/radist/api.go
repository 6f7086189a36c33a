package radist

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/message"
	"sparring/mock/outbound"
	"sparring/mock/world"
)

// API describes the fake to the server.
func API() *world.API {
	k := newKit()
	api := &world.API{
		Name: name, Base: "/v2", Switches: switches(), Events: catalogue(),
		Secrets: secret.Positions{
			Headers: map[string]string{"X-Api-Key": "key"},
			Path:    map[string]string{"session_id": "session", "radist_token": "token"},
			Fields: map[string]string{
				"session_id": "session", "session": "session", "radist_token": "token", "api_key": "key", "key": "key",
				"password": "password", "code": "code", "qr_code": "qr", "qr": "qr",
			},
		},
		Operations: k.ids(),
		Bounds:     bounds(),
		Credential: func(operation string) bool { return k.operations[operation] != nil && !k.operations[operation].open },
		Code:       codeOf,
		Reasons:    reasons(), Findings: findingReasons(),
	}
	api.New = func(w *world.World) world.Fake {
		f := &Fake{w: w, api: api, kit: k, chance: w.Chance(name), state: newState()}
		f.meters = newMeters(w, api)
		f.meters.set(f.state.totals())
		f.register()
		return f
	}
	return api
}

// Fake is Radist.Online in one world.
type Fake struct {
	w      *world.World
	api    *world.API
	kit    *kit
	chance *world.Chance

	mu     sync.Mutex
	state  *State
	meters meters
	notes  []journal.Why // what the bounds have to say of the call being handled
}

// operation is one row of the table that the dispatch and the docs page are made from.
type operation struct {
	id, tag, method, path, summary string
	open                           bool   // takes no key
	scope                          string // needed of the key; empty: any key
	company                        bool   // its path names a company
	class                          string // further rate limit: "chats", "contacts"
	body                           bool   // takes JSON
	handle                         func(f *Fake, c *call) (any, error)
}

// rendered is a result that is made after the lock is released: pages and pictures.
type rendered func() world.Answer

// nothing is the result of a call that answers 204.
type nothing struct{}

// call is one request on its way through a handler. It lives under the fake's lock, except for its effects.
type call struct {
	*world.Request
	input
	now      time.Time
	key      *Key
	company  int64
	object   object // the body
	why      []journal.Why
	bounds   []journal.Why // what the bounds of the stores have to say
	findings []journal.Finding
	effects  []outbound.Call
}

func (c *call) because(code, format string, args ...any) {
	c.why = append(c.why, journal.Why{Code: code, Text: fmt.Sprintf(format, args...)})
}

// blame records that the client broke a rule that the document of the API cannot show.
func (c *call) blame(code, pointer, expected, actual string, provenance journal.Provenance, source string) {
	c.findings = append(c.findings, violation(code, pointer, expected, actual, provenance, source))
}

func violation(
	code, pointer, expected, actual string, provenance journal.Provenance, source string,
) journal.Finding {
	return journal.Finding{Kind: journal.Violation, By: journal.ByClient, Code: code, Pointer: pointer, Expected: expected,
		Actual: actual, Message: "expected " + expected + ", got " + actual, Provenance: provenance, Source: source}
}

// ready ends the reading of a request: 422 with everything that is malformed, then 404 where the company is not the key's.
func (c *call) ready(f *Fake) error {
	if len(c.issues) > 0 {
		return c.issues
	}
	known := slices.ContainsFunc(f.state.Companies, func(o Company) bool { return o.ID == c.company })
	if !known || !slices.Contains(c.key.Companies, c.company) {
		c.because("company", "company %d is unknown or not visible to the key, which sees %v", c.company, c.key.Companies)
		return errCompany
	}
	return nil
}

// API gives the description that this fake was made from.
func (f *Fake) API() *world.API { return f.api }

// Handle answers one operation: reads the body, does everything under the lock, then encodes and sends webhooks.
func (f *Fake) Handle(r *world.Request) world.Answer {
	op := f.kit.operations[r.Operation]
	if op == nil {
		return write(errUnknownPath)
	}
	c := &call{Request: r}
	if op.body {
		c.object = c.input.body(r)
	}
	result, err := f.serve(op, c)
	for _, e := range c.effects {
		f.w.Outbound.Go(e)
	}
	return c.finish(result, err)
}

func (f *Fake) serve(op *operation, c *call) (any, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c.now = f.w.Now()
	if !op.open {
		if err := f.admit(op, c); err != nil {
			return nil, err
		}
	}
	result, err := op.handle(f, c)
	switch {
	case errors.Is(err, errSession):
		f.missing(keptSessions)
	case errors.Is(err, errConnection):
		f.missing(keptConnections)
	case errors.Is(err, errContact):
		f.missing(keptContacts)
	case errors.Is(err, errChat):
		f.missing(keptChats)
	case errors.Is(err, errWebhook):
		f.missing(keptWebhooks)
	}
	c.bounds = f.boundNotes()
	return result, err
}

func (c *call) finish(result any, err error) world.Answer {
	var a world.Answer
	switch v := result.(type) {
	case rendered:
		if err == nil {
			a = v()
		}
	case nothing:
		if err == nil {
			a = world.Answer{Response: message.Response{Status: http.StatusNoContent}}
		}
	default:
		if err == nil {
			a = world.JSON(http.StatusOK, encode(v))
		}
	}
	if err != nil {
		a = write(err)
		var known *failure
		if len(c.why) == 0 && errors.As(err, &known) {
			c.because(known.code, "%s", known.detail)
		}
	}
	a.Why = append(append(a.Why, c.why...), c.bounds...)
	a.Findings = append(a.Findings, c.findings...)
	return a
}

// encode writes JSON as FastAPI does: &, < and > stay as they are.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // views are plain data
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// admit checks key, rate, scope, and finds the company.
// Source: radist, "Необходимые права доступа (scopes)". Assumed: the order and the statuses.
func (f *Fake) admit(op *operation, c *call) error {
	value := c.Header.Get("X-Api-Key")
	c.key = f.state.key(value)
	if c.key == nil || c.key.Ended != "" {
		switch {
		case value == "":
			c.because("key_missing", "the header X-Api-Key is missing or empty")
		case c.key == nil:
			c.because("key_unknown", "no key of this world has that value")
		case c.key.Fault:
			c.because("key_ended", "a fault rule ended the key, as %s would have", c.key.Ended)
		default:
			c.because("key_ended", "the key was ended: %s", c.key.Ended)
		}
		return errNoKey
	}
	if f.w.Switches.Bool(name, "rateLimits") {
		if err := f.limit(op, c); err != nil {
			return err
		}
	}
	if op.scope != "" && !slices.Contains(c.key.Scopes, op.scope) {
		c.because("scope", "the operation needs the scope %q, the key has %v", op.scope, c.key.Scopes)
		return errScope
	}
	if op.company {
		return f.findCompany(c)
	}
	return nil
}

// findCompany takes the company from the path; the vendor's short paths (/telegram/init) have none, there it is the key's
// only one. Assumed: several are 404, as every URL without its company.
func (f *Fake) findCompany(c *call) error {
	if _, inPath := c.Vars["company_id"]; inPath {
		c.company = c.pathID(c.Request, "company_id")
		return nil
	}
	if len(c.key.Companies) != 1 {
		c.because("company", "the path names no company and the key sees %d", len(c.key.Companies))
		return errCompany
	}
	c.company = c.key.Companies[0]
	return nil
}

// limit counts the call. Source: clients ("5 requests/second; chats and contacts 1"). Assumed: per key, a bucket that holds
// one second's worth, a class of its own for chats and for contacts.
func (f *Fake) limit(op *operation, c *call) error {
	all := f.bucket(c.key.Key, 5, c.now)
	class := all
	if op.class != "" {
		class = f.bucket(c.key.Key+" "+op.class, 1, c.now)
	}
	if all.Left < 1 || class.Left < 1 {
		c.because("rate", "the switch rateLimits is on: 5 requests per second, 1 on chats and on contacts")
		return errTooMany
	}
	all.Left--
	if class != all {
		class.Left--
	}
	return nil
}

func (f *Fake) bucket(id string, perSecond float64, now time.Time) *Bucket {
	b := f.state.Rates[id]
	if b == nil {
		b = &Bucket{Left: perSecond, At: now}
		f.state.Rates[id] = b
	}
	b.Left = min(perSecond, b.Left+perSecond*now.Sub(b.At).Seconds())
	b.At = now
	return b
}

// Miss answers what no operation fits: 307 to the canonical slash, 405, or 404. Assumed: FastAPI's ways.
func (f *Fake) Miss(r *world.Request, m world.Miss) world.Answer {
	if len(m.Allow) > 0 {
		a := write(errMethod, m.Allow...)
		if r.Method == http.MethodDelete && slices.Contains(m.Allow, http.MethodPatch) {
			a.Findings = append(a.Findings, violation("connection_deletion", "", "no DELETE: support deletes connections",
				r.Method, journal.Documented, "radist#L7"))
		}
		a.Why = []journal.Why{{Code: errMethod.code, Text: r.Method + " is not served here, only " + strings.Join(m.Allow, ", ")}}
		return a
	}
	if !strings.Contains(r.Path, "//") && m.Match != nil {
		other := r.Path + "/"
		if strings.HasSuffix(r.Path, "/") {
			other = strings.TrimSuffix(r.Path, "/")
		}
		if operation, allow := m.Match(r.Method, other); operation != "" || len(allow) > 0 {
			location := r.BasePath + other
			if r.RawQuery != "" {
				location += "?" + r.RawQuery
			}
			return world.Answer{Response: message.Response{Status: http.StatusTemporaryRedirect, Header: http.Header{"Location": {location}}}, Operation: operation,
				Why: []journal.Why{{Code: "slash", Text: "collections end in a slash, items do not"}}}
		}
	}
	a := write(errUnknownPath)
	a.Why = []journal.Why{{Code: errUnknownPath.code, Text: "no operation has this path"}}
	return a
}

// Fail writes the vendor's answer for a code of the catalogue.
func (f *Fake) Fail(r *world.Request, code string) world.Answer {
	if code == codeValidation {
		return write(invalid{{Loc: []any{"body"}, Msg: "Field required", Type: "missing"}})
	}
	if code == errNotWhatsapp.code {
		switch r.Operation {
		case "TelegramInitializeSession":
			return write(errNotTelegram)
		case "MaxPersonalInitializeSession":
			return write(errNotMax)
		case "MessagingCreateChat":
			return write(errNotMessenger)
		}
	}
	for _, e := range failures() {
		if e.code == code {
			return write(e, http.MethodGet, http.MethodPatch)
		}
	}
	return write(errUnknownPath)
}

// Expire ends the login session that the request names, else its API key.
func (f *Fake) Expire(r *world.Request, reason string) error {
	type named struct {
		Session string `json:"session_id"`
	}
	var body struct {
		named
		Params named `json:"params"`
	}
	_ = json.Unmarshal(r.Body, &body) // a body that names no session is no error here
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, id := range []string{body.Session, body.Params.Session} {
		if s := f.state.Sessions[strings.ToLower(id)]; s != nil && s.Ended == "" {
			s.Ended, s.Fault = reason, true
			return nil
		}
	}
	if k := f.state.key(r.Header.Get("X-Api-Key")); k != nil && k.Ended == "" {
		k.Ended, k.Fault = reason, true
		return nil
	}
	return errors.New("the request names no living session and no living API key")
}

// State gives all facts.
func (f *Fake) State() any {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, _ := json.Marshal(f.state) // plain data
	return json.RawMessage(data)
}

// Credentials are the key and the company of the client's user.
func (f *Fake) Credentials() map[string]string {
	return map[string]string{"api_key": homeKey, "company_id": strconv.Itoa(homeCompany)}
}

// register makes the journal mark the secrets of the state.
func (f *Fake) register() {
	for _, k := range f.state.Keys {
		f.w.Secret("key", k.Key)
	}
	for _, id := range ids(f.state.Connections) {
		c := f.state.Connections[id]
		f.w.Secret("token", c.Token)
		f.w.Secret("key", c.APIKey)
		if c.QR != nil {
			f.w.Secret("qr", c.QR.Text)
		}
	}
	for _, id := range f.state.SessionOrder {
		s := f.state.Sessions[id]
		f.w.Secret("session", s.ID)
		f.w.Secret("password", s.Password)
		if s.QR != nil {
			f.w.Secret("qr", s.QR.Text)
		}
	}
}
